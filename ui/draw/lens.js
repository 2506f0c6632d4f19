// The lens looks at the drawing canvas while the pen moves, sends what it sees to the REST route, and shows the answer.
// The canvas's pixels are the only truth: whatever changed them (pen, undo, a sample, a reconnected page), the lens
// sees it. Its parts:
// - the canvas: pen_watch.js, look_schedule.js, canvas_look.js, canvas_reader.js, drawing_keeper.js, invitation.js;
// - sending: frame_sender.js, route.js, ways.js;
// - the answer: live_answer.js, served_answer.js, answer_view.js; under it settled_answer.js, panel_sections.js.

import { createAnswerView } from "./answer_view.js";
import { createBoxes } from "./boxes_view.js";
import { createLook } from "./canvas_look.js";
import { createCanvasReader } from "./canvas_reader.js";
import { createDrawingKeeper } from "./drawing_keeper.js";
import { appendDiv } from "./elements.js";
import { createFrameSender } from "./frame_sender.js";
import { createInvitation } from "./invitation.js";
import { createLiveAnswer } from "./live_answer.js";
import { createLookSchedule } from "./look_schedule.js";
import { createSections } from "./panel_sections.js";
import { createPenWatch } from "./pen_watch.js";
import { createRoute } from "./route.js";
import { createServedAnswer } from "./served_answer.js";
import { createSettledAnswer } from "./settled_answer.js";
import { comparedWays, questionOf } from "./ways.js";

/**
 * What the newest run of the page gave; `data` is what `show_lens` in lens.py passes, null before the first run.
 *
 * @typedef {{data: object, setStateValue: Function, setTriggerValue: Function}} Page
 */

/** Puts the lens together inside `root`. */
function createLens(root) {
  const page = { data: null, setStateValue: null, setTriggerValue: null };
  const reader = createCanvasReader();
  const keeper = createDrawingKeeper(reader);
  const invitation = createInvitation(reader.stack);
  // Where the route does not work, the page answers after the stroke.
  const route = createRoute((state) => page.setStateValue("route", state));
  const view = createAnswerView(appendDiv(root, "lens-panel"), createBoxes(reader.stack), switchStep);
  const settled = createSettledAnswer(root, page, askForComparison);
  const sections = createSections(root, settled.noteFound);
  const schedule = createLookSchedule(() => look());
  const pen = createPenWatch(reader.has, { onDown, onMove: schedule.soon, onLift, onElsewhere: schedule.afterCanvas });
  const live = createLiveAnswer({ page, pen, route, reader, keeper, view, settled, question, lookAt: schedule.at });
  const served = createServedAnswer(root, { page, pen, route, reader, invitation, view, live, settled });
  const sender = createFrameSender(route, { question, isAnswered: live.isOf, onReply: live.take, onFree });
  const look = createLook({ page, reader, keeper, invitation, route, pen, schedule, sender, live });

  function onDown() {
    invitation.end();
    live.beginStroke();
  }

  /** The whole stroke's answer is final; the steps to it are asked for when the canvas has redrawn the stroke. */
  function onLift() {
    live.endStroke();
    keeper.noteLift();
    const hash = reader.read();
    if (hash) keeper.keepSoon();
    sender.sendLifted(hash ? { hash, png: reader.encode() } : null);
    schedule.afterCanvas();
  }

  /** An answer was shown, or none came: looks again, but not before that is painted. */
  function onFree() {
    if (pen.isDown()) schedule.soon();
    else schedule.afterPaint();
  }

  /** The way that is asked for: where steps can be switched, theirs. */
  function way() {
    return page.data.explains ? view.way() : page.data.way;
  }

  function question() {
    return questionOf(page.data.model, way());
  }

  /** A step was switched: the same drawing is read anew. */
  function switchStep() {
    live.forget();
    updateComparison();
    schedule.soon();
  }

  function updateComparison() {
    settled.compare(page.data.compared, comparedWays(page.data, way()), page.data.texts);
  }

  async function askForComparison(model, asked, picture) {
    // The photograph itself was read: the small copy that stands here would be read otherwise.
    if (page.data.served?.picture) return page.data.served.compared[`${model} ${asked}`];
    return (await route.post(questionOf(model, asked), picture)).answer;
  }

  function show(data) {
    route.setUrls({ recognize: data.route, ready: data.ready });
    view.setTexts(data.texts, data.names);
    view.offerSwitches(data.explains, !data.served);
    updateComparison();
    sections.update({ isExplaining: data.explains, isComparing: data.compared.length > 0 });
    settled.update();
  }

  return {
    /** Called on every run of the page, with what it gives, a `Page`. */
    update(run) {
      const before = page.data && { ...page.data, question: question() };
      Object.assign(page, run);
      show(page.data);
      const hasServed = served.update();
      if (before && isOutdated(live, before, { ...page.data, question: question(), hasServed })) live.forget();
      schedule.soon();
    },
    remove() {
      schedule.stop();
      pen.stop();
      keeper.stop();
      settled.stop();
      view.land();
      invitation.end();
      root.replaceChildren();
    },
  };
}

/** Whether the answer that is shown is none to what the newest run of the page asks, unlike the run before. */
function isOutdated(live, before, now) {
  if (before.texts.blank !== now.texts.blank) return true;
  // The canvas was emptied by a new session, which the lens only learns now.
  if (now.isFresh && !before.isFresh && live.isOf(0)) return true;
  return before.question !== now.question && live.isOfInk() && !now.hasServed;
}

/** Called on every run of the page; the lens lives on with its element. */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  parentElement.lens ??= createLens(parentElement.querySelector(".lens"));
  parentElement.lens.update({ data, setStateValue, setTriggerValue });
  return () => {
    parentElement.lens?.remove();
    delete parentElement.lens;
  };
}
