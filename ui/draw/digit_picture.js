// A picture of 28×28 pixels as the network sees it: white ink on black, hard pixel edges.

export const SIDE = 28;

/** An empty picture. */
export function createDigitPicture() {
  const className = "lens-pixels lens-empty";
  return Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE, className });
}

/** Draws the 784 bytes, in base64; where there are none, the picture is empty, and not black. */
export function drawDigit(canvas, base64) {
  const context = canvas.getContext("2d");
  canvas.classList.toggle("lens-empty", !base64);
  if (!base64) return context.clearRect(0, 0, SIDE, SIDE);
  const image = context.createImageData(SIDE, SIDE);
  const bytes = atob(base64);
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    const level = bytes.charCodeAt(index);
    image.data.set([level, level, level, 255], index * 4);
  }
  context.putImageData(image, 0, 0);
}
