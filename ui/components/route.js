// The REST route to the recognizer: asks it, knows whether it answers, and when to try again.

const TIMEOUT_MS = 8000;
const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 2000;
// One lost request is no broken route: a restarting server is back before the page need answer without us.
const FAILURES_UNTIL_BLOCKED = 3;
// Refusals that mean: ask again later. The first is ours, the others are the server's.
const LOST = "lost";
export const LATER = [LOST, "recognizer_unavailable", "recognizer_busy"];

/** `tell(state)` is called when it turns out that the route works, "ok", or that it does not, "blocked". */
export function createRoute(tell) {
  let urls = null;
  let state = null;
  let failures = 0;
  let retryAt = 0;
  let hasAnswered = false;

  function setState(newState) {
    if (newState === state) return;
    state = newState;
    tell(state);
  }

  function noteReply() {
    failures = 0;
    setState("ok");
  }

  function noteLoss() {
    failures += 1;
    retryAt = Date.now() + Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    if (failures >= FAILURES_UNTIL_BLOCKED) setState("blocked");
  }

  /** Asks about a picture, whatever comes of it: {answer}, or {refusal}, a code. */
  async function post(question, picture) {
    try {
      const options = { method: "POST", body: picture, signal: AbortSignal.timeout(TIMEOUT_MS) };
      const response = await fetch(`${urls.recognize}?${question}`, options);
      const body = await response.json();
      return response.ok ? { answer: body } : { refusal: body.error.code };
    } catch {
      return { refusal: LOST };
    }
  }

  return {
    setUrls: (newUrls) => (urls = newUrls),
    is: (asked) => state === asked,
    mayAsk: () => Date.now() >= retryAt,
    /** Whether it was there once: what is silent now restarts. */
    hasAnswered: () => hasAnswered,
    post,

    /** The same as `post`, and learns from it how the route is. */
    async ask(question, picture) {
      const reply = await post(question, picture);
      hasAnswered ||= Boolean(reply.answer);
      if (reply.refusal === LOST) noteLoss();
      else if (LATER.includes(reply.refusal)) retryAt = Date.now() + FIRST_RETRY_MS;
      else noteReply();
      return reply;
    },

    /** Whether the recognizer would answer. */
    async isReady() {
      try {
        const response = await fetch(urls.ready, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (response.ok) noteReply();
        else retryAt = Date.now() + FIRST_RETRY_MS;
        return response.ok;
      } catch {
        noteLoss();
        return false;
      }
    },
  };
}
