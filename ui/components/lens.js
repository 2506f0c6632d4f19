// Looks at the drawing canvas while the pen moves, sends what it sees to the REST route, and shows the answer.
// The canvas's pixels are the only truth: whatever changed them (pen, undo, a sample, a reconnected page), the lens
// sees it. Never more than one frame is under way.

const LOOK_EVERY_MS = 200;
const READY_AGAIN_MS = 2000;
// The canvas tells Python its strokes 200 ms after the pen was lifted; a verdict on them comes after that.
const CANVAS_REPORTS_AFTER_MS = 400;

function createLens(parentElement) {
  const root = parentElement.querySelector(".lens");
  const reader = createCanvasReader();
  const keeper = createDrawingKeeper(reader);
  const view = createAnswerView(append(root, "lens-panel"), createBoxes(reader.stack), switchStep);
  const comparison = createComparison(append(root, "lens-compare"), askForComparison);
  const foot = append(root, "lens-foot");
  const verdict = createVerdict(append(foot, "lens-verdict"), tellVerdict);
  const pin = createPin(append(foot, "lens-pin"), tellPin);
  // Where the route does not work, the page answers after the stroke.
  const route = createRoute((state) => setStateValue("route", state));

  let data = null;
  let setStateValue = null;
  let setTriggerValue = null;
  let isPenDown = false;
  let sending = null;
  let lifted = null;
  let isLookPlanned = false;
  let lookHandle = 0;
  let shown = { hash: null, hasSteps: false };
  let served = null;
  // What the final answer was read from; null while the drawing changes.
  let settled = null;
  let toldId = null;
  let pinnedId = null;

  function look() {
    isLookPlanned = false;
    if (sending || !data || document.hidden || !route.mayAsk()) return;
    const hash = reader.read();
    if (hash === null) return;
    if (hash !== 0) keeper.noteInk();
    if (hash === 0) {
      showEmpty();
    } else if (hash !== shown.hash) {
      send({ hash, png: reader.encode() });
    } else if (!isPenDown) {
      view.setState("final");
      if (!shown.hasSteps) send({ hash, png: reader.encode() });
    }
  }

  function showEmpty() {
    if (shown.hash === 0) return;
    const kept = keeper.toRestore();
    if (kept) setStateValue("restore", kept);
    shown = { hash: 0, hasSteps: true };
    unsettle();
    if (route.is("ok")) view.showMessage("blank", data.texts.blank, false);
    else wake();
  }

  /** Sends a picture of the drawing, {hash, png}, and shows the answer; then looks again. */
  async function send(picture) {
    sending = { ...picture, question: question(data.model, way()), withSteps: !isPenDown };
    if (!isPenDown) keeper.keepSoon();
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
    if (data.explains) ways.splice(1, 0, { way: way(), name: data.texts.own_steps });
    comparison.update(data.compared, ways, data.texts);
  }

  function question(model, way) {
    return `model=${encodeURIComponent(model)}&way=${way}`;
  }

  async function askForComparison(model, way, picture) {
    return (await route.post(question(model, way), picture)).answer;
  }

  function lookAgain() {
    const waiting = lifted;
    lifted = null;
    if (waiting && waiting.hash !== shown.hash && route.mayAsk()) send(waiting);
    else if (isPenDown || isLookPlanned) planLook();
    else look();
  }

  function succeed(result, asked) {
    if (asked.question !== question(data.model, way())) return;
    shown = { hash: asked.hash, hasSteps: asked.withSteps };
    // An answer to less than the whole stroke is not final.
    const isWhole = asked.withSteps || lifted?.hash === asked.hash;
    const isFinal = !isPenDown && isWhole;
    view.showAnswer(result, isFinal ? "final" : "live");
    if (isFinal && asked.withSteps) settle(result, asked.png, null);
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
  }

  function unsettle() {
    settled = null;
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
    if (isReady) view.showMessage("blank", data.texts.blank, false);
    else view.showMessage("loading", data.texts.loading, false);
    if (!isReady) shown.hash = null;
  }

  /** An answer that came through Streamlit: it stands until the drawing changes. */
  function showServed() {
    served = data.served;
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

  function planLook() {
    if (isLookPlanned) return;
    isLookPlanned = true;
    lookHandle = requestAnimationFrame(look);
  }

  /** This comes before the canvas's own listener: the whole stroke still stands on the upper layer. */
  function lookAtLiftedPen() {
    if (!sending) return look();
    const hash = reader.read();
    lifted = hash ? { hash, png: reader.encode() } : null;
  }

  /** The canvas moves a finished stroke to its lower layer in the next frame: looked at before, it would be gone. */
  function planLookAfterCanvas() {
    isLookPlanned = true;
    cancelAnimationFrame(lookHandle);
    setTimeout(() => (lookHandle = requestAnimationFrame(look)));
  }

  const listeners = {
    pointerdown: (event) => {
      isPenDown = event.composedPath().some(reader.has);
      if (!isPenDown) return;
      if (shown.hash) view.setState("live");
      // Whatever stands there is not the answer to this stroke; where none follows, it is asked for again.
      shown = { hash: null, hasSteps: false };
      view.hideBoxes();
      unsettle();
    },
    pointermove: () => isPenDown && planLook(),
    pointerup: () => {
      if (!isPenDown) return planLookAfterCanvas();
      isPenDown = false;
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
      data = newData;
      route.setUrls({ recognize: data.route, ready: data.ready });
      view.setTexts(data.texts);
      view.offerSwitches(data.explains, !data.served);
      updateComparison();
      root.classList.toggle("lens-explaining", data.explains);
      root.classList.toggle("lens-comparing", data.compared.length > 0);
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
      if (data.served && data.served.id !== served?.id) showServed();
      else if (before && before !== question(data.model, way()) && shown.hash) shown = { hash: null, hasSteps: false };
      planLook();
    },
    remove() {
      clearInterval(timer);
      keeper.stop();
      Object.entries(listeners).forEach(([name, listener]) => document.removeEventListener(name, listener, true));
    },
  };
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
    setStateValue("is_narrow", window.matchMedia("(max-width: 640px)").matches);
  }
  parentElement.lens.update(data, { setStateValue, setTriggerValue });
  return () => {
    parentElement.lens?.remove();
    delete parentElement.lens;
  };
}
