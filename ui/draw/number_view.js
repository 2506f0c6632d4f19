// The digits of a number, from left to right, each as the network saw it. One is chosen: its bars are shown.

import { asPercent, fill } from "./answer_words.js";
import { createDigitPicture, drawDigit } from "./digit_picture.js";

/** Builds the row inside `root`; `onChoose(place)` is called when a digit is tapped or reached with the keyboard. */
export function createNumberRow(root, onChoose) {
  root.setAttribute("role", "group");
  let tiles = [];

  return {
    show(digits, names, texts) {
      root.setAttribute("aria-label", texts.number_title);
      tiles = digits.map((digit, place) => createTile(digit, place, digits.length, names, texts));
      tiles.forEach((tile, place) => {
        tile.onclick = () => onChoose(place);
        tile.onfocus = () => onChoose(place);
      });
      root.replaceChildren(...tiles);
    },

    mark(place) {
      tiles.forEach((tile, index) => tile.setAttribute("aria-pressed", String(index === place)));
    },
  };
}

function createTile({ label, probabilities, digit }, place, count, names, texts) {
  const tile = Object.assign(document.createElement("button"), { type: "button", className: "lens-tile" });
  const picture = createDigitPicture();
  drawDigit(picture, digit);
  const sign = label === null ? "?" : names[label];
  const percent = label === null ? "" : asPercent(Math.max(...probabilities));
  const caption = document.createElement("span");
  caption.innerHTML = "<b></b> <small></small>";
  caption.querySelector("b").textContent = sign;
  caption.querySelector("small").textContent = percent;
  tile.append(picture, caption);
  tile.setAttribute("aria-label", `${fill(texts.digit_of, { place: place + 1, count })}: ${sign} ${percent}`);
  return tile;
}
