// Looks at the drawing canvas while the pen moves, sends what it sees to the REST route, and shows the answer.
// The canvas's pixels are the only truth: whatever changed them (pen, undo, a sample, a reconnected page), the lens
// sees it. Never more than one frame is under way.

const LOOK_EVERY_MS = 200;
const TIMEOUT_MS = 8000;
const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 2000;
// One lost frame is no broken route: a restarting server is back before the page need answer without us.
const FAILURES_UNTIL_BLOCKED = 3;
// The drawing is kept by the tab: a reload, another page or a restarted server gives the visitor a new, empty canvas.
const KEPT = "digitlab-drawing";
const KEEP_AFTER_MS = 300;

function createLens(parentElement) {
  const view = createAnswerView(parentElement.querySelector(".lens"));
  const reader = createCanvasReader();

  let data = null;
  let setStateValue = null;
  let isPenDown = false;
  let sending = null;
  let lifted = null;
  let isLookPlanned = false;
  let lookHandle = 0;
  let shown = { hash: null, hasSteps: false };
  let servedId = null;
  let hasAnswered = false;
  let failures = 0;
  let retryAt = 0;
  let route = null;
  let inkedCanvas = null;
  let keepTimer = null;

  function look() {
    isLookPlanned = false;
    if (sending || !data || document.hidden || Date.now() < retryAt) return;
    const hash = reader.read();
    if (hash === null) return;
    if (hash !== 0) inkedCanvas = reader.identity();
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
    if (inkedCanvas === reader.identity()) sessionStorage.removeItem(KEPT);
    else if (sessionStorage.getItem(KEPT)) setStateValue("restore", sessionStorage.getItem(KEPT));
    shown = { hash: 0, hasSteps: true };
    if (route === "ok") view.showMessage("blank", data.texts.blank, false);
    else wake();
  }

  function keepDrawing() {
    clearTimeout(keepTimer);
    if (reader.read() && inkedCanvas === reader.identity()) sessionStorage.setItem(KEPT, reader.asUrl());
  }

  /** Sends a picture of the drawing, {hash, png}, and shows the answer; then looks again. */
  async function send(picture) {
    sending = { ...picture, model: data.model, withSteps: !isPenDown };
    if (!isPenDown) keepSoon();
    try {
      const url = `${data.route}?model=${encodeURIComponent(sending.model)}&steps=${sending.withSteps ? 1 : 0}`;
      const response = await fetch(url, { method: "POST", body: sending.png, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const result = await response.json();
      if (response.ok) succeed(result, sending);
      else refuse(result.error.code, sending.hash);
    } catch {
      fail();
    }
    sending = null;
    lookAgain();
  }

  function lookAgain() {
    const waiting = lifted;
    lifted = null;
    if (waiting && waiting.hash !== shown.hash && Date.now() >= retryAt) send(waiting);
    else if (isPenDown || isLookPlanned) planLook();
    else look();
  }

  function succeed(result, asked) {
    failures = 0;
    hasAnswered = true;
    setRoute("ok");
    if (asked.model !== data.model) return;
    shown = { hash: asked.hash, hasSteps: asked.withSteps };
    // An answer to less than the whole stroke is not final.
    const isWhole = asked.withSteps || lifted?.hash === asked.hash;
    view.showAnswer(result, !isPenDown && isWhole ? "final" : "live");
  }

  function refuse(code, hash) {
    if (code === "recognizer_unavailable" || code === "recognizer_busy") {
      showWaiting();
      retryAt = Date.now() + FIRST_RETRY_MS;
      return;
    }
    setRoute("ok");
    shown = { hash, hasSteps: true };
    view.showMessage("blank", data.texts[code] || data.texts.error, true);
  }

  function showWaiting() {
    view.showMessage("loading", hasAnswered ? data.texts.restarting : data.texts.loading, true);
    shown = { hash: null, hasSteps: false };
  }

  function keepSoon() {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(keepDrawing, KEEP_AFTER_MS);
  }

  function fail() {
    keepDrawing();
    failures += 1;
    retryAt = Date.now() + Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    if (failures >= FAILURES_UNTIL_BLOCKED) setRoute("blocked");
    else showWaiting();
  }

  /** Before the first stroke: learn whether the recognizer answers, and say so. */
  async function wake() {
    try {
      const response = await fetch(data.ready, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      failures = 0;
      if (response.ok) {
        setRoute("ok");
        if (shown.hash === 0) view.showMessage("blank", data.texts.blank, false);
        return;
      }
      view.showMessage("loading", data.texts.loading, false);
    } catch {
      failures += 1;
      if (failures >= FAILURES_UNTIL_BLOCKED) setRoute("blocked");
    }
    if (shown.hash === 0) shown.hash = null;
    retryAt = Date.now() + FIRST_RETRY_MS;
  }

  /** A picture that Python could not have read yet: have it tried again once the recognizer answers. */
  async function askAgainWhenReady() {
    const isReady = await fetch(data.ready).then((response) => response.ok, () => false);
    if (isReady) setStateValue("ready_at", Date.now());
    else setTimeout(askAgainWhenReady, LAST_RETRY_MS);
  }

  /** Tells Python whether the route works; where it does not, the page answers after the stroke. */
  function setRoute(value) {
    if (value === route) return;
    route = value;
    setStateValue("route", value);
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
      if (isPenDown && shown.hash) view.setState("live");
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
    update(newData, newSetStateValue) {
      setStateValue = newSetStateValue;
      const isOtherModel = data && data.model !== newData.model;
      data = newData;
      view.setTexts(data.texts);
      if (data.served && data.served.id !== servedId) {
        servedId = data.served.id;
        shown = { hash: reader.read(), hasSteps: true };
        if (data.served.answer) view.showAnswer(data.served.answer, "final");
        else view.showMessage(data.served.waits ? "loading" : "blank", data.served.message, true);
        if (data.served.waits) askAgainWhenReady();
      } else if (isOtherModel && shown.hash) {
        shown = { hash: null, hasSteps: false };
      }
      planLook();
    },
    remove() {
      clearInterval(timer);
      clearTimeout(keepTimer);
      Object.entries(listeners).forEach(([name, listener]) => document.removeEventListener(name, listener, true));
    },
  };
}

/** Called on every rerun of the page; the lens lives on with its element. */
export default function ({ data, parentElement, setStateValue }) {
  if (!parentElement.lens) {
    parentElement.lens = createLens(parentElement);
    setStateValue("is_narrow", window.matchMedia("(max-width: 640px)").matches);
  }
  parentElement.lens.update(data, setStateValue);
  return () => {
    parentElement.lens?.remove();
    delete parentElement.lens;
  };
}
