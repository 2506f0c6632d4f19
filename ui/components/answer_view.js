// Draws an answer: the digit, how sure, ten bars, what the network saw, and the way there. Knows nothing of canvases.

const SIDE = 28;

/** Builds the panel inside `root`, in place of what was there, and returns what updates it. */
function createAnswerView(root) {
  root.innerHTML = `
    <div class="lens-head">
      <div class="lens-answer" data-testid="answer" data-state="loading" data-seq="0">
        <div class="lens-label"></div>
        <div class="lens-words"><div class="lens-sure"></div><div class="lens-percent"></div></div>
      </div>
      <figure class="lens-seen"><canvas width="${SIDE}" height="${SIDE}" role="img"></canvas><figcaption></figcaption></figure>
    </div>
    <div class="lens-bars" role="img"></div>
    <div class="lens-steps" role="group"></div>
    <div class="lens-spoken" role="status" aria-live="polite"></div>`;
  const find = (name) => root.querySelector(`.lens-${name}`);
  const answer = find("answer");
  const seen = root.querySelector("canvas");
  const bars = Array.from({ length: 10 }, () => appendBar(find("bars")));
  const steps = Array.from({ length: 4 }, () => appendStep(find("steps")));
  let texts = {};
  let count = 0;

  function setState(state) {
    answer.dataset.state = state;
  }

  function setWords(label, words, percent) {
    find("label").textContent = label;
    find("label").classList.toggle("lens-long", label.length > 2);
    find("sure").textContent = words;
    find("percent").textContent = percent;
  }

  return {
    setTexts(newTexts) {
      texts = newTexts;
      root.querySelector("figcaption").textContent = texts.seen;
      seen.setAttribute("aria-label", texts.seen);
      find("steps").setAttribute("aria-label", texts.steps_title);
    },
    setState,
    showMessage(state, words, spoken) {
      setState(state);
      setWords("", words, "");
      drawDigit(seen, null);
      bars.forEach((bar) => setBar(bar, 0, false));
      showSteps(steps, [], texts);
      if (spoken) find("spoken").textContent = words;
    },
    showAnswer(result, state) {
      if (result.label === null) {
        this.showMessage(state === "live" ? "live" : "blank", texts[result.reason] || texts.blank, false);
        return;
      }
      const names = result.class_names;
      const order = result.probabilities.map((_, index) => index).sort((a, b) => result.probabilities[b] - result.probabilities[a]);
      const best = result.probabilities[result.label];
      const percent = `${(best * 100).toFixed(1)} %`;
      const words = howSure(best, names[order[0]], names[order[1]], result.probabilities[order[1]], texts);
      setWords(names[result.label], words, percent);
      result.probabilities.forEach((value, index) => setBar(bars[index], value, index === result.label, names[index]));
      find("bars").setAttribute("aria-label", describeBars(result, order, texts));
      drawDigit(seen, result.digit);
      if (result.steps) showSteps(steps, result.steps, texts);
      setState(state);
      count += 1;
      answer.dataset.seq = String(count);
      if (state === "final") find("spoken").textContent = `${names[result.label]}. ${words}, ${percent}`;
    },
  };
}

/** In words: very sure, fairly sure, or torn between two. */
function howSure(best, first, second, runnerUp, texts) {
  if (best >= 0.9) return texts.very_sure;
  if (best >= 0.7) return texts.fairly_sure;
  if (runnerUp >= 0.15) return texts.torn.replace("{first}", first).replace("{second}", second);
  return texts.not_sure;
}

function describeBars(result, order, texts) {
  const three = order.slice(0, 3).map((index) => `${result.class_names[index]}: ${(result.probabilities[index] * 100).toFixed(1)} %`);
  return `${texts.bars}: ${three.join(", ")}`;
}

function appendBar(parent) {
  const bar = document.createElement("div");
  bar.className = "lens-bar";
  bar.innerHTML = '<div class="lens-column"><span class="lens-value"></span><div class="lens-fill"></div></div><div class="lens-name"></div>';
  parent.append(bar);
  return bar;
}

function setBar(bar, value, isBest, name) {
  bar.classList.toggle("lens-best", isBest);
  bar.style.setProperty("--share", value);
  bar.querySelector(".lens-value").textContent = value >= 0.01 ? `${Math.round(value * 100)}%` : "";
  if (name !== undefined) {
    bar.querySelector(".lens-name").textContent = name;
    bar.classList.toggle("lens-wordy", name.length > 2);
  }
}

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

function appendStep(parent) {
  const step = document.createElement("figure");
  step.innerHTML = '<div class="lens-frame"><img alt=""></div><figcaption></figcaption>';
  parent.append(step);
  return step;
}

function showSteps(figures, steps, texts) {
  figures.forEach((figure, index) => {
    const image = figure.querySelector("img");
    const step = steps[index];
    image.hidden = !step;
    if (step) {
      image.src = `data:image/png;base64,${step.png}`;
      image.alt = texts[`step_${step.name}`];
    }
    figure.querySelector("figcaption").textContent = texts[`step_${["ink", "cropped", "fitted", "centred"][index]}`];
  });
}
