// Reads the pixels of streamlit-drawable-canvas, which stands in an open shadow root. Knows of no answers.

// A digit in a quarter of the canvas still has 36 pixels for the 20 that the network sees.
const FRAME = 144;
const LAYERS = ["canvas.dc-background-canvas", "canvas.dc-canvas.lower-canvas", "canvas.dc-canvas.upper-canvas"];

/** The canvas's layers, bottom to top; none where there is no canvas. The stroke under way is on the last one. */
function findLayers() {
  for (const element of document.querySelectorAll("*")) {
    if (element.shadowRoot?.querySelector(LAYERS[1])) {
      return LAYERS.map((layer) => element.shadowRoot.querySelector(layer)).filter((canvas) => canvas?.width);
    }
  }
  return [];
}

function createCanvasReader() {
  const frame = Object.assign(document.createElement("canvas"), { width: FRAME, height: FRAME });
  const context = frame.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  let layers = [];

  return {
    /** What stays the same as long as the canvas does. */
    identity: () => layers[0],
    has: (element) => layers.includes(element),
    /** The element in which the layers lie over each other. */
    stack: () => layers[0]?.parentElement,

    /** Copies the drawing into the frame; its pixels' hash, 0 for an empty one, null where there is no canvas. */
    read() {
      if (!layers.length || !layers.every((layer) => layer.isConnected)) layers = findLayers();
      if (!layers.length) return null;
      context.clearRect(0, 0, FRAME, FRAME);
      layers.forEach((layer) => context.drawImage(layer, 0, 0, FRAME, FRAME));
      const pixels = new Uint32Array(context.getImageData(0, 0, FRAME, FRAME).data.buffer);
      if (pixels.every((pixel) => pixel === pixels[0])) return 0;
      let hash = 2166136261;
      for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 16777619);
      return hash || 1;
    },

    /** The frame as a PNG file. `toBlob` would wait for the page to be idle, which at a stroke's end it is not. */
    encode: () => bytesOf(frame.toDataURL("image/png")),

    /** The drawing in full size, as a data: URL of a PNG. */
    asUrl() {
      const { width, height } = layers[0];
      const whole = Object.assign(document.createElement("canvas"), { width, height });
      layers.forEach((layer) => whole.getContext("2d").drawImage(layer, 0, 0, width, height));
      return whole.toDataURL("image/png");
    },
  };
}

/** The bytes of a file that a data: URL holds. */
function bytesOf(url) {
  return Uint8Array.from(atob(url.split(",")[1]), (char) => char.charCodeAt(0));
}

/** A PNG file's bytes as a data: URL. */
function urlOf(bytes) {
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}
