// Keeps the drawing in the browser's tab: a reload, another page or a restarted server gives the visitor a new, empty
// canvas, which gets it back.

const KEPT = "digitlab-drawing";
const KEEP_AFTER_MS = 300;

function createDrawingKeeper(reader) {
  let inkedCanvas = null;
  let timer = null;

  function keep() {
    clearTimeout(timer);
    if (reader.read() && inkedCanvas === reader.identity()) sessionStorage.setItem(KEPT, reader.asUrl());
  }

  return {
    keep,

    keepSoon() {
      clearTimeout(timer);
      timer = setTimeout(keep, KEEP_AFTER_MS);
    },

    /** The canvas has ink on it. */
    noteInk() {
      inkedCanvas = reader.identity();
    },

    /** The canvas is empty: emptied by the visitor, then so is the tab's; or a new one, then what it should get. */
    toRestore() {
      if (inkedCanvas !== reader.identity()) return sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      return null;
    },

    stop() {
      clearTimeout(timer);
    },
  };
}
