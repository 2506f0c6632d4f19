// Takes a photograph: with the live camera where the browser gives it to the page, which it does over https and on this
// machine only; else with a file field, which opens the camera's own program on a phone and works over http too.

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
// Why there is no live camera, by the name of the browser's error; the words come from Python.
const REFUSALS = {
  NotAllowedError: "refused",
  NotReadableError: "busy",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

/** Builds the buttons, the field and the live picture inside `root`, and returns them. */
function build(root) {
  const open = make("button", "camera-button", { type: "button" });
  const file = make("input", "", { type: "file", accept: "image/*" });
  file.setAttribute("capture", "environment");
  const field = make("label", "camera-button");
  const fieldName = make("span");
  field.append(file, fieldName);
  const video = make("video", "", { muted: true, playsInline: true, autoplay: true });
  const choice = make("select", "");
  const take = make("button", "camera-button camera-first", { type: "button" });
  const close = make("button", "camera-button", { type: "button" });
  const row = make("div", "camera-row");
  row.append(take, close);
  const live = make("div", "camera-live");
  live.append(video, choice, row);
  const message = make("p", "camera-message");
  message.setAttribute("role", "status");
  root.append(open, live, message, field);
  return { open, file, field, fieldName, video, choice, take, close, live, message };
}

function createCamera(root, send) {
  const { open, file, field, fieldName, video, choice, take, close, live, message } = build(root);
  const hasLiveCamera = window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  let texts = {};
  let stream = null;
  // Counts up with each start and stop: a camera that comes late is not shown any more.
  let turn = 0;

  function show(isLive) {
    live.hidden = !isLive;
    open.textContent = texts.open;
    open.hidden = isLive || !hasLiveCamera;
    field.hidden = isLive || hasLiveCamera;
    message.textContent = "";
  }

  function stop() {
    turn += 1;
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    show(false);
  }

  async function start(deviceId) {
    stop();
    const mine = turn;
    try {
      const started = await openCamera(deviceId);
      if (mine !== turn) return started.getTracks().forEach((track) => track.stop());
      stream = started;
      video.srcObject = stream;
      await video.play();
      const cameras = await listCameras();
      if (mine !== turn) return;
      offer(cameras, choice, stream, texts);
      show(true);
      take.focus();
    } catch (error) {
      if (mine === turn) explain(texts[REFUSALS[error.name]] ?? texts.failed);
    }
  }

  /** No live camera: say why, and leave the file field, which may still have one. */
  function explain(words) {
    stop();
    field.hidden = false;
    open.textContent = texts.again;
    message.textContent = words;
  }

  async function sendFile() {
    const [chosen] = file.files;
    if (!chosen) return;
    message.textContent = "";
    try {
      send(await readAsJpeg(chosen));
    } catch {
      message.textContent = texts.unreadable;
    } finally {
      file.value = "";
    }
  }

  open.addEventListener("click", () => start());
  choice.addEventListener("change", () => start(choice.value));
  close.addEventListener("click", stop);
  take.addEventListener("click", () => {
    send(asJpeg(video, video.videoWidth, video.videoHeight));
    stop();
  });
  file.addEventListener("change", sendFile);
  show(false);

  return {
    stop,
    setTexts(newTexts) {
      texts = newTexts;
      open.textContent = message.textContent ? texts.again : texts.open;
      fieldName.textContent = texts.open;
      take.textContent = texts.take;
      close.textContent = texts.close;
      choice.ariaLabel = texts.camera;
      video.ariaLabel = texts.seen;
    },
  };
}

/** The stream of the chosen camera, or of one that looks away from the user. */
function openCamera(deviceId) {
  const wanted = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
  return navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, ...wanted } });
}

async function listCameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput");
}

/** Fills the list of cameras, which shows where there is a choice. */
function offer(cameras, list, stream, texts) {
  const name = (camera, index) => camera.label || `${texts.camera} ${index + 1}`;
  list.replaceChildren(...cameras.map((camera, index) => new Option(name(camera, index), camera.deviceId)));
  list.value = stream.getVideoTracks()[0].getSettings().deviceId;
  list.hidden = cameras.length < 2;
}

/** Fails where the file is no picture that the browser knows. */
async function readAsJpeg(file) {
  const picture = make("img", "", { src: URL.createObjectURL(file) });
  try {
    await picture.decode();
    return asJpeg(picture, picture.naturalWidth, picture.naturalHeight);
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

/** A picture as the data: URL of a JPEG, at most LONGEST_SIDE wide and high. */
function asJpeg(picture, width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const paper = make("canvas", "", { width: Math.round(width * scale), height: Math.round(height * scale) });
  paper.getContext("2d").drawImage(picture, 0, 0, paper.width, paper.height);
  return paper.toDataURL("image/jpeg", QUALITY);
}

function make(tag, className = "", properties = {}) {
  return Object.assign(document.createElement(tag), { className, ...properties });
}

/** Called on every rerun of the page; the camera lives on with its element. */
export default function ({ data, parentElement, setTriggerValue }) {
  if (!parentElement.camera) {
    const send = (picture) => parentElement.sendPhotograph(picture);
    parentElement.camera = createCamera(parentElement.querySelector(".camera"), send);
  }
  parentElement.sendPhotograph = (picture) => setTriggerValue("picture", picture);
  parentElement.camera.setTexts(data.texts);
  return () => {
    parentElement.camera?.stop();
    parentElement.querySelector(".camera")?.replaceChildren();
    delete parentElement.camera;
  };
}
