// What is shown of an answer: the digit, how sure in words, ten bars, and the picture that the network sees.

const VERY_SURE = 0.9;
const FAIRLY_SURE = 0.7;

/** Fills the page's elements. Gives {show, setWords}; `names` are the ten classes'. */
function createAnswerView(names) {
  const [answer, label, sure, percent] = ["answer", "label", "sure", "percent"].map((id) => document.getElementById(id));
  const seen = document.getElementById("seen");
  const bars = names.map((name) => appendBar(document.getElementById("bars"), name));
  let words = {};
  let shown = null;
  Object.assign(seen, { width: PICTURE_SIDE, height: PICTURE_SIDE });

  /** `result`: {reason, digit, probabilities}; `isFinal`: the pen was lifted, and the answer is spoken. */
  function show(result, isFinal) {
    shown = [result, isFinal];
    const { reason, digit, probabilities } = result;
    const best = reason === null ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    answer.dataset.state = reason ?? "read";
    answer.setAttribute("aria-busy", String(!isFinal));
    label.textContent = best >= 0 ? names[best] : reason === "not_digit" ? (isFinal ? "?" : "…") : "";
    label.classList.toggle("long", best >= 0 && names[best].length > 2);
    sure.textContent = best >= 0 ? confidenceWords(probabilities[best]) : message(reason, isFinal);
    percent.textContent = best >= 0 ? asPercent(probabilities[best]) : "";
    bars.forEach((bar, index) => setBar(bar, probabilities ? probabilities[index] : 0, index === best));
    drawDigit(digit);
  }

  function confidenceWords(probability) {
    return probability >= VERY_SURE ? words.verySure : probability >= FAIRLY_SURE ? words.fairlySure : words.notSure;
  }

  function message(reason, isFinal) {
    return reason === "not_digit" && !isFinal ? words.unfinished : words[reason];
  }

  function drawDigit(digit) {
    const image = new ImageData(PICTURE_SIDE, PICTURE_SIDE);
    digit.forEach((level, index) => image.data.set([level, level, level, 255], index * 4));
    seen.getContext("2d").putImageData(image, 0, 0);
  }

  return {
    show,
    setWords(newWords) {
      words = newWords;
      if (shown) show(...shown);
    },
  };
}

function appendBar(parent, name) {
  const row = document.createElement("li");
  const [title, track, value] = ["name", "track", "value"].map((className) =>
    Object.assign(document.createElement("span"), { className }),
  );
  track.append(document.createElement("i"));
  title.textContent = name;
  row.append(title, track, value);
  parent.append(row);
  return row;
}

function setBar(row, probability, isBest) {
  row.classList.toggle("best", isBest);
  row.style.setProperty("--share", probability);
  row.querySelector(".value").textContent = probability >= 0.005 ? asPercent(probability) : "";
}

/** A probability is never written as 100 %: the other answers have a share of it, too. */
function asPercent(value) {
  return `${value >= 0.9995 ? "> 99.9" : (value * 100).toFixed(1)} %`;
}
