// The element of streamlit-drawable-canvas: finds it in its open shadow root, and makes it fit the page.

const LAYERS = ["canvas.dc-background-canvas", "canvas.dc-canvas.lower-canvas", "canvas.dc-canvas.upper-canvas"];
// The canvas has a fixed size in pixels, and a toolbar of its own in English: it is scaled to its panel's width, which
// Fabric takes into account for pointers, and our row of tools replaces the toolbar. The layers' places are in its own
// stylesheet, too, which may come later than they do.
const STYLE = `
  .dc-root, .dc-container { position: relative; }
  .dc-background-canvas, .dc-canvas { position: absolute; top: 0; left: 0; }
  .dc-root { width: 100%; max-width: none; }
  .dc-scroll { overflow: hidden !important; }
  .dc-container { width: 100% !important; height: auto !important; aspect-ratio: 1; }
  .canvas-container, canvas { width: 100% !important; height: 100% !important; }
  .dc-canvas { outline: none; }
  .dc-toolbar { display: none !important; }`;

/** The canvas that is on the page now, null where none is. */
export function findCanvas() {
  for (const element of document.querySelectorAll("[data-testid='stBidiComponentIsolated']")) {
    const root = element.shadowRoot;
    if (root?.querySelector(LAYERS[1])) return fit(root);
  }
  return null;
}

function fit(root) {
  if (!root.querySelector("style.fit")) {
    root.append(Object.assign(document.createElement("style"), { className: "fit", textContent: STYLE }));
    root.host.dataset.fits = "";
  }
  return {
    /** Bottom to top; the stroke under way is on the last one. */
    layers: LAYERS.map((layer) => root.querySelector(layer)).filter((canvas) => canvas?.width),

    /** The layer that takes the pen. */
    surface: root.querySelector(LAYERS[2]),

    /** The element in which the layers lie over each other. */
    stack: root.querySelector(LAYERS[1]).parentElement,

    get isConnected() {
      return root.isConnected && root.contains(this.layers[0]);
    },

    /** Reports the strokes to Python now; by itself the canvas does so 200 ms after the pen was lifted. */
    report: () => root.querySelector(".dc-toolbar button")?.click(),
  };
}
