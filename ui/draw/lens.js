// Looks at the drawing canvas while the pen moves, sends what it sees to the REST route, and shows the answer.
// The canvas's pixels are the only truth: whatever changed them (pen, undo, a sample, a reconnected page), the lens
// sees it. Never more than one frame is under way.

import { createAnswerView } from "./answer_view.js";
import { isRefused, putInWords } from "./answer_words.js";
import { createBoxes } from "./boxes_view.js";
import { bytesOf, createCanvasReader, urlOf } from "./canvas_reader.js";
import { createComparison } from "./comparison_view.js";
import { createDrawingKeeper } from "./drawing_keeper.js";
import { createHints } from "./hint_view.js";
import { createInvitation } from "./invitation.js";
import { createPin } from "./pin_view.js";
import { LATER, createRoute } from "./route.js";
import { NOT_A_DIGIT, createVerdict } from "./verdict_view.js";

const LOOK_EVERY_MS = 200;
// While the pen moves: often enough to watch, and a digit costs a slow line no more than a picture.
const LIVE_EVERY_MS = 150;
const READY_AGAIN_MS = 2000;
// The canvas tells Python its strokes 200 ms after the pen was lifted; a verdict on them comes after that.
const CANVAS_REPORTS_AFTER_MS = 400;
// Whoever lifts the pen may be between two strokes: only after this time it is said that a drawing is no digit.
const REFUSE_AFTER_MS = 700;
// A canvas that is empty within so many looks after a stroke was erased: a second, or longer where the browser is busy.
const ERASED_WITHIN_LOOKS = 5;

