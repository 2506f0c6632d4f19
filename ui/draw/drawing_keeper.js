// Keeps the drawing in the browser's tab: a reload or a restarted server gives the visitor a new, empty canvas, which gets
// it back.

import { keepDrawing, keptDrawing } from "../shared/tab_storage.js";

const KEEP_AFTER_MS = 300;
// It may still turn out that a new session has emptied the canvas, and not the visitor.
const FORGET_AFTER_MS = 1000;

export function createDrawingKeeper(reader) {
  let timer = null;
  let isForgetting = false;

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
    keep,
    keepSoon: () => keepAfter(KEEP_AFTER_MS),
    kept: keptDrawing,

    /** The visitor has emptied the canvas. */
    forgetSoon() {
      isForgetting = true;
      keepAfter(FORGET_AFTER_MS);
    },

    stop() {
      clearTimeout(timer);
      window.removeEventListener("pagehide", keep);
    },
  };
}
