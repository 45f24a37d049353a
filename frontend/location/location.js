// @ts-check
/*
 * Asks the device once where it is, when somebody presses, and hands the position to the screen.
 *
 * A component of Streamlit in its own frame: it talks to the screen around it by messages. The
 * position goes to this screen's session and is kept nowhere here. Nothing is asked on loading.
 */
(function () {
  "use strict";

  const TIMEOUT_MS = 20000;  // a phone indoors needs some seconds for its first position
  /** @type {Record<number, string>} */
  const FAILURES = { 1: "refused", 2: "unavailable", 3: "timeout" };  // GeolocationPositionError

  const button = /** @type {HTMLButtonElement} */ (document.getElementById("ask"));
  const status = /** @type {HTMLElement} */ (document.getElementById("status"));
  /** @type {Record<string, string>} */
  let texts = {};

  /**
   * @param {string} type
   * @param {Record<string, unknown>} content
   */
  function send(type, content) {
    window.parent.postMessage(
      Object.assign({ isStreamlitMessage: true, type: "streamlit:" + type }, content),
      window.location.origin);
  }

  function fitHeight() {
    send("setFrameHeight", { height: document.documentElement.scrollHeight });
  }

  /** @param {string} key */
  function show(key) {
    status.textContent = texts[key] || "";
    fitHeight();
  }

  /** @param {boolean} isAsking */
  function setAsking(isAsking) {
    button.disabled = isAsking;
    button.textContent = texts[isAsking ? "asking" : "ask"] || "";
    fitHeight();
  }

  /** @param {GeolocationPosition} position */
  function handOn(position) {
    const at = position.coords;
    send("setComponentValue", {
      dataType: "json",
      value: { lat: at.latitude, lon: at.longitude, accuracy_m: at.accuracy }
    });
  }

  function askPosition() {
    if (!window.isSecureContext || !navigator.geolocation) {
      show("insecure");
      return;
    }
    status.textContent = "";
    setAsking(true);
    navigator.geolocation.getCurrentPosition(handOn, (failure) => {
      setAsking(false);
      show(FAILURES[failure.code] || "unavailable");
    }, { enableHighAccuracy: true, maximumAge: 0, timeout: TIMEOUT_MS });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== window.location.origin) return;
    if (event.data.type !== "streamlit:render") return;
    texts = event.data.args.texts || {};
    document.documentElement.lang = event.data.args.lang || "";
    if (!button.disabled) setAsking(false);
    if (!window.isSecureContext) show("insecure");
  });
  button.addEventListener("click", askPosition);
  window.parent.AmparoQuickExit?.listen(window);
  send("componentReady", { apiVersion: 1 });
})();
