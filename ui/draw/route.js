// The REST route to the recognizer: asks it, knows whether it answers, and when to try again.

const TIMEOUT_MS = 8000;
const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 2000;
// One lost request is no broken route: a restarting server is back before the page need answer without us.
const FAILURES_UNTIL_BLOCKED = 3;
// A proxy that is set up wrongly stays so for longer.
const BLOCKED_RETRY_MS = 30_000;
// Refusals that mean: ask again later. The first two are ours, the others are the server's.
const LOST = "lost";
const BLOCKED = "blocked";
export const LATER = [LOST, BLOCKED, "recognizer_unavailable", "recognizer_busy", "too_many_pictures"];
// What the server refuses because of the way that the request took, not because of the picture.
const OF_THE_WAY = ["foreign_origin", "unknown_route"];
const RESTARTING = [502, 503, 504];

/** `tell(state)` is called when it turns out that the route works, "ok", or that it does not, "blocked". */
export function createRoute(tell) {
  let urls = null;
  let state = null;
  let failures = 0;
  let retryAt = 0;
  let hasAnswered = false;
  // Something on the way refuses pictures, whatever else it lets through.
  let isRefused = false;

  function setState(newState) {
    if (newState === state) return;
    state = newState;
    tell(state);
  }

  function noteReply() {
    failures = 0;
    if (!isRefused) setState("ok");
  }

  function noteLoss() {
    failures += 1;
    retryAt = Date.now() + Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    if (failures >= FAILURES_UNTIL_BLOCKED) setState("blocked");
  }

  function noteBlocked() {
    isRefused = true;
    retryAt = Date.now() + BLOCKED_RETRY_MS;
    setState("blocked");
  }

  /** Asks about a picture, whatever comes of it: {answer}, or {refusal}, a code. */
  function post(question, picture) {
    return read(`${urls.recognize}?${question}`, { method: "POST", body: picture });
  }

  function note(refusal) {
    if (refusal === LOST) noteLoss();
    else if (refusal === BLOCKED) noteBlocked();
    else if (LATER.includes(refusal)) retryAt = Date.now() + FIRST_RETRY_MS;
    else noteReply();
  }

  return {
    setUrls: (newUrls) => (urls = newUrls),
    is: (asked) => state === asked,
    mayAsk: () => Date.now() >= retryAt,
    isRefused: () => isRefused,
    /** Whether it was there once: what is silent now restarts. */
    hasAnswered: () => hasAnswered,
    post,

    /** The same as `post`, and learns from it how the route is. */
    async ask(question, picture) {
      const reply = await post(question, picture);
      hasAnswered ||= Boolean(reply.answer);
      isRefused = reply.refusal === BLOCKED;
      note(reply.refusal);
      return reply;
    },

    /** Whether the recognizer would answer. */
    async isReady() {
      const { answer, refusal } = await read(urls.ready, {});
      note(refusal);
      return Boolean(answer);
    },
  };
}

/** What our server answers: {answer}, or {refusal}, a code. Whatever else answers is in the way. */
async function read(url, options) {
  let response;
  let text;
  try {
    response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch {
    return { refusal: LOST };
  }
  const body = parse(text);
  return response.ok && body ? { answer: body } : { refusal: refusalOf(body, response.status) };
}

/** Why there is no answer: a body may be null, as a proxy's HTML is. */
function refusalOf(body, status) {
  if (body?.status === "starting") return "recognizer_unavailable";
  const code = body?.error?.code;
  if (code) return OF_THE_WAY.includes(code) ? BLOCKED : code;
  // A proxy says so in HTML when the server behind it restarts.
  return RESTARTING.includes(status) ? LOST : BLOCKED;
}

/** A JSON object; null for any other text. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
