// The row of tools at the canvas, and the pen: undo, redo, clear, eraser, three widths.

import { findCanvas } from "./canvas_element.js";
import { createPenInput } from "./pen_input.js";
import { createPendingChange } from "./pending_change.js";
import { createToolButtons } from "./tool_buttons.js";

// The canvas reports its strokes 200 ms after the pen was lifted; whoever does something else before has it report at once.
const REPORTED_AFTER_MS = 300;

function createTools(root) {
  let data = null;
  let setTriggerValue = null;
  let canvas = null;
  let liftedAt = -Infinity;
  let isTurnedOver = false;

  const sizes = new ResizeObserver(scale);
  const buttons = createToolButtons(root, {
    undo: () => change("undo"),
    redo: () => change("redo"),
    clear: () => change("clear"),
    eraser: () => (pending.tool(data).isErasing ? takePen() : takeEraser()),
    pen: (index) => take(data.widths[index], { isErasing: false, width: data.widths[index] }),
  });
  const pending = createPendingChange(act, () => pen.release());
  const pen = createPenInput({
    surface: () => currentCanvas()?.surface,
    isReady: () => !pending.isPending(),
    onStart: turnStylus,
    onElsewhere: reportStroke,
    onEnd() {
      liftedAt = performance.now();
      buttons.noteStroke();
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

  function act(press) {
    reportStroke();
    setTriggerValue("press", press);
  }

  function take(action, tool) {
    pending.takeTool(action, data, tool);
    buttons.mark(pending.tool(data), data.widths);
  }

  const takeEraser = () => take("eraser", { isErasing: true });
  const takePen = () => take("pen", { isErasing: false });

  /** Has the canvas load another drawing; a new session may not know yet what is drawn. */
  function change(action) {
    currentCanvas()?.report();
    pending.replaceDrawing(action, data.revision);
  }

  /** A stylus that is turned over erases; turned back, it draws. */
  function turnStylus(isEraserEnd) {
    if (isEraserEnd === isTurnedOver) return;
    isTurnedOver = isEraserEnd;
    if (isEraserEnd) takeEraser();
    else takePen();
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

  return {
    update(newData, setter) {
      [data, setTriggerValue] = [newData, setter];
      buttons.update(data);
      pending.update(data);
      buttons.mark(pending.tool(data), data.widths);
      awaitCanvas();
    },
    remove() {
      pending.stop();
      sizes.disconnect();
      buttons.stop();
      pen.remove();
      root.replaceChildren();
    },
  };
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
