// Pillow's `Image.resize` for pictures of one byte a pixel, to the bit: the same coefficients, in whole numbers of 2^-22,
// and the same rounding to bytes between the two passes. Source: Pillow, src/libImaging/Resample.c.

const PRECISION_BITS = 22;

// Each `support` is the filter's reach on either side, in pixels of the smaller picture.
const BOX = { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };
const HAMMING = {
  support: 1,
  weight(x) {
    if (x === 0) return 1;
    if (Math.abs(x) >= 1) return 0;
    const angle = Math.abs(x) * Math.PI;
    // Pillow's two constants are of single precision.
    return (Math.sin(angle) / angle) * (Math.fround(0.54) + Math.fround(0.46) * Math.cos(angle));
  },
};

/**
 * Scales a part of a picture. `picture` is {pixels: Uint8Array, width, height}, and so is the result; `box` is
 * [left, top, right, bottom] in pixels of the picture, fractions allowed.
 */
function resample(picture, width, height, filter, box) {
  const [left, top, right, bottom] = box.map(Math.fround); // as Pillow takes them
  const across = coefficients(picture.width, left, right, width, filter);
  const down = coefficients(picture.height, top, bottom, height, filter);
  // Only the rows that the second pass looks at.
  const rows = [down[0].first, down.at(-1).first + down.at(-1).weights.length];
  return resampleDown(resampleAcross(picture, across, rows), down, rows[0]);
}

/** For each pixel of the result: where its window begins, how long it is, and the weights in it. */
function coefficients(size, start, end, count, filter) {
  const scale = Math.fround(end - start) / count;
  const filterScale = Math.max(scale, 1);
  const support = filter.support * filterScale;
  return Array.from({ length: count }, (_, index) => {
    const centre = start + (index + 0.5) * scale;
    const first = Math.max(Math.trunc(centre - support + 0.5), 0);
    const length = Math.min(Math.trunc(centre + support + 0.5), size) - first;
    const inverse = 1 / filterScale;
    const weights = Array.from({ length }, (_, place) => filter.weight((place + first - centre + 0.5) * inverse));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: Int32Array.from(weights, (weight) => asWhole(sum === 0 ? weight : weight / sum)) };
  });
}

const asWhole = (weight) => Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION_BITS));
const asByte = (sum) => Math.min(Math.max(sum >> PRECISION_BITS, 0), 255);

function resampleAcross({ pixels, width }, windows, [firstRow, endRow]) {
  const height = endRow - firstRow;
  const made = new Uint8Array(windows.length * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < windows.length; x += 1) {
      const { first, weights } = windows[x];
      const start = (y + firstRow) * width + first;
      let sum = 1 << (PRECISION_BITS - 1);
      for (let place = 0; place < weights.length; place += 1) sum += pixels[start + place] * weights[place];
      made[y * windows.length + x] = asByte(sum);
    }
  }
  return { pixels: made, width: windows.length, height };
}

function resampleDown({ pixels, width }, windows, firstRow) {
  const made = new Uint8Array(width * windows.length);
  windows.forEach(({ first, weights }, y) => {
    const sums = new Int32Array(width).fill(1 << (PRECISION_BITS - 1));
    weights.forEach((weight, place) => {
      const row = (first + place - firstRow) * width;
      for (let x = 0; x < width; x += 1) sums[x] += pixels[row + x] * weight;
    });
    made.set(sums.map(asByte), y * width);
  });
  return { pixels: made, width, height: windows.length };
}
