// What is done once for each stroke when its answer is final: Python gets it, and its digit flies to the network's square.

import { isRefused } from "./answer_words.js";
import { afterPaint } from "./look_schedule.js";

/**
 * @param {object} parts
 * @param {ReturnType<import("./pen_watch.js").createPenWatch>} parts.pen
 * @param {ReturnType<import("./canvas_reader.js").createCanvasReader>} parts.reader
 * @param {ReturnType<import("./answer_view.js").createAnswerView>} parts.view
 */
export function createLiftedStroke({ pen, reader, view }) {
  // Nothing is done for what was changed without a pen.
  let isReported = true;
  let hasFlown = true;

  return {
    begin() {
      isReported = false;
      hasFlown = false;
    },

    /** The answer is final, and in the document: now the rest, before the visitor goes on to something else. */
    finish(answer) {
      if (!isReported) afterPaint(reader.report);
      isReported = true;
      if (hasFlown || isRefused(answer)) return;
      hasFlown = true;
      afterPaint(() => pen.isDown() || view.fly(answer, reader.stack()));
    },
  };
}
