// Draws an answer: the large sign, how sure, the bars, what the network saw, and the way there. Knows nothing of pens.

import { createHeading } from "./answer_heading.js";
import { leastSure, putInWords, putUnfinishedInWords, writePercentAs } from "./answer_words.js";
import { createBars } from "./bars_view.js";
import { createDigitPicture, drawDigit } from "./digit_picture.js";
import { createFlight } from "./flight.js";
import { createNumberRow } from "./number_view.js";
import { createSteps } from "./steps_view.js";

const PANEL = `
  <div class="lens-top">
    <div class="lens-answer" data-testid="answer" data-state="loading" data-seq="0">
      <div class="lens-label"></div>
      <div class="lens-words"><div class="lens-sure"></div><div class="lens-percent"></div><div class="lens-way"></div></div>
    </div>
    <figure class="lens-seen"><figcaption></figcaption></figure>
    <div class="lens-bars"></div>
  </div>
  <div class="lens-steps"></div>
  <div class="lens-number"></div>
  <div class="lens-spoken" role="status" aria-live="polite"></div>`;

/** Builds the panel inside `root`, in place of what was there, and returns what updates it. */
export function createAnswerView(root, boxes, onSwitch) {
  root.innerHTML = PANEL;
  const find = (name) => root.querySelector(`.lens-${name}`);
  const heading = createHeading(root);
  const seen = prependPicture(find("seen"));
  const bars = createBars(find("bars"));
  const steps = createSteps(find("steps"), onSwitch);
  const row = createNumberRow(find("number"), choose);
  const flight = createFlight(seen);
  let texts = {};
  let digits = [];
  let names = [];
  let isExplaining = false;

  /** Shows the bars, the picture and the mark of one of the digits found. */
  function choose(place) {
    bars.show(digits[place], names, texts);
    drawDigit(seen, digits[place].digit);
    row.mark(place);
    boxes.mark(place);
  }

  /** What is shown once the pen is lifted: each digit of a number, or the steps of a single one. */
  function showDetails(result, photograph) {
    const isNumber = result.number !== null;
    root.classList.toggle("lens-numbered", isNumber);
    if (isNumber) row.show(digits, names, texts);
    else if (result.steps) steps.show(result.steps, result.way === "tutorial" ? texts.tutorial_note : "", texts);
    if (isNumber || photograph) boxes.show(result, photograph);
    else boxes.hide();
  }

  function showMessage(state, words, spoken) {
    heading.setState(state);
    heading.setWords({ sign: "", words, detail: "", way: "" });
    drawDigit(seen, null);
    bars.clear();
    root.classList.remove("lens-numbered", "lens-refused");
    steps.show([], "", texts);
    boxes.hide();
    if (spoken) heading.speak(words);
  }

  /** There is nothing to read, or a lone dot. */
  function showNothing(result, state, photograph) {
    const words = photograph ? texts.nothing_found : texts[result.reason];
    showMessage(state === "live" ? "live" : "blank", words, Boolean(photograph));
    if (photograph) boxes.show(result, photograph);
  }

  function showDigits(result, isFinal, photograph) {
    const { sign, words, detail } = isFinal ? putInWords(result, texts) : putUnfinishedInWords(result, texts);
    names = result.class_names;
    digits = result.number === null ? [result] : result.digits;
    heading.setWords({ sign, words, detail, way: aboutWay(result, isExplaining, photograph, texts) });
    root.classList.toggle("lens-refused", sign === "?" || sign === "…");
    if (isFinal) showDetails(result, photograph);
    choose(leastSure(digits));
    heading.setState(isFinal ? "final" : "live");
    heading.countAnswer();
    if (isFinal) heading.speak(sign === "?" ? `${words} ${detail}` : `${sign}. ${words}, ${detail}`);
  }

  return {
    /** `newNames`: of the ten classes of the model that answers. */
    setTexts(newTexts, newNames) {
      texts = newTexts;
      writePercentAs(texts.percent);
      root.querySelector("figcaption").textContent = texts.seen;
      seen.setAttribute("aria-label", texts.seen);
      bars.name(newNames, texts);
    },
    setState: heading.setState,
    hideBoxes: boxes.hide,
    way: steps.way,

    /** A digit that was just drawn goes from the drawing, an element, into the network's square. */
    fly(result, drawing) {
      if (result.number === null && result.digits.length) flight.start(result, drawing);
    },
    land: flight.stop,

    /** Whether the steps' switches stand there, and can be used: not where a photograph was read. */
    offerSwitches(isOffered, isPossible) {
      isExplaining = isOffered;
      steps.offer(isOffered, isPossible, texts);
    },

    /** Words in place of an answer; `spoken`: whether a screen reader says them too. */
    showMessage,

    /** `state` is "live" or "final"; `photograph` is the URL of the picture that was read, null for the drawing. */
    showAnswer(result, state, photograph = null) {
      if (result.reason === "blank" || result.reason === "dot") showNothing(result, state, photograph);
      else showDigits(result, state === "final", photograph);
    },
  };
}

function prependPicture(figure) {
  const picture = createDigitPicture();
  picture.setAttribute("role", "img");
  figure.prepend(picture);
  return picture;
}

/** A few words where it is not simply our preparation of one drawn digit. */
function aboutWay({ way, number }, isExplaining, photograph, texts) {
  if (way === "tutorial") return texts.tutorial;
  if (way !== "prepared") return texts.own_steps;
  return isExplaining && (number !== null || photograph) ? texts.one_drawn : "";
}
