// @ts-check
/*
 * Warns where what is drawn may not last: where the device stores nothing, or where changes were
 * not sent to anybody.
 */
(function (Draw) {
  "use strict";

  const LASTING_PROTOCOLS = ["file:", "http:", "https:"];
  let storageWorks = true;

  /** @param {BeforeUnloadEvent} event */
  function handleBeforeUnload(event) {
    if (!storageWorks && Draw.countUnsent()) event.preventDefault();
  }

  function showFirstNotice() {
    if (!storageWorks) return;
    if (!LASTING_PROTOCOLS.includes(window.location.protocol)) {
      Draw.emit("notice", Draw.gettext("not_lasting"));
    } else if (Draw.countUnsent()) Draw.emit("notice", Draw.gettext("unsent"));
    else if (!Draw.countLogged()) Draw.emit("notice", Draw.gettext("stays"));
  }

  // The notice closes once the person begins, so that the map has more space.
  /** @type {HTMLElement} */ (document.getElementById("bar")).addEventListener(
    "click", () => Draw.emit("notice", null), { capture: true, once: true });
  Draw.on("store-saved", (saved) => { storageWorks = saved; });
  window.addEventListener("beforeunload", handleBeforeUnload);
  Draw.saveStore();  // shows at once whether the device can store
  showFirstNotice();
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
