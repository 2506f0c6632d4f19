// From a drawing to the 28×28 pixels that MNIST's makers would have made of it: crop to the ink, scale its longer side to
// 20 pixels, put its centre of mass in the middle. Source: LeCun, Bottou, Bengio, Haffner 1998, section III.A.

const BOX_SIDE = 20;
const PICTURE_SIDE = 28;
// MNIST's digits have their centre of mass here, in pixels from the picture's edge.
const CENTRE = 14.5;
const DOT_FILL = 0.72;
const DOT_ASPECT = 1.5;
const SMALLEST_SIDE = 5;
// Fainter than a quarter of full ink is the soft edge of a line, not the line.
const AT_EDGE = 64;

/**
 * Prepares an `ImageData` of one digit, opaque and in greys. `digit`: 784 bytes, 0 paper to 255 full ink, row by row;
 * `reason`: null, or why there is nothing to read yet, "blank" or "dot".
 */
function prepare(imageData) {
  const cropped = cropToInk(findInk(imageData));
  const empty = new Uint8Array(PICTURE_SIDE * PICTURE_SIDE);
  if (cropped === null) return { digit: empty, reason: "blank" };
  if (isDot(cropped)) return { digit: empty, reason: "dot" };
  return { digit: centreByMass(cropped), reason: null };
}

function cropToInk({ pixels, width, height }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (pixels[y * width + x] < AT_EDGE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right === 0) return null;
  const cropped = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y += 1) {
    cropped.set(pixels.subarray(y * width + left, y * width + right), (y - top) * (right - left));
  }
  return { pixels: cropped, width: right - left, height: bottom - top };
}

/** A round or square blob without a hole, as a click makes one. */
function isDot({ pixels, width, height }) {
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)];
  let sum = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const share = pixels[y * width + x] / 255;
      rows[y] = Math.max(rows[y], share);
      columns[x] = Math.max(columns[x], share);
      sum += share;
    }
  }
  const [shorter, longer] = [extent(rows), extent(columns)].sort((a, b) => a - b);
  if (longer < SMALLEST_SIDE) return true;
  return longer <= DOT_ASPECT * shorter && sum >= DOT_FILL * longer * shorter;
}

/** A length in pixels, to a fraction of one: soft edges count by how much of them is ink. */
function extent(profile) {
  return profile.length > 1 ? profile.length - 2 + profile[0] + profile.at(-1) : profile[0];
}

/** Scaling and moving are one resampling, so that the place is exact to a fraction of a pixel. */
function centreByMass({ pixels, width, height }) {
  const step = Math.max(width, height) / BOX_SIDE;
  const margin = Math.ceil(PICTURE_SIDE * step);
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)];
  const padded = { width: width + 2 * margin, height: height + 2 * margin };
  padded.pixels = new Uint8Array(padded.width * padded.height);
  for (let y = 0; y < height; y += 1) {
    const row = pixels.subarray(y * width, (y + 1) * width);
    padded.pixels.set(row, (y + margin) * padded.width + margin);
    row.forEach((level, x) => {
      rows[y] += level;
      columns[x] += level;
    });
  }
  const [left, top] = [margin + windowStart(columns, step), margin + windowStart(rows, step)];
  const span = PICTURE_SIDE * step;
  const box = [left, top, left + span, top + span];
  return brighten(resample(padded, PICTURE_SIDE, PICTURE_SIDE, HAMMING, box).pixels);
}

/** Where the 28×28 window starts on one axis, in pixels of the drawing; the drawing's sums along it are given. */
function windowStart(profile, step) {
  let [sum, moment] = [0, 0];
  profile.forEach((weight, place) => {
    sum += weight;
    moment += weight * (place + 0.5);
  });
  const slack = PICTURE_SIDE * step - profile.length;
  return Math.min(Math.max(moment / sum - CENTRE * step, -slack), 0);
}

/** Thin lines turn grey when they are made small; MNIST's darkest ink is always full ink. */
function brighten(pixels) {
  const darkest = Math.max(...pixels, 1);
  return pixels.map((level) => Math.min(255, roundHalfEven((level * 255) / darkest)));
}
