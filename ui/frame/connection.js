// A strip at the top, in the visitor's language, while the server or the recognizer does not answer. Streamlit would
// open a window over the drawing, in English.

const CHECK_EVERY_MS = 5000;
const CHECK_AGAIN_MS = 1000;
const TIMEOUT_MS = 5000;
// A page that still loads, or a connection that is back at once, is nothing to speak of.
const PATIENCE_AT_START_MS = 10_000;
const PATIENCE_MS = 1500;

const strip = document.getElementById("connection");
const words = JSON.parse(strip.dataset.words);
let wasReady = false;
let wasConnected = false;
let since = performance.now();
let timer = 0;

/** What the page's websocket is: Streamlit writes it into the document. */
function isConnected() {
  return document.querySelector(".stApp")?.dataset.testConnectionState === "CONNECTED";
}

/** "ready"; "restarting": only the recognizer is away; "gone": nothing answers. */
async function askServer() {
  try {
    const response = await fetch("readyz", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? "ready" : "restarting";
  } catch {
    return "gone";
  }
}

/** What is wrong, a key of `words`; null where nothing is. */
async function findFault() {
  const answer = await askServer();
  wasReady ||= answer === "ready";
  wasConnected ||= isConnected();
  if (answer === "gone") return "gone";
  if (!isConnected()) return "connecting";
  // The first start is announced where the answer will be.
  return answer === "restarting" && wasReady ? "restarting" : null;
}

/** Streamlit's window about the lost connection, hidden by frame.css: closed, it leaves the page usable. A dialog of a
    page, which has elements of Streamlit in it, stays open. */
function closeWindow() {
  if (isConnected()) return;
  document.querySelector('[data-testid="stDialog"]:not(:has([data-testid="stVerticalBlock"])) button')?.click();
}

async function check() {
  clearTimeout(timer);
  const fault = document.hidden ? null : await findFault();
  const now = performance.now();
  if (!fault) since = now;
  closeWindow();
  const isShown = Boolean(fault) && now - since >= (wasConnected ? PATIENCE_MS : PATIENCE_AT_START_MS);
  strip.hidden = !isShown;
  const text = isShown ? words[document.documentElement.lang][fault] : "";
  if (strip.textContent !== text) strip.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(check, fault ? CHECK_AGAIN_MS : CHECK_EVERY_MS);
}

/** Streamlit's frame is built some time after this script has run. */
new MutationObserver(check).observe(document.getElementById("root"), {
  attributeFilter: ["data-test-connection-state"],
  subtree: true,
});
addEventListener("online", check);
addEventListener("offline", check);
addEventListener("visibilitychange", () => document.hidden || check());
check();
