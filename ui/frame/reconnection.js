// Has the page run when a lost connection is back: a new session knows none of the page's fragments, and Streamlit would
// run the page only if a run was under way when the connection was lost. Until that run has ended the controls take no
// clicks (frame.css, data-reconnecting), since the server drops what it has no fragment for (AppSession.request_rerun).

// A run is asked for again after this long, since Streamlit drops what is sent while it connects.
const WAIT_MS = 3000;
// A page that stops in the middle never says that its run has ended.
const ATTEMPTS = 3;

/** Called at the end of every run of the page, with another `data.run`, and when the connection comes or goes. */
export default function ({ data, parentElement, setTriggerValue }) {
  // The run that was shown when the connection was lost; null unless it was.
  parentElement.connection ??= { lostIn: null, attempts: 0 };
  const connection = parentElement.connection;
  connection.unfollow?.();
  let timer;
  const follow = () => {
    clearTimeout(timer);
    const { testConnectionState, testScriptState } = document.querySelector(".stApp").dataset;
    if (testConnectionState !== "CONNECTED") {
      connection.lostIn ??= data.run;
      connection.attempts = 0;
    } else if (connection.lostIn !== data.run || connection.attempts === ATTEMPTS) {
      connection.lostIn = null;
    } else {
      if (testScriptState === "notRunning") {
        connection.attempts += 1;
        setTriggerValue("reconnected", true);
      }
      timer = setTimeout(follow, WAIT_MS);
    }
    document.documentElement.toggleAttribute("data-reconnecting", connection.lostIn !== null);
  };
  const observer = new MutationObserver(follow);
  observer.observe(document.getElementById("root"), { attributeFilter: ["data-test-connection-state"], subtree: true });
  timer = setTimeout(follow);
  connection.unfollow = () => {
    clearTimeout(timer);
    observer.disconnect();
  };
  return connection.unfollow;
}
