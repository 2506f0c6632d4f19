// Marks the digits that were found: on the drawing itself, or on a photograph laid over the canvas.
// The pen goes through it. What it shows, the row of digits tells the keyboard and the screen reader.

import { asPercent } from "./answer_words.js";

// The canvas stands in a shadow root, which the page's style sheets do not reach.
const BOXES_STYLE = `
  .boxes { position: absolute; inset: 0; z-index: 15; display: grid; place-items: center; overflow: hidden; pointer-events: none; font-family: var(--st-font); }
  .boxes.photograph { background: var(--st-secondary-background-color); }
  .sheet { position: relative; background: center / 100% 100% no-repeat; }
  .box { position: absolute; box-sizing: border-box; border: 1.5px solid var(--st-primary-color); border-radius: 4px; }
  .box.refused { border-style: dashed; }
  .box.chosen { outline: 2px solid var(--st-primary-color); }
  .chip { position: absolute; left: 50%; bottom: 100%; transform: translateX(-50%); padding: 0 4px; border-radius: 4px 4px 0 0; font-size: 11px; line-height: 1.35; text-align: center; white-space: nowrap; background: var(--st-primary-color); color: light-dark(#ffffff, #0f1424); }
  .chip b { font-size: 13px; }
  .below .chip { bottom: auto; top: 100%; border-radius: 0 0 4px 4px; }
  .narrow .chip small { display: block; font-size: 9.5px; }`;
// Ink touches the edges of its box; the frame is drawn this far outside, in parts of the picture's longer side.
const MARGIN = 0.015;
// In parts of the picture: a box this high up has its chip below, one this narrow has the figure under the digit.
const TOO_HIGH = 0.09;
const TOO_NARROW = 0.16;

/** `findStack()` gives the element in which the canvas's layers lie. */
export function createBoxes(findStack) {
  const host = document.createElement("div");
  let boxes = [];

  return {
    /** Marks `result.digits`; `photograph` is the URL of the picture that they are on, null for the drawing. */
    show(result, photograph) {
      const stack = findStack();
      if (!stack) return;
      const [width, height] = result.size;
      const longer = Math.max(width, height);
      host.className = photograph ? "boxes photograph" : "boxes";
      host.setAttribute("aria-hidden", "true");
      host.innerHTML = `<style>${BOXES_STYLE}</style><div class="sheet"></div>`;
      const sheet = host.querySelector(".sheet");
      Object.assign(sheet.style, { width: `${(width / longer) * 100}%`, height: `${(height / longer) * 100}%` });
      if (photograph) sheet.style.backgroundImage = `url(${photograph})`;
      boxes = result.digits.map((digit) => createBox(digit, result));
      sheet.append(...boxes);
      stack.append(host);
    },

    mark(place) {
      boxes.forEach((box, index) => box.classList.toggle("chosen", index === place));
    },

    hide() {
      host.remove();
    },
  };
}

function createBox({ box: [left, top, right, bottom], label, probabilities }, { size: [width, height], class_names }) {
  const box = document.createElement("div");
  const margin = MARGIN * Math.max(width, height);
  const place = { left: (left - margin) / width, top: (top - margin) / height };
  const extent = { width: (right - left + 2 * margin) / width, height: (bottom - top + 2 * margin) / height };
  Object.entries({ ...place, ...extent }).forEach(([name, share]) => (box.style[name] = `${share * 100}%`));
  box.className = "box";
  box.classList.toggle("refused", label === null);
  box.classList.toggle("below", place.top < TOO_HIGH);
  box.classList.toggle("narrow", extent.width < TOO_NARROW);
  box.innerHTML = '<span class="chip"><b></b> <small></small></span>';
  box.querySelector("b").textContent = label === null ? "?" : class_names[label];
  if (label !== null) box.querySelector("small").textContent = asPercent(Math.max(...probabilities));
  return box;
}
