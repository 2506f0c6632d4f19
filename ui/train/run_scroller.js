// Scrolls to the run once for each press of Train, where its top is above the screen or below the screen's middle.

/** Called on every rerun of the page. */
export default function ({ data, parentElement }) {
  const before = parentElement.presses ?? data.presses;
  parentElement.presses = data.presses;
  const panel = document.querySelector(".st-key-run_panel");
  if (data.presses <= before || panel === null) return;
  const { top } = panel.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel.scrollIntoView({ block: "start", behavior: isCalm ? "instant" : "smooth" });
    // What stands above may have changed its height meanwhile.
    const correct = () => panel.scrollIntoView({ block: "start", behavior: "instant" });
    document.addEventListener("scrollend", correct, { capture: true, once: true });
  }
}
