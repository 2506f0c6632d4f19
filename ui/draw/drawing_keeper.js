// Keeps the drawing in the browser's tab: a reload or a restarted server gives the visitor a new, empty canvas, which gets
// it back.

import { keepDrawing, keptDrawing } from "../shared/tab_storage.js";

const KEEP_AFTER_MS = 300;
// It may still turn out that a new session has emptied the canvas, and not the visitor.
const FORGET_AFTER_MS = 1000;
// A canvas that is empty within so many looks after a stroke was erased: a second, or longer where the browser is busy.
const ERASED_WITHIN_LOOKS = 5;

/** @param {Pick<ReturnType<import("./canvas_reader.js").createCanvasReader>, "read" | "asUrl">} reader */
export function createDrawingKeeper(reader) {
  let timer = null;
  let isForgetting = false;
  let inkLooksSinceLift = Infinity;

  function keep() {
    clearTimeout(timer);
    const hash = reader.read();
    if (hash) keepDrawing(reader.asUrl());
    else if (hash === 0 && isForgetting) keepDrawing(null);
    isForgetting = false;
  }

  function keepAfter(time) {
    clearTimeout(timer);
    timer = setTimeout(keep, time);
  }

  // A visitor who leaves the page does not wait for the timer.
  window.addEventListener("pagehide", keep);

  return {
    /** Keeps the drawing now. */
    keep,
    /** Keeps it a moment after the pen was lifted, since that takes some milliseconds. */
    keepSoon: () => keepAfter(KEEP_AFTER_MS),

    /** The pen was lifted. */
    noteLift: () => (inkLooksSinceLift = 0),
    /** There was ink when the canvas was looked at. */
    noteInk: () => (inkLooksSinceLift += 1),

    /**
     * The canvas has become empty. Emptied by a tool or by the eraser's last stroke, the drawing is forgotten; else the
     * canvas is a new session's (`isFresh`), and the drawing that it should get back is returned: a data: URL, or null.
     */
    takeEmptied(isFresh) {
      if (isFresh && inkLooksSinceLift > ERASED_WITHIN_LOOKS) return keptDrawing();
      isForgetting = true;
      keepAfter(FORGET_AFTER_MS);
      return null;
    },

    stop() {
      clearTimeout(timer);
      window.removeEventListener("pagehide", keep);
    },
  };
}
