// Draws an answer: the large sign, how sure, the bars, what the network saw, and the way there. Knows nothing of pens.

import { leastSure, putInWords, putUnfinishedInWords, writePercentAs } from "./answer_words.js";
import { createBars } from "./bars_view.js";
import { createDigitPicture, drawDigit } from "./digit_picture.js";
import { createFlight } from "./flight.js";
import { createNumberRow } from "./number_view.js";
import { setText } from "./plain_text.js";
import { createSteps } from "./steps_view.js";

/** Builds the panel inside `root`, in place of what was there, and returns what updates it. */
export function createAnswerView(root, boxes, onSwitch) {
  root.innerHTML = `
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
  const find = (name) => root.querySelector(`.lens-${name}`);
  const answer = find("answer");
  const seen = createDigitPicture();
  seen.setAttribute("role", "img");
  find("seen").prepend(seen);
  const bars = createBars(find("bars"));
  const steps = createSteps(find("steps"), onSwitch);
  const row = createNumberRow(find("number"), choose);
  const flight = createFlight(seen);
  let texts = {};
  let count = 0;
  let digits = [];
  let names = [];
  let isExplaining = false;

  function setState(state) {
    answer.dataset.state = state;
  }

  function setWords(sign, words, detail) {
    setText(find("label"), sign);
    find("label").style.setProperty("--signs", sign.length);
    find("label").classList.toggle("lens-long", /[^\d ?…]/.test(sign));
    setText(find("sure"), words);
    setText(find("percent"), detail);
  }

  /** Says in which way the picture was read; "" for our own. */
  function setWay(words) {
    setText(find("way"), words);
    root.classList.toggle("lens-other-way", words !== "");
  }

  /** Shows the bars, the picture and the mark of one of the digits found. */
  function choose(place) {
    bars.show(digits[place], names, texts);
    drawDigit(seen, digits[place].digit);
    row.mark(place);
    boxes.mark(place);
  }

  /** A few words where it is not simply our preparation of one drawn digit. */
  function aboutWay({ way, number }, photograph) {
    if (way === "tutorial") return texts.tutorial;
    if (way !== "prepared") return texts.own_steps;
    return isExplaining && (number !== null || photograph) ? texts.one_drawn : "";
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

  return {
    /** `newNames`: of the ten classes of the model that answers. */
    setTexts(newTexts, newNames) {
      texts = newTexts;
      writePercentAs(texts.percent);
      root.querySelector("figcaption").textContent = texts.seen;
      seen.setAttribute("aria-label", texts.seen);
      bars.name(newNames, texts);
    },
    setState,
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

    showMessage(state, words, spoken) {
      setState(state);
      setWords("", words, "");
      setWay("");
      drawDigit(seen, null);
      bars.clear();
      root.classList.remove("lens-numbered", "lens-refused");
      steps.show([], "", texts);
      boxes.hide();
      if (spoken) setText(find("spoken"), words);
    },

    /** `photograph` is the URL of the picture that was read, null for the drawing. */
    showAnswer(result, state, photograph = null) {
      if (result.reason === "blank" || result.reason === "dot") {
        const words = photograph ? texts.nothing_found : texts[result.reason];
        this.showMessage(state === "live" ? "live" : "blank", words, Boolean(photograph));
        if (photograph) boxes.show(result, photograph);
        return;
      }
      const isFinal = state === "final";
      const { sign, words, detail } = isFinal ? putInWords(result, texts) : putUnfinishedInWords(result, texts);
      names = result.class_names;
      digits = result.number === null ? [result] : result.digits;
      setWords(sign, words, detail);
      setWay(aboutWay(result, photograph));
      root.classList.toggle("lens-refused", sign === "?" || sign === "…");
      if (isFinal) showDetails(result, photograph);
      choose(leastSure(digits));
      setState(state);
      count += 1;
      answer.dataset.seq = String(count);
      if (isFinal) setText(find("spoken"), sign === "?" ? `${words} ${detail}` : `${sign}. ${words}, ${detail}`);
    },
  };
}
