// The row of tools at the canvas, its keys, and the pen: undo, redo, clear, eraser, three widths.

import { findCanvas } from "./canvas_element.js";
import { createPenInput } from "./pen_input.js";

const ICONS = {
  undo: '<path d="M9 14 4 9l5-5"/><path d="M4 9h10a6 6 0 0 1 0 12h-2"/>',
  redo: '<path d="m15 14 5-5-5-5"/><path d="M20 9H10a6 6 0 0 0 0 12h2"/>',
  clear: '<path d="M4 7h16"/><path d="M9 7V4h6v3"/><path d="m6 7 1 13h10l1-13"/>',
  eraser: '<path d="M9 20 3.5 14.5 14 4l6 6-10 10z"/><path d="m8.5 9.5 6 6"/><path d="M9 20h11"/>',
};
const PENS = ["thin", "medium", "thick"];
// The canvas reports its strokes 200 ms after the pen was lifted; whoever does something else before has it report at once.
const REPORTED_AFTER_MS = 300;
// After this long without an effect a press is sent again. A drawing that has no next or last state has no effect at
// all, so strokes wait for it no longer than that; a tool always comes, but late from a busy server.
const WAIT_MS = 1500;
const TRIES = { drawing: 2, tool: 20 };

function createTools(root) {
  const buttons = {};
  let data = null;
  let setTriggerValue = null;
  let canvas = null;
  // The tool that was taken but is not in the canvas yet, and the revision of a drawing that is to be replaced.
  let wanted = null;
  let replaced = null;
  let liftedAt = -Infinity;
  let waitTimer = null;
  let isTurnedOver = false;

  const sizes = new ResizeObserver(scale);
  const pen = createPenInput({
    surface: () => currentCanvas()?.surface,
    isReady: () => wanted === null && replaced === null,
    onStart: turnStylus,
    onElsewhere: reportStroke,
    onEnd() {
      liftedAt = performance.now();
      buttons.undo.disabled = buttons.clear.disabled = false;
    },
  });

  function currentCanvas() {
    if (!canvas?.isConnected) canvas = findCanvas();
    return canvas;
  }

  function reportStroke() {
    if (performance.now() - liftedAt < REPORTED_AFTER_MS) currentCanvas()?.report();
    liftedAt = -Infinity;
  }

  /** Has Python act; one press, with one id, may be sent several times. */
  function act(press) {
    reportStroke();
    setTriggerValue("press", press);
  }

  /** Takes another tool. */
  function take(action, tool) {
    wanted = { isErasing: data.isErasing, width: data.width, ...wanted, ...tool };
    mark(wanted);
    actAndWait(action, TRIES.tool);
  }

  /** Has the canvas load another drawing; a new session may not know yet what is drawn. */
  function change(action) {
    replaced = data.revision;
    currentCanvas()?.report();
    actAndWait(action, TRIES.drawing);
  }

  /** Strokes wait until the canvas has its tool and its drawing. A press that a new
      session missed is sent again. */
  function actAndWait(action, tries) {
    const press = { action, id: crypto.getRandomValues(new Uint32Array(1))[0] };
    const send = (left) => {
      if (left === 0) return stopWaiting();
      act(press);
      waitTimer = setTimeout(send, WAIT_MS, left - 1);
    };
    clearTimeout(waitTimer);
    send(tries);
  }

  function stopWaiting() {
    wanted = replaced = null;
    clearTimeout(waitTimer);
    pen.release();
  }

  const takeEraser = () => take("eraser", { isErasing: true });
  const takePen = () => take("pen", { isErasing: false });
  const toggleEraser = () => ((wanted ?? data).isErasing ? takePen() : takeEraser());

  /** A stylus that is turned over erases; turned back, it draws. */
  function turnStylus(isEraserEnd) {
    if (isEraserEnd === isTurnedOver) return;
    isTurnedOver = isEraserEnd;
    if (isEraserEnd) takeEraser();
    else takePen();
  }

  function build() {
    for (const [name, onclick] of [
      ["undo", () => change("undo")],
      ["redo", () => change("redo")],
      ["clear", () => change("clear")],
      ["eraser", toggleEraser],
    ]) {
      buttons[name] = append(root, `tool-${name}`, `<svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`, onclick);
    }
    PENS.forEach((name, index) => {
      const onclick = () => take(data.widths[index], { isErasing: false, width: data.widths[index] });
      buttons[name] = append(root, `tool-${name}`, "<i></i>", onclick);
    });
  }

  /** Shows which tool is in the hand. */
  function mark({ isErasing, width }) {
    buttons.eraser.setAttribute("aria-pressed", isErasing);
    PENS.forEach((name, index) => {
      buttons[name].setAttribute("aria-pressed", !isErasing && width === data.widths[index]);
    });
  }

  function onKey(event) {
    const target = event.composedPath()[0];
    if (event.altKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    const key = event.key.toLowerCase();
    const action = event.ctrlKey || event.metaKey ? withControl(key, event.shiftKey) : { delete: buttons.clear, e: buttons.eraser }[key];
    if (!action) return;
    event.preventDefault();
    action.click();
  }

  function withControl(key, isShifted) {
    if (key === "z") return isShifted ? buttons.redo : buttons.undo;
    return key === "y" ? buttons.redo : null;
  }

  /** Waits for the canvas, which is a component of its own, so that it fits its panel from the start. */
  function awaitCanvas() {
    if (!root.isConnected) return;
    if (!currentCanvas()) requestAnimationFrame(awaitCanvas);
    else sizes.observe(canvas.surface);
  }

  /** The dots are as thick as the pen's strokes, however large the canvas is. */
  function scale([{ contentRect }]) {
    root.style.setProperty("--scale", contentRect.width / data.side);
  }

  build();
  document.addEventListener("keydown", onKey);

  return {
    update(newData, setter) {
      [data, setTriggerValue] = [newData, setter];
      root.setAttribute("aria-label", data.texts.tools);
      for (const [name, button] of Object.entries(buttons)) {
        button.title = data.texts[name];
        button.setAttribute("aria-label", data.texts[name]);
      }
      buttons.undo.disabled = !data.canUndo;
      buttons.redo.disabled = !data.canRedo;
      buttons.clear.disabled = !data.canClear;
      PENS.forEach((name, index) => buttons[name].style.setProperty("--pen", data.widths[index]));
      const hasTool = !wanted || (wanted.isErasing === data.isErasing && wanted.width === data.width);
      const hasDrawing = replaced === null || replaced !== data.revision;
      // The canvas gets both in the same run of the page, and sets them up before the frame after the next.
      if (hasTool && hasDrawing && !(wanted === null && replaced === null)) {
        requestAnimationFrame(() => requestAnimationFrame(stopWaiting));
      }
      mark(wanted ?? data);
      awaitCanvas();
    },
    remove() {
      clearTimeout(waitTimer);
      sizes.disconnect();
      document.removeEventListener("keydown", onKey);
      pen.remove();
      root.replaceChildren();
    },
  };
}

function append(root, testId, content, onclick) {
  const button = Object.assign(document.createElement("button"), { type: "button", innerHTML: content, onclick });
  button.dataset.testid = testId;
  root.append(button);
  return button;
}

/** Called on every run of the page; the tools live on with their element. */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tools");
  root.tools ??= createTools(root);
  root.tools.update(data, setTriggerValue);
  return () => {
    root.tools?.remove();
    delete root.tools;
  };
}
