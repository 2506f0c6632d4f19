// One quiet line under an answer that leads on: see each step, then compare, then train. One hint at a time; what was
// followed or dismissed does not come back in this tab.

import { keepHints, keptHints } from "../shared/tab_storage.js";

const HINTS = ["why", "compare", "train"];

/** Builds the line inside `root`; `follow(hint)` is called when its button is tapped. */
export function createHints(root, follow) {
  root.innerHTML = '<span></span><button type="button" class="lens-follow"></button><button type="button" class="lens-dismiss">×</button>';
  const [words, button, dismiss] = root.children;
  const done = new Set(keptHints());
  let texts = {};
  let hint = null;
  // One hint a drawing: the next one comes after the visitor has drawn or tapped anything else.
  let isSpent = false;
  const renew = () => (isSpent = false);
  document.addEventListener("click", renew, true);

  function finish(name) {
    done.add(name);
    keepHints([...done]);
    isSpent = true;
    root.classList.remove("lens-hints");
  }

  button.onclick = () => {
    finish(hint);
    follow(hint);
  };
  dismiss.onclick = () => finish(hint);

  return {
    setTexts(newTexts) {
      texts = newTexts;
      dismiss.setAttribute("aria-label", texts.hint_dismiss);
      if (hint) this.word();
    },

    word() {
      words.textContent = texts[`hint_${hint}`];
      button.textContent = texts[`hint_${hint}_button`];
    },

    /** What the visitor has found by themselves needs no hint. */
    note(name) {
      if (!done.has(name)) finish(name);
    },

    /** An answer stands: time for the next hint. */
    offer() {
      if (isSpent) return;
      hint = HINTS.find((name) => !done.has(name)) ?? null;
      root.classList.toggle("lens-hints", hint !== null);
      if (hint) this.word();
    },

    renew,
    stop: () => document.removeEventListener("click", renew, true),
  };
}
