// "Pin for training": one button beside the question under an answer. It tells the tap, and what became of it.

import { createButton } from "./verdict_view.js";

/** Builds the button inside `root`; `tell()` is called when it is tapped. */
export function createPin(root, tell) {
  const button = createButton("", () => {
    button.disabled = true;
    tell();
  });
  root.append(button);
  let words = "";

  return {
    /** What stands on the button before a tap. */
    setTexts(texts) {
      words = texts.pin;
      if (!button.disabled) button.textContent = words;
    },

    /** Offers to pin another drawing. */
    offer() {
      button.disabled = false;
      button.textContent = words;
      root.classList.add("lens-offers");
    },

    /** Says what became of the tap. */
    say(told) {
      button.textContent = told;
    },

    hide() {
      root.classList.remove("lens-offers");
    },
  };
}
