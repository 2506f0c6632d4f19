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

function createCamera(root, send) {
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
      const wanted = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
      const started = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, ...wanted } });
      if (mine !== turn) return started.getTracks().forEach((track) => track.stop());
      stream = started;
      video.srcObject = stream;
      await video.play();
      await offerCameras(mine);
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

  async function offerCameras(mine) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (mine !== turn) return;
    const cameras = devices.filter(({ kind }) => kind === "videoinput");
    const name = (camera, index) => camera.label || `${texts.camera} ${index + 1}`;
    choice.replaceChildren(...cameras.map((camera, index) => new Option(name(camera, index), camera.deviceId)));
    choice.value = stream.getVideoTracks()[0].getSettings().deviceId;
    choice.hidden = cameras.length < 2;
    show(true);
    take.focus();
  }

  /** Sends what is seen, at most LONGEST_SIDE wide and high. */
  function sendPicture(picture, width, height) {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const paper = make("canvas", "", { width: Math.round(width * scale), height: Math.round(height * scale) });
    paper.getContext("2d").drawImage(picture, 0, 0, paper.width, paper.height);
    send(paper.toDataURL("image/jpeg", QUALITY));
  }

  async function sendFile() {
    const [chosen] = file.files;
    if (!chosen) return;
    message.textContent = "";
    const picture = make("img", "", { src: URL.createObjectURL(chosen) });
    try {
      await picture.decode();
      sendPicture(picture, picture.naturalWidth, picture.naturalHeight);
    } catch {
      message.textContent = texts.unreadable;
    } finally {
      URL.revokeObjectURL(picture.src);
      file.value = "";
    }
  }

  open.addEventListener("click", () => start());
  choice.addEventListener("change", () => start(choice.value));
  close.addEventListener("click", stop);
  take.addEventListener("click", () => {
    sendPicture(video, video.videoWidth, video.videoHeight);
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
