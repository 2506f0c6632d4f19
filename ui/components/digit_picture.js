// A picture of 28×28 pixels as the network sees it: white ink on black, hard pixel edges.

const SIDE = 28;

/** An empty picture. */
function createDigitPicture() {
  return Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE, className: "lens-pixels" });
}

/** Draws the 784 bytes, in base64; black where there are none. */
function drawDigit(canvas, base64) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(SIDE, SIDE);
  const bytes = base64 ? atob(base64) : "";
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    const level = bytes ? bytes.charCodeAt(index) : 0;
    image.data.set([level, level, level, 255], index * 4);
  }
  context.putImageData(image, 0, 0);
}
