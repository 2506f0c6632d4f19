// Sends frames of the drawing to the route: one at a time, and the frame of a lifted pen before any other.

// While the pen moves: often enough to watch, and a digit costs a slow line no more than a picture.
const LIVE_EVERY_MS = 150;
const PROBE_AFTER_MS = 2000;

/**
 * @typedef {{hash: number, png: Promise<Uint8Array>}} Frame a drawing's pixels by their hash, and as a PNG file
 * @typedef {{hash: number, png: Uint8Array, question: string, withSteps: boolean, isWhole: boolean}} Asked
 *   what was sent; `isWhole`: it has the whole stroke of a pen that was lifted since
 */

/**
 * @param {ReturnType<import("./route.js").createRoute>} route
 * @param {object} lens
 * @param {() => string} lens.question what is asked for now: model and way
 * @param {(hash: number) => boolean} lens.isAnswered whether the drawing of that hash has its answer
 * @param {(reply: object, asked: Asked) => void} lens.onReply
 * @param {() => void} lens.onFree called when no frame is under way, and none waits
 */
export function createFrameSender(route, { question, isAnswered, onReply, onFree }) {
  let isBusy = false;
  let sentAt = 0;
  // The frame of a lifted pen, which waits for the answer to the frame under way.
  let lifted = null;

  async function send({ hash, png }, { withSteps, isWhole = withSteps }) {
    isBusy = true;
    sentAt = Date.now();
    const asked = { hash, question: question(), withSteps, isWhole, png: await png };
    const reply = await route.ask(`${asked.question}&steps=${withSteps ? 1 : 0}`, asked.png);
    asked.isWhole ||= lifted?.hash === hash;
    isBusy = false;
    onReply(reply, asked);
    sendLiftedNow();
  }

  function sendLiftedNow() {
    const frame = lifted;
    lifted = null;
    if (frame && !isAnswered(frame.hash) && route.mayAsk()) send(frame, { withSteps: false, isWhole: true });
    else onFree();
  }

  return {
    /** Sends a `Frame`, which asks for the steps of the preparation too or not; only when none is under way. */
    send,
    isBusy: () => isBusy,

    /** When the next frame may be sent while the pen moves, as `Date.now()` gives it. */
    nextLiveAt: () => sentAt + LIVE_EVERY_MS,

    /** Whether it is time to ask a route again that did not work, so that all comes back with it. */
    isProbeDue: () => route.is("blocked") && Date.now() - sentAt > PROBE_AFTER_MS,

    /** Sends the frame of a lifted pen as soon as none is under way; null where the canvas is empty. */
    sendLifted(frame) {
      lifted = frame;
      if (!isBusy) sendLiftedNow();
    },
  };
}
