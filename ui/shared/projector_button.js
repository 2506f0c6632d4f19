// The button of the projector view, and its keys: P changes to it and back, Esc leaves it.

const ICON = '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="2.5" y="4" width="19" height="12.5" rx="1.5"/><path d="M12 16.5v4M8 20.5h8"/></svg>';
const WRITTEN_IN = 'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"])';

function isWriting(event) {
  return event.composedPath()[0].matches?.(WRITTEN_IN) || document.querySelector('[role="dialog"]') !== null;
}

/** Called on every rerun of the page. */
export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  const key = data.is_on ? "Esc" : "P";
  button.innerHTML = `${ICON}<span></span><kbd aria-hidden="true">${key}</kbd>`;
  button.querySelector("span").textContent = data.words;
  button.title = `${data.words} (${key})`;
  button.setAttribute("aria-keyshortcuts", data.is_on ? "P Escape" : "P");
  // The view by its name: a change that is reported twice changes nothing more.
  const change = () => setTriggerValue("view", data.is_on ? "usual" : "projector");
  button.onclick = change;

  function press(event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    const isOurs = event.key.toLowerCase() === "p" || (data.is_on && event.key === "Escape");
    if (isPlain && isOurs && !isWriting(event)) change();
  }
  parentElement.listening?.abort();
  parentElement.listening = new AbortController();
  document.addEventListener("keydown", press, { signal: parentElement.listening.signal });
  return () => parentElement.listening.abort();
}
