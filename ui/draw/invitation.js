// The invitation to draw: a faint dashed digit that draws itself once over the empty canvas, with "Draw here" under it.
// The pen goes through it, and the first ink takes it away for good.

// The canvas stands in a shadow root, which the page's style sheets do not reach.
const INVITATION_STYLE = `
  .invitation { position: absolute; inset: 0; z-index: 14; width: 100%; height: 100%; pointer-events: none; }
  .invitation .digit { fill: none; stroke: light-dark(#c3cbe6, #3a4670); stroke-width: 2.2; stroke-linecap: round; stroke-dasharray: 4 5; }
  .invitation .pen { fill: none; stroke: #fff; stroke-width: 8; stroke-dasharray: 1; animation: invite 1.6s 0.4s ease-in-out both; }
  .invitation text { font: 600 5px var(--st-font); fill: light-dark(#5b6584, #9aa6c8); text-anchor: middle; }
  @keyframes invite { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
  @media (prefers-reduced-motion: reduce) { .invitation .pen { animation: none; } }`;
const THREE = "M35 26 C42 14 66 15 65 32 C64 45 54 47 46 47 C56 47 69 51 68 66 C67 83 42 86 33 72";

/** `findStack()` gives the element in which the canvas's layers lie. */
export function createInvitation(findStack) {
  const host = document.createElement("div");
  let isOver = false;

  return {
    /** Shows it where nothing was drawn yet. */
    show(words) {
      const stack = findStack();
      if (isOver || !stack) return;
      if (host.parentElement !== stack) draw(stack);
      host.querySelector("text").textContent = words;
    },

    end() {
      isOver = true;
      host.remove();
    },
  };

  function draw(stack) {
    host.setAttribute("aria-hidden", "true");
    host.innerHTML = `<style>${INVITATION_STYLE}</style>
        <svg class="invitation" viewBox="0 0 100 100">
          <mask id="drawn"><path class="pen" pathLength="1" d="${THREE}"/></mask>
          <path class="digit" mask="url(#drawn)" d="${THREE}"/>
          <text x="50" y="93"></text>
        </svg>`;
    stack.append(host);
  }
}
