// Models side by side on one drawing: each with our preparation, with the steps that were left on, and the tutorial's way.

import { asPercent, leastSure, putInWords } from "./answer_words.js";
import { createDigitPicture, drawDigit } from "./digit_picture.js";

/** Builds the table inside `root`; `ask(model, way, picture)` resolves to the recognizer's answer, null where it fails. */
export function createComparison(root, ask) {
  let models = [];
  let ways = [];
  let texts = {};
  let cells = [];
  let picture = null;
  let expected = "";
  let isAsking = false;

  function build() {
    root.hidden = !models.length;
    root.innerHTML = "<table><thead><tr></tr></thead><tbody></tbody></table>";
    const heads = [texts.model, ...ways.map(({ name }) => name)];
    const row = root.querySelector("tr");
    row.append(...heads.map((textContent) => Object.assign(document.createElement("th"), { textContent, scope: "col" })));
    cells = models.flatMap((model) => appendRow(root.querySelector("tbody"), model, ways));
  }

  /** Asks cell by cell, so that the live answer always gets its turn; begins anew when the drawing changes. */
  async function askAll() {
    if (isAsking) return;
    isAsking = true;
    let asked = null;
    while (picture && asked !== picture) {
      asked = picture;
      for (const cell of [...cells]) {
        const answer = await ask(cell.model, cell.way, asked);
        if (picture !== asked) break;
        showInCell(cell.element, answer, expected, texts);
      }
    }
    isAsking = false;
  }

  return {
    /** `newModels`: {id, name} of each; `newWays`: {way, name} of each column. */
    update(newModels, newWays, newTexts) {
      const isSame = JSON.stringify([newModels, newWays, newTexts]) === JSON.stringify([models, ways, texts]);
      [models, ways, texts] = [newModels, newWays, newTexts];
      if (isSame) return;
      build();
      // A copy is another picture to the round under way, which then begins anew with the new rows.
      picture = picture && picture.slice();
      askAll();
    },

    /** Compares on the bytes of a picture; an answer other than `sign` stands out. */
    show(newPicture, sign) {
      [picture, expected] = [newPicture, sign];
      askAll();
    },

    /** Leaves what is there, and asks nothing more: the pen moves, or there is nothing to read. */
    stop() {
      picture = null;
    },
  };
}

function appendRow(parent, { id, name }, ways) {
  const row = document.createElement("tr");
  row.append(Object.assign(document.createElement("th"), { textContent: name, scope: "row" }));
  parent.append(row);
  return ways.map(({ way }) => {
    const element = document.createElement("td");
    row.append(element);
    return { model: id, way, element };
  });
}

function showInCell(element, answer, expected, texts) {
  if (!answer || answer.reason === "blank" || answer.reason === "dot") {
    element.textContent = "–";
    return;
  }
  const { sign } = putInWords(answer, texts);
  const digits = answer.number === null ? [answer] : answer.digits;
  const weakest = digits[leastSure(digits)];
  const percent = weakest.label === null ? "" : asPercent(Math.max(...weakest.probabilities));
  const pictures = digits.map(({ digit }) => {
    const picture = createDigitPicture();
    drawDigit(picture, digit);
    return picture;
  });
  const words = Object.assign(document.createElement("span"), { className: "lens-cell-words" });
  words.classList.toggle("lens-other", sign !== expected);
  words.append(Object.assign(document.createElement("b"), { textContent: sign }), percent);
  const row = Object.assign(document.createElement("span"), { className: "lens-cell-pictures" });
  row.append(...pictures);
  const line = Object.assign(document.createElement("div"), { className: "lens-cell" });
  line.append(row, words);
  element.replaceChildren(line);
}
