// The network in plain JavaScript: the steps that the page holds as JSON, each from one list of numbers to the next.
// Pictures and maps lie in memory row by row, with the channels of a pixel beside each other.

// Keeps the logarithm of a probability that was rounded to 0 finite.
const TINY = 1e-30;

/** A network of `model`, the page's JSON, and its weights in base64: {read}. */
function createNetwork(model, base64) {
  const weights = unpackWeights(base64);
  const steps = model.steps.map((step) => ({ ...step, numbers: weights.subarray(step.weights ?? 0) }));

  return {
    /**
     * Reads 784 pixels, 0 paper to 255 full ink. `probabilities`: of the ten classes, after the model's temperature,
     * their sum 1; `notDigit`: the probability that it is none, 0 from a network that knows ten answers only.
     */
    read(pixels) {
      let values = Float64Array.from(pixels, (level) => Math.fround(level / 255));
      for (const step of steps) values = COMPUTE[step.kind](values, step);
      const notDigit = values.length > 10 ? values[10] : 0;
      return { probabilities: temper(values.subarray(0, 10), model.temperature), notDigit };
    },
  };
}

/** Three bytes a number: the upper three of a float32, the lowest first. */
function unpackWeights(base64) {
  const bytes = atob(base64.trim());
  const bits = new Uint32Array(bytes.length / 3);
  for (let index = 0; index < bits.length; index += 1) {
    const start = index * 3;
    const upper = (bytes.charCodeAt(start + 2) << 16) | (bytes.charCodeAt(start + 1) << 8) | bytes.charCodeAt(start);
    bits[index] = upper << 8;
  }
  return Float64Array.from(new Float32Array(bits.buffer));
}

/** What softmax would have given with its logits divided by a temperature. */
function temper(probabilities, temperature) {
  return softmax(probabilities.map((probability) => Math.log(Math.max(probability, TINY)) / temperature));
}

function softmax(values) {
  const highest = values.reduce((a, b) => Math.max(a, b));
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

const FUNCTIONS = {
  relu: (value) => (value > 0 ? value : 0),
  elu: (value) => (value > 0 ? value : Math.expm1(value)),
  tanh: Math.tanh,
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
};

const COMPUTE = {
  dense,
  convolution,
  affine,
  global_average: globalAverage,
  max_pooling: (values, step) => pool(values, step, -Infinity, Math.max, 1),
  average_pooling: (values, step) => pool(values, step, 0, (sum, value) => sum + value, step.rows * step.columns),
  activation: (values, step) => (step.function === "softmax" ? softmax(values) : values.map(FUNCTIONS[step.function])),
};

function dense(values, { inputs, outputs, numbers }) {
  const made = numbers.slice(inputs * outputs, (inputs + 1) * outputs); // starts as the biases
  for (let input = 0; input < inputs; input += 1) addRow(made, 0, values[input], numbers, input * outputs, outputs);
  return made;
}

function convolution(values, step) {
  const { height, width, channels, rows, columns, filters, above, left, outHeight, outWidth, numbers } = step;
  const biases = numbers.subarray(rows * columns * channels * filters).subarray(0, filters);
  const made = new Float64Array(outHeight * outWidth * filters);
  for (let place = 0; place < outHeight * outWidth; place += 1) {
    const [y, x] = [Math.floor(place / outWidth) - above, (place % outWidth) - left];
    const start = place * filters;
    made.set(biases, start);
    for (let row = Math.max(0, -y); row < Math.min(rows, height - y); row += 1) {
      for (let column = Math.max(0, -x); column < Math.min(columns, width - x); column += 1) {
        const from = ((y + row) * width + x + column) * channels;
        const kernel = (row * columns + column) * channels * filters;
        for (let channel = 0; channel < channels; channel += 1) {
          addRow(made, start, values[from + channel], numbers, kernel + channel * filters, filters);
        }
      }
    }
  }
  return made;
}

/** Adds `factor` times a row of weights. Paper is 0, and so is half of what a ReLU gives: those are left out. */
function addRow(made, start, factor, numbers, row, length) {
  if (factor === 0) return;
  for (let index = 0; index < length; index += 1) made[start + index] += factor * numbers[row + index];
}

function pool(values, step, first, join, count) {
  const { width, channels, rows, columns, down, across, outHeight, outWidth } = step;
  const made = new Float64Array(outHeight * outWidth * channels).fill(first);
  for (let y = 0; y < outHeight * down; y += down) {
    for (let x = 0; x < outWidth * across; x += across) {
      const to = ((y / down) * outWidth + x / across) * channels;
      for (let place = 0; place < rows * columns; place += 1) {
        const from = ((y + Math.floor(place / columns)) * width + x + (place % columns)) * channels;
        for (let index = 0; index < channels; index += 1) made[to + index] = join(made[to + index], values[from + index]);
      }
    }
  }
  return made.map((value) => value / count);
}

function globalAverage(values, { places, channels }) {
  const made = new Float64Array(channels);
  values.forEach((value, index) => (made[index % channels] += value / places));
  return made;
}

function affine(values, { channels, numbers }) {
  return values.map((value, index) => value * numbers[index % channels] + numbers[channels + (index % channels)]);
}
