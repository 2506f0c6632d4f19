// The way from the pen to the network's square: a lifted pen's digit, as the network sees it, goes from the place where
// it was drawn to the square in which it is shown. It delays nothing, and ends when the next stroke begins.

import { SIDE } from "./digit_picture.js";

const FLIGHT_MS = 350;
// The network's picture is 28 pixels wide; 20 of them are for the longer side of the digit.
const DIGIT_SHARE = 20 / 28;

/** `target` is the square. */
export function createFlight(target) {
  let flying = null;

  function stop() {
    flying?.remove();
    flying = null;
  }

  return {
    stop,

    /** `drawing` is the element on which the digit of `result` was drawn. */
    start(result, drawing) {
      stop();
      if (!drawing || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      const end = target.getBoundingClientRect();
      const start = placeOfDigit(result, drawing.getBoundingClientRect());
      flying = createInk(target, start);
      document.body.append(flying);
      const way = `translate(${end.left - start.left}px, ${end.top - start.top}px) scale(${end.width / start.side})`;
      const frames = [{ opacity: 0.7 }, { opacity: 0.9, offset: 0.8 }, { transform: way, opacity: 0 }];
      flying.animate(frames, { duration: FLIGHT_MS, easing: "ease-in-out" }).onfinish = stop;
    },
  };
}

/** Where the network's picture would lie over the drawing, so that its digit covers the drawn one. */
function placeOfDigit({ digits: [{ box: [left, top, right, bottom] }], size: [width, height] }, drawing) {
  const scale = { x: drawing.width / width, y: drawing.height / height };
  const side = Math.max((right - left) * scale.x, (bottom - top) * scale.y) / DIGIT_SHARE;
  const middle = { x: drawing.left + ((left + right) / 2) * scale.x, y: drawing.top + ((top + bottom) / 2) * scale.y };
  return { left: middle.x - side / 2, top: middle.y - side / 2, side };
}

/** A copy of a picture's ink, in the answer's colour, without its black. */
function createInk(picture, { left, top, side }) {
  const ink = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE, className: "lens-flight" });
  ink.setAttribute("aria-hidden", "true");
  Object.assign(ink.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` });
  const image = picture.getContext("2d").getImageData(0, 0, SIDE, SIDE);
  const color = getComputedStyle(picture).color.match(/\d+/g);
  for (let index = 0; index < image.data.length; index += 4) {
    image.data.set([...color.slice(0, 3), image.data[index]], index);
  }
  ink.getContext("2d").putImageData(image, 0, 0);
  return ink;
}
