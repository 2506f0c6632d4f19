// Tells ink from paper on a drawing, as the server does for a drawing of light ink on dark paper, or the other way round.

const MAX_SIDE = 512;
// Less contrast than this is no ink.
const MIN_CONTRAST = 20;
// Noise of which half stays below the paper's grain rarely exceeds this many times as much.
const GRAIN_REACH = 4;
const LEVELS = 256;

/** The ink of an opaque drawing in greys, an `ImageData`: {pixels, width, height}, 0 paper to 255 full ink. */
function findInk({ data, width, height }) {
  const greys = { pixels: new Uint8Array(width * height), width, height };
  for (let index = 0; index < greys.pixels.length; index += 1) greys.pixels[index] = data[index * 4];
  const small = shrink(greys);
  const paper = paperLevel(small);
  const table = inkLevels(countDistances(small.pixels, paper));
  const ink = new Uint8Array(small.pixels.length);
  for (let index = 0; index < ink.length; index += 1) ink[index] = table[Math.abs(small.pixels[index] - paper)];
  return { ...small, pixels: ink };
}

function shrink(picture) {
  const scale = MAX_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, roundHalfEven(side * scale)));
  return resample(picture, width, height, BOX, [0, 0, picture.width, picture.height]);
}

/** The level that most of the picture's four edges have. */
function paperLevel({ pixels, width, height }) {
  const edges = [pixels.subarray(0, width), pixels.subarray(width * (height - 1))].flatMap((row) => [...row]);
  for (let y = 0; y < height; y += 1) edges.push(pixels[y * width], pixels[y * width + width - 1]);
  edges.sort((a, b) => a - b);
  return Math.floor((edges[edges.length / 2 - 1] + edges[edges.length / 2]) / 2);
}

/** For each distance from the paper, how much ink it is: the paper's own variation becomes 0, the typical ink 255. */
function inkLevels(counts) {
  const threshold = otsuThreshold(counts);
  const highest = counts.findLastIndex((count) => count > 0);
  if (highest < MIN_CONTRAST) return new Uint8Array(LEVELS);
  const floor = medianLevel(counts.slice(0, threshold + 1)) * GRAIN_REACH;
  const typical = threshold + 1 + medianLevel(counts.slice(threshold + 1));
  const range = Math.max(typical - floor, 1);
  return Uint8Array.from(counts, (_, level) => roundHalfEven(Math.min(Math.max((level - floor) / range, 0), 1) * 255));
}

/** How many pixels are that far from the paper's level, for each distance. */
function countDistances(pixels, paper) {
  const counts = new Float64Array(LEVELS);
  for (let index = 0; index < pixels.length; index += 1) counts[Math.abs(pixels[index] - paper)] += 1;
  return counts;
}

/** The level that half of the counted pixels do not exceed. */
function medianLevel(counts) {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let below = 0;
  return counts.findIndex((count) => (below += count) >= half);
}

/** The level that best parts two kinds of pixel. Source: Otsu 1979, "A threshold selection method". */
function otsuThreshold(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const weightedTotal = counts.reduce((sum, count, level) => sum + count * level, 0);
  let [below, weighted, best, threshold] = [0, 0, 0, counts.findIndex((count) => count > 0)];
  counts.forEach((count, level) => {
    below += count;
    weighted += count * level;
    const above = total - below;
    if (below === 0 || above === 0) return;
    const gap = weighted / below - (weightedTotal - weighted) / above;
    const between = below * above * (gap * gap);
    if (between > best) [best, threshold] = [between, level];
  });
  return threshold;
}

/** To the nearest whole number, halves to the even one, as Python rounds. */
function roundHalfEven(value) {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
