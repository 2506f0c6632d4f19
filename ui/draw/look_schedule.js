// When the lens looks at the canvas: with the next frame, at a given time, and every 200 ms in any case.

const LOOK_EVERY_MS = 200;

/**
 * Calls `look()` when it is time. At most one look is planned.
 *
 * @param {() => void} look
 */
export function createLookSchedule(look) {
  let isPlanned = false;
  // Counts the plans: only the newest one leads to a look.
  let newest = 0;
  let timer = 0;
  const interval = setInterval(soon, LOOK_EVERY_MS);

  /** Plans the look that `wait(callback)` waits for, in place of the one that was planned. */
  function plan(wait) {
    newest += 1;
    const mine = newest;
    isPlanned = true;
    wait(() => {
      if (mine !== newest) return;
      isPlanned = false;
      look();
    });
  }

  function soon() {
    if (!isPlanned) plan(requestAnimationFrame);
  }

  return {
    /** With the next frame, unless a look is planned already. */
    soon,

    /** At a time, as `Date.now()` gives it; replaces an earlier one. */
    at(time) {
      clearTimeout(timer);
      timer = setTimeout(soon, time - Date.now());
    },

    /** The canvas moves a finished stroke to its lower layer in the next frame: looked at before, it would be gone. */
    afterCanvas: () => plan((work) => setTimeout(() => requestAnimationFrame(() => setTimeout(work)))),

    /** Once the page is painted as it is now. */
    afterPaint: () => plan(afterPaint),

    stop() {
      newest += 1;
      clearInterval(interval);
      clearTimeout(timer);
    },
  };
}

/**
 * Calls `work()` with the frame after the one that paints the page as it is now. A timer that is set in that frame would
 * still come before the screen shows it, and take a processor from what draws it.
 *
 * @param {() => void} work
 */
export function afterPaint(work) {
  requestAnimationFrame(() => requestAnimationFrame(() => work()));
}