function createLens(parentElement) {
  const root = parentElement.querySelector(".lens");
  const reader = createCanvasReader();
  const keeper = createDrawingKeeper(reader);
  const view = createAnswerView(append(root, "lens-panel"), createBoxes(reader.stack), switchStep);
  const comparison = createComparison(append(root, "lens-compare"), askForComparison);
  const invitation = createInvitation(reader.stack);
  const foot = append(root, "lens-foot");
  const verdict = createVerdict(append(foot, "lens-verdict"), tellVerdict);
  const pin = createPin(append(foot, "lens-pin"), tellPin);
  const hints = createHints(append(root, "lens-hint"), (hint) => setTriggerValue("hint", hint));
  // Where the route does not work, the page answers after the stroke.
  const route = createRoute((state) => setStateValue("route", state));

  let data = null;
  let setStateValue = null;
  let setTriggerValue = null;
  let isPenDown = false;
  let sentAt = 0;
  let hasNewStroke = false;
  let sending = null;
  let lifted = null;
  let liftedAt = -Infinity;
  let inkLooksSinceLift = Infinity;
  let isLookPlanned = false;
  let lookHandle = 0;
  let lookTimer = 0;
  // `isHeld`: it is not said yet that the drawing is no digit.
  let shown = { hash: null, hasSteps: false, isHeld: false };
  let servedTimer = 0;
  let served = null;
  // What the final answer was read from; null while the drawing changes.
  let settled = null;
  let hasFlown = true;
  // Nothing scrolls while the page comes up.
  let hasBegun = false;
  let toldId = null;
  let pinnedId = null;

  function look() {
    isLookPlanned = false;
    if (sending || !data || document.hidden) return;
    if (!route.mayAsk() && !route.isRefused()) return;
    const hash = reader.read();
    if (hash === null) return;
    if (hash !== 0) {
      invitation.end();
      inkLooksSinceLift += 1;
    }
    if (hash === 0) {
      showEmpty();
    } else if (!route.mayAsk()) {
      return; // the page answers
    } else if (hash !== shown.hash) {
      if (isPenDown && sentAt + LIVE_EVERY_MS > Date.now()) return planLookAt(sentAt + LIVE_EVERY_MS);
      send({ hash, png: reader.encode() }, { withSteps: !isPenDown });
    } else if (!isPenDown && !(shown.isHeld && quietLeft() > 0)) {
      if (!shown.isHeld) view.setState("final");
      if (!shown.hasSteps || isProbeDue()) send({ hash, png: reader.encode() }, { withSteps: true });
    }
  }

  function showEmpty() {
    invitation.show(data.texts.draw_here);
    if (shown.hash === 0) return;
    if (data.served?.picture) {
      shown = { hash: 0, hasSteps: true }; // clean paper under a photograph, whose answer stands
      return;
    }
    // Emptied by a tool or by the eraser's last stroke, the drawing is gone; else the canvas is new, and gets it back.
    const isMeant = !data.isFresh || inkLooksSinceLift <= ERASED_WITHIN_LOOKS;
    const kept = isMeant ? keeper.forgetSoon() : keeper.kept();
    if (kept) setTriggerValue("restore", kept);
    shown = { hash: 0, hasSteps: true };
    unsettle();
    if (route.is("ok") || route.isRefused()) view.showMessage("blank", data.texts.blank, false);
    else wake();
  }

  /** Whether it is time to ask a route again that did not work, so that all comes back with it. */
  function isProbeDue() {
    return route.is("blocked") && Date.now() - sentAt > READY_AGAIN_MS;
  }

  /** Sends a picture of the drawing, {hash, png}, and shows the answer; then looks again. */
  async function send({ hash, png }, { withSteps, isWhole = withSteps }) {
    sending = { hash, question: question(data.model, way()), withSteps, isWhole };
    sentAt = Date.now();
    if (!isPenDown) keeper.keepSoon();
    sending.png = await png;
    const { answer, refusal } = await route.ask(`${sending.question}&steps=${sending.withSteps ? 1 : 0}`, sending.png);
    if (answer) succeed(answer, sending);
    else if (LATER.includes(refusal)) wait();
    else refuse(refusal, sending.hash);
    sending = null;
    lookAgain();
  }

  /** The way that is asked for: where steps can be switched, theirs. */
  function way() {
    return data.explains ? view.way() : data.way;
  }

  /** A step was switched: the same drawing is read anew. */
  function switchStep() {
    shown = { hash: null, hasSteps: false };
    updateComparison();
    planLook();
  }

  function updateComparison() {
    const ways = [{ way: "prepared", name: data.texts.our_preparation }, { way: "tutorial", name: data.texts.tutorial }];
    // Of a photograph no step can be left out.
    if (data.explains && !data.served?.picture) ways.splice(1, 0, { way: way(), name: data.texts.own_steps });
    comparison.update(data.compared, ways, data.texts);
  }

  function question(model, way) {
    return `model=${encodeURIComponent(model)}&way=${way}`;
  }

  async function askForComparison(model, way, picture) {
    // The photograph itself was read: the small copy that stands here would be read otherwise.
    if (data.served?.picture) return data.served.compared[`${model} ${way}`];
    return (await route.post(question(model, way), picture)).answer;
  }

  function lookAgain() {
    const waiting = lifted;
    lifted = null;
    if (waiting && waiting.hash !== shown.hash && route.mayAsk()) send(waiting, { withSteps: false, isWhole: true });
    else if (isPenDown || isLookPlanned) planLook();
    else afterPaint(look);
  }

  function succeed(result, asked) {
    if (asked.question !== question(data.model, way())) return;
    shown = { hash: asked.hash, hasSteps: asked.withSteps };
    // An answer to less than the whole stroke is not final.
    const isWhole = asked.isWhole || lifted?.hash === asked.hash;
    const isLifted = !isPenDown && isWhole;
    shown.isHeld = isLifted && isRefused(result) && quietLeft() > 0;
    if (shown.isHeld) holdRefusal();
    const isFinal = isLifted && !shown.isHeld;
    view.showAnswer(result, isFinal ? "final" : "live");
    // The answer is on the screen: now Python may have the stroke, before the visitor goes on to something else.
    if (isFinal && hasNewStroke) reportStroke();
    if (isFinal && !isRefused(result)) flyOnce(result);
    if (isFinal && asked.withSteps) settle(result, asked.png, null);
  }

  function reportStroke() {
    hasNewStroke = false;
    afterPaint(reader.report);
  }

  /** How long it is still not to be said that a drawing is no digit, in ms. */
  function quietLeft() {
    return isPenDown ? Infinity : liftedAt + REFUSE_AFTER_MS - Date.now();
  }

  /** The refused drawing is read once more when its time has come. */
  function holdRefusal() {
    shown.hasSteps = false;
    setTimeout(planLook, quietLeft());
  }

  /** Once a stroke, and not for what was changed without a pen. */
  function flyOnce(result) {
    if (hasFlown) return;
    hasFlown = true;
    afterPaint(() => isPenDown || view.fly(result, reader.stack()));
  }

  /** An answer stands: time for what is not needed while the pen moves. */
  function settle(answer, picture, photographId) {
    settled = { picture, photographId, at: Date.now() };
    if (answer.reason === "blank" || answer.reason === "dot") return unsettle();
    const { sign } = putInWords(answer, data.texts);
    comparison.show(picture, sign);
    if (data.asks) verdict.ask(answer.reason === "not_digit" ? NOT_A_DIGIT : sign);
    else verdict.hide();
    pin.offer();
    if (answer.reason === null) hints.offer();
  }

  function unsettle() {
    settled = null;
    hints.renew();
    comparison.stop();
    verdict.hide();
    pin.hide();
  }

  function tellVerdict(truth) {
    toldId = tell("verdict", { truth });
  }

  function tellPin() {
    pinnedId = tell("pin", {});
  }

  /** Tells Python of a tap under the answer that stands; the tap's id. */
  function tell(name, values) {
    const id = String(Date.now());
    const picture = settled.photographId ? null : urlOf(settled.picture);
    const told = { id, ...values, picture, photograph: settled.photographId };
    setTimeout(() => setTriggerValue(name, told), settled.at + CANVAS_REPORTS_AFTER_MS - Date.now());
    return id;
  }

  function refuse(code, hash) {
    shown = { hash, hasSteps: true };
    unsettle();
    view.showMessage("blank", data.texts[code] || data.texts.error, true);
  }

  function wait() {
    keeper.keep();
    if (route.is("blocked")) return;
    view.showMessage("loading", route.hasAnswered() ? data.texts.restarting : data.texts.loading, true);
    shown = { hash: null, hasSteps: false };
  }

  /** Before the first stroke: learn whether the recognizer answers, and say so. */
  async function wake() {
    const isReady = await route.isReady();
    if (shown.hash !== 0) return;
    if (isReady || route.isRefused()) return view.showMessage("blank", data.texts.blank, false);
    view.showMessage("loading", data.texts.loading, false);
    shown.hash = null;
  }

  /** An answer that came through Streamlit. */
  function takeServed() {
    served = data.served;
    clearTimeout(servedTimer);
    const isHeld = served.answer && !served.picture && isRefused(served.answer) && quietLeft() > 0;
    if (!isHeld) showServed();
    else if (!isPenDown) servedTimer = setTimeout(() => isPenDown || showServed(), quietLeft());
  }

  /** The photograph was removed or drawn upon: what is on the canvas is read again. */
  function leavePhotograph() {
    served = null;
    shown = { hash: null, hasSteps: false };
    view.hideBoxes();
  }

  /** It stands until the drawing changes. */
  function showServed() {
    invitation.end();
    shown = { hash: reader.read(), hasSteps: true };
    unsettle();
    root.scrollIntoView({ block: "nearest" });
    if (served.answer) {
      view.showAnswer(served.answer, "final", served.picture);
      if (served.picture) settle(served.answer, bytesOf(served.picture), served.id);
    } else {
      view.showMessage(served.waits ? "loading" : "blank", served.message, true);
    }
    if (served.waits) askAgainWhenReady();
  }

  /** A picture that Python could not have read yet: have it tried again once the recognizer answers. */
  async function askAgainWhenReady() {
    if (await route.isReady()) setStateValue("ready_at", Date.now());
    else setTimeout(askAgainWhenReady, READY_AGAIN_MS);
  }

  /** Opens or closes a part of the panel; what opens below the screen comes into sight. */
  function open(part, isOpen, hint) {
    if (isOpen === root.classList.contains(part)) return;
    root.classList.toggle(part, isOpen);
    if (!isOpen || !hint) return;
    hints.note(hint);
    const opened = root.querySelector(hint === "why" ? ".lens-steps" : ".lens-compare");
    if (hasBegun) requestAnimationFrame(() => opened.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  }

  function planLook() {
    if (isLookPlanned) return;
    isLookPlanned = true;
    lookHandle = requestAnimationFrame(look);
  }

  function planLookAt(time) {
    clearTimeout(lookTimer);
    lookTimer = setTimeout(planLook, time - Date.now());
  }

  /**
   * This comes before the canvas's own listener: the whole stroke still stands on the upper layer. Its answer is final;
   * the steps to it are asked for when the canvas has redrawn the stroke.
   */
  function lookAtLiftedPen() {
    liftedAt = Date.now();
    inkLooksSinceLift = 0;
    hasFlown = false;
    const hash = reader.read();
    lifted = hash ? { hash, png: reader.encode() } : null;
    if (!sending) lookAgain();
  }

  /** The canvas moves a finished stroke to its lower layer in the next frame: looked at before, it would be gone. */
  function planLookAfterCanvas() {
    isLookPlanned = true;
    cancelAnimationFrame(lookHandle);
    setTimeout(() => (lookHandle = afterPaint(look)));
  }

  const listeners = {
    pointerdown: (event) => {
      isPenDown = event.composedPath().some(reader.has);
      if (!isPenDown) return;
      if (shown.hash) view.setState("live");
      // Whatever stands there is not the answer to this stroke; where none follows, it is asked for again.
      shown = { hash: null, hasSteps: false };
      view.hideBoxes();
      view.land();
      invitation.end();
      unsettle();
    },
    pointermove: () => isPenDown && planLook(),
    pointerup: () => {
      if (!isPenDown) return planLookAfterCanvas();
      isPenDown = false;
      hasNewStroke = true;
      lookAtLiftedPen();
      planLookAfterCanvas();
    },
    pointercancel: () => {
      isPenDown = false;
    },
  };
  Object.entries(listeners).forEach(([name, listener]) => document.addEventListener(name, listener, true));
  const timer = setInterval(planLook, LOOK_EVERY_MS);

  return {
    update(newData, setters) {
      ({ setStateValue, setTriggerValue } = setters);
      const before = data && question(data.model, way());
      const wasFresh = data?.isFresh ?? true;
      const hasOtherWords = data && data.texts.blank !== newData.texts.blank;
      data = newData;
      route.setUrls({ recognize: data.route, ready: data.ready });
      view.setTexts(data.texts, data.names);
      hints.setTexts(data.texts);
      view.offerSwitches(data.explains, !data.served);
      updateComparison();
      open("lens-explaining", data.explains, "why");
      open("lens-comparing", data.compared.length > 0, data.explains ? null : "compare");
      verdict.setTexts(data.texts);
      if (data.told && data.told.id === toldId) {
        toldId = null;
        verdict.say(data.told.words);
      }
      pin.setTexts(data.texts);
      if (data.pinned && data.pinned.id === pinnedId) {
        pinnedId = null;
        pin.say(data.pinned.words);
      }
      if (data.served && data.served.id !== served?.id) takeServed();
      else if (served?.picture && !data.served) leavePhotograph();
      else if (before && before !== question(data.model, way()) && shown.hash) shown = { hash: null, hasSteps: false };
      hasBegun = true;
      // The canvas was emptied by a new session, which the lens only learns now.
      if (data.isFresh && !wasFresh && shown.hash === 0) shown.hash = null;
      if (hasOtherWords) shown = { hash: null, hasSteps: false };
      planLook();
    },
    remove() {
      clearInterval(timer);
      keeper.stop();
      hints.stop();
      view.land();
      invitation.end();
      Object.entries(listeners).forEach(([name, listener]) => document.removeEventListener(name, listener, true));
      root.replaceChildren();
    },
  };
}

/** Calls it when the browser has painted what stands in the page now; returns the frame's handle. */
function afterPaint(work) {
  return requestAnimationFrame(() => setTimeout(work));
}

function append(root, className) {
  const element = Object.assign(document.createElement("div"), { className });
  root.append(element);
  return element;
}

/** Called on every rerun of the page; the lens lives on with its element. */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!parentElement.lens) {
    parentElement.lens = createLens(parentElement);
  }
  parentElement.lens.update(data, { setStateValue, setTriggerValue });
  return () => {
    parentElement.lens?.remove();
    delete parentElement.lens;
  };
}
