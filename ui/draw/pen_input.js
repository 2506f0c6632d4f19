// Which pointers draw on the canvas. Fabric listens to mouse and touch events; here it gets mouse events alone, made
// from those of the one pointer that may draw:
// - once a stylus was seen, fingers and the palm draw nothing;
// - while one pointer draws, a second finger does nothing;
// - a stroke that begins before the canvas has the chosen tool, or is cleared, waits for it.

const NATIVE = ["mousedown", "mousemove", "mouseup", "touchstart", "touchmove", "touchend", "touchcancel"];
const POINTER = ["pointerdown", "pointermove", "pointerup", "pointercancel"];
const AS_MOUSE = { pointerdown: "mousedown", pointermove: "mousemove", pointerup: "mouseup", pointercancel: "mouseup" };
// The button of a stylus' other end, see the Pointer Events specification, section "chorded button interactions".
const ERASER_BUTTONS = 32;

/**
 * Starts to listen. `surface()` is the element that takes the pen; `isReady()` whether the canvas has its tool
 * and its drawing. `onStart(isEraserEnd)` is called before a stroke, with whether a stylus was turned over, and `onEnd()` after it;
 * `onElsewhere()` when a pointer goes down beside the canvas.
 */
export function createPenInput({ surface, isReady, onStart, onEnd, onElsewhere }) {
  let hasStylus = false;
  let drawing = null;
  let waiting = null;
  const rejected = new Set();

  function isOnCanvas(event) {
    return event.composedPath().includes(surface());
  }

  function mayDraw({ pointerType, button }) {
    return drawing === null && !(hasStylus && pointerType === "touch") && (button === 0 || pointerType === "pen");
  }

  /** In the capture phase: what may not draw is stopped before anybody sees it. */
  function filter(event) {
    if (event.type === "pointerdown") {
      rejected.delete(event.pointerId);
      if (!isOnCanvas(event)) return onElsewhere();
      if (event.pointerType === "pen") hasStylus = true;
      if (!mayDraw(event)) rejected.add(event.pointerId);
      else begin(event);
    }
    if (rejected.has(event.pointerId)) event.stopImmediatePropagation();
  }

  function begin(event) {
    drawing = event.pointerId;
    onStart((event.buttons & ERASER_BUTTONS) !== 0);
    if (!isReady()) waiting ??= [];
    // Keeps the stroke when the pen leaves the window; a pointer that a script made up cannot be captured.
    if (event.isTrusted) surface().setPointerCapture(event.pointerId);
  }

  /** In the bubble phase, when all others have seen it: the stroke is passed on to the canvas. */
  function pass(event) {
    if (event.pointerId !== drawing) return;
    if (waiting) waiting.push(asMouse(event));
    else surface().dispatchEvent(asMouse(event));
    if (event.type !== "pointerup" && event.type !== "pointercancel") return;
    drawing = null;
    if (!waiting) onEnd();
  }

  /** The canvas is ready: strokes that waited are drawn. */
  function release() {
    if (!waiting) return;
    waiting.forEach((event) => surface()?.dispatchEvent(event));
    waiting = null;
    if (drawing === null) onEnd();
  }

  /** What the browser makes of the same pointers for Fabric, which listens to mouse and touch. */
  function block(event) {
    if (!event.isTrusted || (drawing === null && !isOnCanvas(event))) return;
    event.stopImmediatePropagation();
    // No text is selected, and no mouse is emulated for a finger.
    if (event.cancelable && isOnCanvas(event)) event.preventDefault();
  }

  const options = { capture: true, passive: false };
  POINTER.forEach((name) => window.addEventListener(name, filter, options));
  POINTER.forEach((name) => window.addEventListener(name, pass));
  NATIVE.forEach((name) => window.addEventListener(name, block, options));

  return {
    release,
    remove() {
      POINTER.forEach((name) => window.removeEventListener(name, filter, options));
      POINTER.forEach((name) => window.removeEventListener(name, pass));
      NATIVE.forEach((name) => window.removeEventListener(name, block, options));
    },
  };
}

function asMouse(event) {
  return new MouseEvent(AS_MOUSE[event.type], {
    bubbles: true,
    composed: true,
    cancelable: true,
    view: window,
    clientX: event.clientX,
    clientY: event.clientY,
    button: 0,
    buttons: event.type === "pointerdown" || event.type === "pointermove" ? 1 : 0,
    shiftKey: event.shiftKey,
  });
}
