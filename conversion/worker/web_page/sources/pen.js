// The paper: mouse, stylus and one finger draw white ink on black; the style sheet turns it over in a light page.

// A larger one would be made this small before its ink is looked for.
const PAPER_SIDE = MAX_SIDE;
const PEN_WIDTH = 29;

/** Listens to the canvas. `onDraw()` is called while a pointer draws, `onLift()` when it is lifted. Gives {clear, picture}. */
function createPen(canvas, onDraw, onLift) {
  Object.assign(canvas, { width: PAPER_SIDE, height: PAPER_SIDE });
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  // One pointer at a time; once a stylus was seen, the palm beside it draws nothing.
  let pointer = null;
  let last = null;
  let hasStylus = false;

  function clear() {
    pointer = null;
    context.fillStyle = "#000";
    context.fillRect(0, 0, PAPER_SIDE, PAPER_SIDE);
  }

  function drawTo(event) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const point = [((event.clientX - left) / width) * PAPER_SIDE, ((event.clientY - top) / height) * PAPER_SIDE];
    Object.assign(context, { strokeStyle: "#fff", lineWidth: PEN_WIDTH, lineCap: "round", lineJoin: "round" });
    context.beginPath();
    context.moveTo(...(last ?? point));
    context.lineTo(...point);
    context.stroke();
    last = point;
  }

  canvas.addEventListener("pointerdown", (event) => {
    hasStylus ||= event.pointerType === "pen";
    if (pointer !== null || event.button !== 0 || (hasStylus && event.pointerType === "touch")) return;
    pointer = event.pointerId;
    last = null;
    if (event.isTrusted) canvas.setPointerCapture(pointer);
    drawTo(event);
    onDraw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    (events.length ? events : [event]).forEach(drawTo);
    onDraw();
  });
  ["pointerup", "pointercancel"].forEach((name) =>
    canvas.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      onLift();
    }),
  );
  clear();
  return { clear, picture: () => context.getImageData(0, 0, PAPER_SIDE, PAPER_SIDE) };
}
