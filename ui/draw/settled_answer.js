// What follows an answer that is final: the comparison, "is that right?", the pin, a hint. Taps are told to Python.

import { putInWords } from "./answer_words.js";
import { urlOf } from "./canvas_reader.js";
import { createComparison } from "./comparison_view.js";
import { appendDiv } from "./elements.js";
import { createHints } from "./hint_view.js";
import { createPin } from "./pin_view.js";
import { NOT_A_DIGIT, createVerdict } from "./verdict_view.js";

// The canvas tells Python its strokes 200 ms after the pen was lifted; a verdict on them comes after that.
const CANVAS_REPORTS_AFTER_MS = 400;

/**
 * Builds what stands under the answer, at the end of `root`.
 *
 * @param {HTMLElement} root
 * @param {import("./lens.js").Page} page
 * @param {(model: string, way: string, picture: Uint8Array) => Promise<object>} ask resolves to the recognizer's answer
 */
export function createSettledAnswer(root, page, ask) {
  const comparison = createComparison(appendDiv(root, "lens-compare"), ask);
  const foot = appendDiv(root, "lens-foot");
  const verdict = createVerdict(appendDiv(foot, "lens-verdict"), (truth) => tell("verdict", { truth }));
  const pin = createPin(appendDiv(foot, "lens-pin"), () => tell("pin", {}));
  const hints = createHints(appendDiv(root, "lens-hint"), (hint) => page.setTriggerValue("hint", hint));
  // What the answer was read from; null while the drawing changes.
  let settled = null;
  // The id of the newest tap on each, until Python has said what became of it.
  const taps = { verdict: null, pin: null };

  /** Tells Python of a tap under the answer. */
  function tell(name, values) {
    taps[name] = String(Date.now());
    const picture = settled.photographId ? null : urlOf(settled.picture);
    const told = { id: taps[name], ...values, picture, photograph: settled.photographId };
    setTimeout(() => page.setTriggerValue(name, told), settled.at + CANVAS_REPORTS_AFTER_MS - Date.now());
  }

  /** Shows what became of a tap, {id, words}. */
  function showOutcome(name, view, outcome) {
    if (!outcome || outcome.id !== taps[name]) return;
    taps[name] = null;
    view.say(outcome.words);
  }

  function clear() {
    settled = null;
    hints.renew();
    comparison.stop();
    verdict.hide();
    pin.hide();
  }

  return {
    /** An answer is final: time for what is not needed while the pen moves. `picture`: the bytes that were read. */
    show(answer, picture, photographId) {
      if (answer.reason === "blank" || answer.reason === "dot") return clear();
      settled = { picture, photographId, at: Date.now() };
      const { sign } = putInWords(answer, page.data.texts);
      comparison.show(picture, sign);
      if (page.data.asks) verdict.ask(answer.reason === "not_digit" ? NOT_A_DIGIT : sign);
      else verdict.hide();
      pin.offer();
      if (answer.reason === null) hints.offer();
    },

    /** The answer does not hold any more. */
    clear,

    /** Called on every run of the page. */
    update() {
      const { texts, told, pinned } = page.data;
      hints.setTexts(texts);
      verdict.setTexts(texts);
      showOutcome("verdict", verdict, told);
      pin.setTexts(texts);
      showOutcome("pin", pin, pinned);
    },

    /** What is compared: see `createComparison`. */
    compare: comparison.update,
    /** The visitor has found by themselves what a hint leads to. */
    noteFound: hints.note,
    stop: hints.stop,
  };
}
