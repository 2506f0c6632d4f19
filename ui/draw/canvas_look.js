// One look at the canvas: whether the drawing has changed, and whether it is sent.

/**
 * The function that looks once. It sends a frame where the drawing has changed since it was answered, and where the
 * answer is final but lacks the steps of the preparation.
 *
 * @param {object} parts
 * @param {import("./lens.js").Page} parts.page
 * @param {ReturnType<import("./canvas_reader.js").createCanvasReader>} parts.reader
 * @param {ReturnType<import("./drawing_keeper.js").createDrawingKeeper>} parts.keeper
 * @param {ReturnType<import("./invitation.js").createInvitation>} parts.invitation
 * @param {ReturnType<import("./route.js").createRoute>} parts.route
 * @param {ReturnType<import("./pen_watch.js").createPenWatch>} parts.pen
 * @param {ReturnType<import("./look_schedule.js").createLookSchedule>} parts.schedule
 * @param {ReturnType<import("./frame_sender.js").createFrameSender>} parts.sender
 * @param {ReturnType<import("./live_answer.js").createLiveAnswer>} parts.live
 */
export function createLook({ page, reader, keeper, invitation, route, pen, schedule, sender, live }) {
  function sendDrawing(hash) {
    if (!pen.isDown()) keeper.keepSoon();
    sender.send({ hash, png: reader.encode() }, { withSteps: !pen.isDown() });
  }

  function lookAtInk(hash) {
    invitation.end();
    keeper.noteInk();
    if (!route.mayAsk()) return; // refused, and the page answers
    if (!live.isOf(hash)) {
      if (pen.isDown() && sender.nextLiveAt() > Date.now()) schedule.at(sender.nextLiveAt());
      else sendDrawing(hash);
    } else if (live.mayFinish()) {
      live.confirm();
      if (live.lacksSteps() || sender.isProbeDue()) sendDrawing(hash);
    }
  }

  function lookAtEmptyCanvas() {
    invitation.show(page.data.texts.draw_here);
    if (live.isOf(0)) return;
    // Clean paper under a photograph, whose answer stands.
    if (page.data.served?.picture) return live.stand(0);
    const lost = keeper.takeEmptied(page.data.isFresh);
    if (lost) page.setTriggerValue("restore", lost);
    live.showNothing();
  }

  return () => {
    if (sender.isBusy() || !page.data || document.hidden) return;
    if (!route.mayAsk() && !route.isRefused()) return;
    const hash = reader.read();
    if (hash === 0) lookAtEmptyCanvas();
    else if (hash !== null) lookAtInk(hash);
  };
}
