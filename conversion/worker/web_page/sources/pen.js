// The paper: mouse, stylus and one finger draw white ink on black; the style sheet turns it over in a light page.

// A larger one would be made this small before its ink is looked for.
const PAPER_SIDE = MAX_SIDE;
const PEN_WIDTH = 29;

/** Listens to the canvas. `onDraw()` is called while a pointer draws, `onLift()` when it is lifted. Gives {clear, picture}. */
function createPen(canvas, onDraw, onLift) {
  Object.assign(canvas, { width: PAPER_SIDE, height: PAPER_SIDE });
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  Object.assign(context, { strokeStyle: "#fff", lineWidth: PEN_WIDTH, lineCap: "round", lineJoin: "round" });
  // One pointer at a time; once a stylus was seen, the palm beside it draws nothing.
  let pointer = null;
  let hasStylus = false;
  let strokes = [];

  /** All strokes anew, each as one path: pieces drawn over each other would have uneven edges. */
  function paint() {
    context.fillRect(0, 0, PAPER_SIDE, PAPER_SIDE); // black from the start
    strokes.forEach((stroke) => {
      context.beginPath();
      stroke.forEach(([x, y]) => context.lineTo(x, y));
      const [x, y] = stroke.at(-1);
      context.lineTo(x + 0.01, y); // a dot has a length, or some browsers draw nothing
      context.stroke();
    });
  }

  function extend(events) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const scale = ({ clientX, clientY }) => [(clientX - left) / width, (clientY - top) / height];
    strokes.at(-1).push(...events.map((event) => scale(event).map((share) => share * PAPER_SIDE)));
    paint();
    onDraw();
  }

  function clear() {
    pointer = null;
    strokes = [];
    paint();
  }

  canvas.addEventListener("pointerdown", (event) => {
    hasStylus ||= event.pointerType === "pen";
    if (pointer !== null || event.button !== 0 || (hasStylus && event.pointerType === "touch")) return;
    pointer = event.pointerId;
    if (event.isTrusted) canvas.setPointerCapture(pointer);
    strokes.push([]);
    extend([event]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    extend(events.length ? events : [event]);
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
