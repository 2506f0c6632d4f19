// Runs in the page before its own scripts and takes the times there: when the pen was lifted, when the answer changed,
// and when that change had been painted. Needs nothing of the page but the answer's element or its text.
(() => {
  let strokes = { down: 0, up: 0 };
  let changes = [];
  let last = "";

  /** Ours: an element with state and count. The tutorial's: a paragraph. */
  function readAnswer() {
    const answer = document.querySelector('[data-testid="answer"]');
    if (answer) return { state: answer.dataset.state, seq: Number(answer.dataset.seq), text: answer.textContent };
    const text = [...document.querySelectorAll("p")].find((p) => p.textContent.startsWith("Prediction:"))?.textContent;
    return text ? { text } : null;
  }

  function note() {
    const answer = readAnswer();
    const now = JSON.stringify(answer);
    if (!answer || now === last) return;
    last = now;
    const change = { ...answer, at: performance.now() };
    changes.push(change);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => (change.painted = performance.now());
    requestAnimationFrame(() => painted.port2.postMessage(null));
  }

  new MutationObserver(note).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-state", "data-seq"],
  });
  document.addEventListener("pointerdown", (event) => (strokes.down = event.timeStamp), true);
  document.addEventListener("pointerup", (event) => (strokes.up = event.timeStamp), true);

  const digit = (change) => change?.text.trim()[0]; // the contract: the text starts with it
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  window.bench = {
    reset() {
      strokes = { down: 0, up: 0 };
      changes = [];
    },
    /** Waits until the answer has changed, since `reset` and since the pen was lifted, and stays as it is. */
    async settle(quiet, timeout) {
      const until = performance.now() + timeout;
      for (;;) {
        const latest = changes.at(-1);
        if (latest?.painted > strokes.up && performance.now() - latest.at > quiet) return true;
        if (performance.now() > until) return false;
        await wait(50);
      }
    },
    /** The stroke's times. Its answer is the first final one that says what the settled answer says: the page calls an
     * answer final when it is one to the whole stroke, and a wrong guess at half a stroke would not count. */
    stroke() {
      const settled = digit(changes.at(-1));
      const after = changes.filter((each) => each.painted > strokes.up && each.at > strokes.up);
      const isFinal = (each) => each.state === undefined || each.state === "final";
      const answer = after.find((each) => isFinal(each) && digit(each) === settled) ?? null;
      const counts = changes.filter((each) => each.at > strokes.down && each.at < strokes.up).map((each) => each.seq);
      return {
        changed_ms: answer ? answer.at - strokes.up : null,
        painted_ms: answer ? answer.painted - strokes.up : null,
        down_s: (strokes.up - strokes.down) / 1000,
        answers_while_down: new Set(counts).size,
      };
    },
  };
})();
