// The buttons of the row of tools, and their keys.

const ICONS = {
  undo: '<path d="M9 14 4 9l5-5"/><path d="M4 9h10a6 6 0 0 1 0 12h-2"/>',
  redo: '<path d="m15 14 5-5-5-5"/><path d="M20 9H10a6 6 0 0 0 0 12h2"/>',
  clear: '<path d="M4 7h16"/><path d="M9 7V4h6v3"/><path d="m6 7 1 13h10l1-13"/>',
  eraser: '<path d="M9 20 3.5 14.5 14 4l6 6-10 10z"/><path d="m8.5 9.5 6 6"/><path d="M9 20h11"/>',
};
const PENS = ["thin", "medium", "thick"];

/**
 * Builds the buttons inside `root`.
 *
 * @param {HTMLElement} root
 * @param {{undo: () => void, redo: () => void, clear: () => void, eraser: () => void, pen: (index: number) => void}} actions
 *   what the buttons do; `pen` gets the place of a width in `data.widths`
 */
export function createToolButtons(root, actions) {
  const buttons = {};
  for (const [name, icon] of Object.entries(ICONS)) {
    buttons[name] = append(root, name, `<svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>`, actions[name]);
  }
  PENS.forEach((name, index) => (buttons[name] = append(root, name, "<i></i>", () => actions.pen(index))));

  function onKey(event) {
    const button = buttons[toolOfKey(event)];
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  document.addEventListener("keydown", onKey);

  return {
    /** Called on every run of the page. */
    update({ texts, widths, canUndo, canRedo, canClear }) {
      root.setAttribute("aria-label", texts.tools);
      for (const [name, button] of Object.entries(buttons)) {
        button.title = texts[name];
        button.setAttribute("aria-label", texts[name]);
      }
      buttons.undo.disabled = !canUndo;
      buttons.redo.disabled = !canRedo;
      buttons.clear.disabled = !canClear;
      PENS.forEach((name, index) => buttons[name].style.setProperty("--pen", widths[index]));
    },

    /** A stroke was drawn, of which Python hears later. */
    noteStroke() {
      buttons.undo.disabled = buttons.clear.disabled = false;
    },

    /** Shows which tool is in the hand. */
    mark({ isErasing, width }, widths) {
      buttons.eraser.setAttribute("aria-pressed", isErasing);
      PENS.forEach((name, index) => buttons[name].setAttribute("aria-pressed", !isErasing && width === widths[index]));
    },

    stop: () => document.removeEventListener("keydown", onKey),
  };
}

/** The tool that a key stands for; undefined for any other key, and while somebody writes. */
export function toolOfKey(event) {
  const target = event.composedPath()[0];
  if (event.altKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return undefined;
  const key = event.key.toLowerCase();
  if (!event.ctrlKey && !event.metaKey) return { delete: "clear", e: "eraser" }[key];
  return { z: event.shiftKey ? "redo" : "undo", y: "redo" }[key];
}

function append(root, name, content, onclick) {
  const button = Object.assign(document.createElement("button"), { type: "button", innerHTML: content, onclick });
  button.dataset.testid = `tool-${name}`;
  root.append(button);
  return button;
}
