// A change that was asked of Python and is not in the canvas yet: another tool, or another drawing. Strokes wait for it.

// After this long without an effect a press is sent again. A drawing that has no next or last state has no effect at
// all, so strokes wait for it no longer than that; a tool always comes, but late from a busy server.
const WAIT_MS = 1500;
const TRIES = { drawing: 2, tool: 20 };

/**
 * @param {(press: {action: string | number, id: number}) => void} send has Python act; one press, with one id, may be sent
 *   several times
 * @param {() => void} onEnd called when the change has come, or is awaited no longer
 */
export function createPendingChange(send, onEnd) {
  // The tool that was taken, {isErasing, width}, and the revision of a drawing that is to be replaced.
  let wanted = null;
  let replaced = null;
  let timer = null;

  const isPending = () => wanted !== null || replaced !== null;

  function end() {
    wanted = replaced = null;
    clearTimeout(timer);
    onEnd();
  }

  /** Sends a press until its effect has come: a new session may have missed it. */
  function request(action, tries) {
    const press = { action, id: crypto.getRandomValues(new Uint32Array(1))[0] };
    const attempt = (left) => {
      if (left === 0) return end();
      send(press);
      timer = setTimeout(attempt, WAIT_MS, left - 1);
    };
    clearTimeout(timer);
    attempt(tries);
  }

  return {
    isPending,

    /** The tool in the hand: the one that was taken last, else the one that the canvas has. */
    tool: (current) => wanted ?? current,

    /** Takes another tool; what `change` leaves out stays as it is in `current`. */
    takeTool(action, current, change) {
      wanted = { isErasing: current.isErasing, width: current.width, ...wanted, ...change };
      request(action, TRIES.tool);
    },

    /** Has the canvas load another drawing than the one of that revision. */
    replaceDrawing(action, revision) {
      replaced = revision;
      request(action, TRIES.drawing);
    },

    /** Called on every run of the page, with what the canvas has from now on. */
    update({ isErasing, width, revision }) {
      const hasTool = !wanted || (wanted.isErasing === isErasing && wanted.width === width);
      const hasDrawing = replaced === null || replaced !== revision;
      // The canvas gets both in the same run of the page, and sets them up before the frame after the next.
      if (hasTool && hasDrawing && isPending()) requestAnimationFrame(() => requestAnimationFrame(end));
    },

    stop: () => clearTimeout(timer),
  };
}
