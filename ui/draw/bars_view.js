// Ten bars in fixed places: how likely the network takes each answer to be.

import { asPercent, isTorn, ranked } from "./answer_words.js";
import { setText } from "./plain_text.js";

// A bar that is lower says nothing but that.
const LEAST_NAMED = 0.005;

/** Builds the bars inside `root`, and returns what updates them. */
export function createBars(root) {
  root.setAttribute("role", "img");
  const bars = Array.from({ length: 10 }, () => appendBar(root));

  let names = [];

  function setNames(newNames) {
    if (String(names) === String(newNames)) return;
    names = newNames;
    root.classList.toggle("lens-wordy", names.some((name) => name.length > 2));
    bars.forEach((bar, index) => setText(bar.querySelector(".lens-name"), names[index]));
  }

  return {
    /** What stands under the bars before there is an answer. */
    name(newNames, texts) {
      setNames(newNames);
      root.setAttribute("aria-label", texts.bars);
    },

    clear() {
      bars.forEach((bar) => setBar(bar, 0, ""));
    },

    /** Shows a digit's probabilities: its answer stands out, a close second one too, and none where it is refused. */
    show({ label, probabilities }, newNames, texts) {
      setNames(newNames);
      const order = ranked(probabilities);
      const rival = label !== null && isTorn(probabilities) ? order[1] : null;
      bars.forEach((bar, index) => {
        setBar(bar, probabilities[index], index === label ? "lens-best" : index === rival ? "lens-rival" : "");
      });
      const three = order.slice(0, 3).map((index) => `${names[index]}: ${asPercent(probabilities[index])}`);
      root.setAttribute("aria-label", `${texts.bars}: ${three.join(", ")}`);
    },
  };
}

function appendBar(parent) {
  const bar = document.createElement("div");
  bar.innerHTML = '<div class="lens-column"><span class="lens-value"></span><div class="lens-fill"></div></div><div class="lens-name"></div>';
  parent.append(bar);
  return bar;
}

function setBar(bar, value, mark) {
  bar.className = `lens-bar ${mark}`;
  bar.style.setProperty("--share", value);
  setText(bar.querySelector(".lens-value"), value >= LEAST_NAMED ? asPercent(value) : "");
}
