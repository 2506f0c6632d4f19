// Reads the pixels of the drawing canvas. Knows of no answers.

import { findCanvas } from "./canvas_element.js";
import { canEncode, encodePng } from "./png.js";

// A digit in a quarter of the canvas still has 36 pixels for the 20 that the network sees.
const FRAME = 144;

export function createCanvasReader() {
  const frame = Object.assign(document.createElement("canvas"), { width: FRAME, height: FRAME });
  const context = frame.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  let canvas = null;
  let rgba = null;
  const layers = () => canvas?.layers ?? [];

  return {
    has: (element) => layers().includes(element),
    /** The element in which the layers lie over each other. */
    stack: () => canvas?.stack,

    /** Reports the strokes to Python, which otherwise hears of them 200 ms after the pen was lifted. */
    report: () => canvas?.report(),

    /** Copies the drawing into the frame; its pixels' hash, 0 for an empty one, null where there is no canvas. */
    read() {
      if (!canvas?.isConnected) canvas = findCanvas();
      if (!canvas) return null;
      context.clearRect(0, 0, FRAME, FRAME);
      layers().forEach((layer) => context.drawImage(layer, 0, 0, FRAME, FRAME));
      rgba = context.getImageData(0, 0, FRAME, FRAME).data;
      const pixels = new Uint32Array(rgba.buffer);
      if (pixels.every((pixel) => pixel === pixels[0])) return 0;
      let hash = 2166136261;
      for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 16777619);
      return hash || 1;
    },

    /** The frame as it was read, as a PNG file. `toBlob` would wait for the page to be idle, which it is not now. */
    encode: async () => (canEncode ? encodePng(toGrey(rgba), FRAME) : bytesOf(frame.toDataURL("image/png"))),

    /** The drawing in full size, as a data: URL of a PNG. */
    asUrl() {
      const { width, height } = layers()[0];
      const whole = Object.assign(document.createElement("canvas"), { width, height });
      layers().forEach((layer) => whole.getContext("2d").drawImage(layer, 0, 0, width, height));
      return whole.toDataURL("image/png");
    },
  };
}

/** Brightness as ITU-R BT.601 defines it, and as Pillow's mode "L" has it. */
function toGrey(pixels) {
  const grey = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const red = index * 4;
    grey[index] = Math.round(0.299 * pixels[red] + 0.587 * pixels[red + 1] + 0.114 * pixels[red + 2]);
  }
  return grey;
}

/** The bytes of a file that a data: URL holds. */
export function bytesOf(url) {
  return Uint8Array.from(atob(url.split(",")[1]), (char) => char.charCodeAt(0));
}

/** A PNG file's bytes as a data: URL. */
export function urlOf(bytes) {
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}
