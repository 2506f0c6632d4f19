// Follows the pen through the page's pointer events: whether it is down on the canvas, and since when it is not.

// Whoever lifts the pen may be between two strokes: only after this time it is said that a drawing is no digit.
const PAUSE_MS = 700;

/**
 * Starts to listen, before the canvas's own listeners do: at `onLift()` the whole stroke still is on the upper layer.
 *
 * @param {(target: EventTarget) => boolean} isCanvas whether it is one of the canvas's layers
 * @param {{onDown: () => void, onMove: () => void, onLift: () => void, onElsewhere: () => void}} handlers
 *   `onMove` is called while the pen is down, `onElsewhere` when a pointer that did not draw is lifted.
 */
export function createPenWatch(isCanvas, { onDown, onMove, onLift, onElsewhere }) {
  let isDown = false;
  let liftedAt = -Infinity;

  const listeners = {
    pointerdown(event) {
      isDown = event.composedPath().some(isCanvas);
      if (isDown) onDown();
    },
    pointermove: () => isDown && onMove(),
    pointerup() {
      if (!isDown) return onElsewhere();
      isDown = false;
      liftedAt = Date.now();
      onLift();
    },
    pointercancel() {
      isDown = false;
    },
  };
  Object.entries(listeners).forEach(([name, listener]) => document.addEventListener(name, listener, true));

  return {
    isDown: () => isDown,

    /** For how many ms the drawing may still go on before it may be called no digit; Infinity while the pen is down. */
    pauseLeft: () => (isDown ? Infinity : liftedAt + PAUSE_MS - Date.now()),

    stop() {
      Object.entries(listeners).forEach(([name, listener]) => document.removeEventListener(name, listener, true));
    },
  };
}
