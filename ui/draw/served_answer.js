// An answer that came through Streamlit, of a photograph or where the route is blocked: it stands until the drawing changes.

import { isRefused } from "./answer_words.js";
import { bytesOf } from "./canvas_reader.js";

const READY_AGAIN_MS = 2000;

/**
 * @param {HTMLElement} root
 * @param {object} parts
 * @param {import("./lens.js").Page} parts.page
 * @param {ReturnType<import("./pen_watch.js").createPenWatch>} parts.pen
 * @param {ReturnType<import("./route.js").createRoute>} parts.route
 * @param {ReturnType<import("./canvas_reader.js").createCanvasReader>} parts.reader
 * @param {ReturnType<import("./invitation.js").createInvitation>} parts.invitation
 * @param {ReturnType<import("./answer_view.js").createAnswerView>} parts.view
 * @param {ReturnType<import("./live_answer.js").createLiveAnswer>} parts.live
 * @param {ReturnType<import("./settled_answer.js").createSettledAnswer>} parts.settled
 */
export function createServedAnswer(root, { page, pen, route, reader, invitation, view, live, settled }) {
  let served = null;
  let timer = 0;

  function take() {
    served = page.data.served;
    clearTimeout(timer);
    const isHeld = served.answer && !served.picture && isRefused(served.answer) && pen.pauseLeft() > 0;
    if (!isHeld) show();
    else if (!pen.isDown()) timer = setTimeout(() => pen.isDown() || show(), pen.pauseLeft());
  }

  function show() {
    invitation.end();
    live.stand(reader.read());
    settled.clear();
    root.scrollIntoView({ block: "nearest" });
    if (served.answer) {
      view.showAnswer(served.answer, "final", served.picture);
      if (served.picture) settled.show(served.answer, bytesOf(served.picture), served.id);
    } else {
      view.showMessage(served.waits ? "loading" : "blank", served.message, true);
    }
    if (served.waits) askAgainWhenReady();
  }

  /** A picture that Python could not have read yet: have it tried again once the recognizer answers. */
  async function askAgainWhenReady() {
    if (await route.isReady()) page.setStateValue("ready_at", Date.now());
    else setTimeout(askAgainWhenReady, READY_AGAIN_MS);
  }

  /** The photograph was removed or drawn upon: what is on the canvas is read again. */
  function leave() {
    served = null;
    live.forget();
    view.hideBoxes();
  }

  return {
    /** Called on every run of the page; whether it brought another answer, or took a photograph away. */
    update() {
      const isNew = Boolean(page.data.served) && page.data.served.id !== served?.id;
      const isGone = Boolean(served?.picture) && !page.data.served;
      if (isNew) take();
      else if (isGone) leave();
      return isNew || isGone;
    },
  };
}
