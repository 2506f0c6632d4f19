// The answer to what is on the canvas: which drawing it was read from, and whether it is final.

import { isRefused } from "./answer_words.js";
import { createLiftedStroke } from "./lifted_stroke.js";
import { LATER } from "./route.js";

const NOTHING = { hash: null, hasSteps: false, isHeld: false };

/**
 * @param {object} parts
 * @param {import("./lens.js").Page} parts.page
 * @param {ReturnType<import("./pen_watch.js").createPenWatch>} parts.pen
 * @param {ReturnType<import("./route.js").createRoute>} parts.route
 * @param {ReturnType<import("./canvas_reader.js").createCanvasReader>} parts.reader
 * @param {ReturnType<import("./drawing_keeper.js").createDrawingKeeper>} parts.keeper
 * @param {ReturnType<import("./answer_view.js").createAnswerView>} parts.view
 * @param {ReturnType<import("./settled_answer.js").createSettledAnswer>} parts.settled
 * @param {() => string} parts.question what is asked for now
 * @param {(time: number) => void} parts.lookAt has the canvas looked at again at a time
 */
export function createLiveAnswer({ page, pen, route, reader, keeper, view, settled, question, lookAt }) {
  // What the answer was read from: the hash of its pixels, 0 for an empty canvas, null where there is no answer.
  // `isHeld`: it is not said yet that the drawing is no digit.
  let drawing = NOTHING;
  const stroke = createLiftedStroke({ pen, reader, view });

  function forget() {
    drawing = NOTHING;
  }

  function stand(hash) {
    drawing = { hash, hasSteps: true, isHeld: false };
  }

  function succeed(answer, asked) {
    if (asked.question !== question()) return;
    // An answer to less than the whole stroke is not final.
    const isWhole = asked.isWhole && !pen.isDown();
    const isHeld = isWhole && isRefused(answer) && pen.pauseLeft() > 0;
    drawing = { hash: asked.hash, hasSteps: asked.withSteps && !isHeld, isHeld };
    view.showAnswer(answer, isWhole && !isHeld ? "final" : "live");
    // The refused drawing is read once more when its time has come.
    if (isHeld) lookAt(Date.now() + pen.pauseLeft());
    else if (isWhole) finish(answer, asked);
  }

  function finish(answer, { png, withSteps }) {
    stroke.finish(answer);
    if (withSteps) settled.show(answer, png, null);
  }

  function wait() {
    keeper.keep();
    if (route.is("blocked")) return;
    const { texts } = page.data;
    view.showMessage("loading", route.hasAnswered() ? texts.restarting : texts.loading, true);
    forget();
  }

  function refuse(code, hash) {
    const { texts } = page.data;
    stand(hash);
    settled.clear();
    view.showMessage("blank", texts[code] || texts.error, true);
  }

  /** Before the first stroke: learn whether the recognizer answers, and say so. */
  async function wake() {
    const isReady = await route.isReady();
    if (drawing.hash !== 0) return;
    const { texts } = page.data;
    if (isReady || route.isRefused()) return view.showMessage("blank", texts.blank, false);
    view.showMessage("loading", texts.loading, false);
    forget();
  }

  return {
    /** Whether the drawing of that hash is answered. */
    isOf: (hash) => drawing.hash === hash,
    /** Whether anything drawn is answered. */
    isOfInk: () => Boolean(drawing.hash),
    lacksSteps: () => !drawing.hasSteps,

    /** The drawing that is there now is to be asked about again. */
    forget,
    /** The drawing of that hash is answered, and nothing more is to be asked about it. */
    stand,

    /** A stroke begins: whatever is shown is not the answer to it; where none follows, it is asked for again. */
    beginStroke() {
      if (drawing.hash) view.setState("live");
      forget();
      view.hideBoxes();
      view.land();
      settled.clear();
    },

    /** The pen was lifted. */
    endStroke: stroke.begin,

    /** Shows what came back for a frame, see `createFrameSender`. */
    take({ answer, refusal }, asked) {
      if (answer) succeed(answer, asked);
      else if (LATER.includes(refusal)) wait();
      else refuse(refusal, asked.hash);
    },

    /** Whether the answer may be final: the pen is lifted, and a refusal is not held back. */
    mayFinish: () => !pen.isDown() && !(drawing.isHeld && pen.pauseLeft() > 0),

    /** The drawing stays as it was answered. */
    confirm() {
      if (!drawing.isHeld) view.setState("final");
    },

    /** The canvas is empty. */
    showNothing() {
      stand(0);
      settled.clear();
      if (route.is("ok") || route.isRefused()) view.showMessage("blank", page.data.texts.blank, false);
      else wake();
    },
  };
}
