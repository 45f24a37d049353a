// @ts-check
/*
 * The quick exit: the link at the top right, or Escape or Shift pressed three times.
 *
 * The link works without this script. With it, a cover hides the screen before any request is made,
 * the browser's storage is cleared, a request ends the server's session, and the entries of this
 * page in the tab's history are replaced. The browser's own history remains: no page can clear it.
 */
(function () {
  "use strict";

  const HISTORY_TIMEOUT = 150;   // ms to go back through our own entries
  const SERVER_TIMEOUT = 1000;   // ms to wait for the next page before the request is sent
  const CALENDAR = "/calendar";
  const LEAVE = "/amparo/leave";
  const ON_TOP = "data-react-aria-top-layer";  // Streamlit's dialogs leave such an element usable

  let hasLeft = false;

  /** @returns {HTMLAnchorElement | null} */
  function findLink() {
    return document.querySelector("body > a.leave");
  }

  function coverScreen() {
    const cover = document.createElement("div");
    cover.id = "cover";
    cover.setAttribute(ON_TOP, "true");
    cover.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff;cursor:wait";
    document.body.appendChild(cover);
    document.title = "\u200b";
    document.querySelectorAll("link[rel~=icon]").forEach((icon) => {
      icon.setAttribute("href", "data:,");
    });
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /**
   * Clear the browser's storage at once, and send the request on unload, or after a timeout.
   *
   * @param {string} session
   */
  function endSession(session) {
    let isTold = false;
    function tellServer() {
      if (isTold) return;
      isTold = true;
      navigator.sendBeacon(LEAVE, session);
    }
    function clearStorage() {
      window.localStorage.clear();
      window.sessionStorage.clear();
    }
    window.dispatchEvent(new Event("amparo:quick-exit"));  // other scripts stop writing
    clearStorage();
    window.addEventListener("pagehide", () => { clearStorage(); tellServer(); });
    window.setTimeout(tellServer, SERVER_TIMEOUT);
  }

  /* How many entries of the tab's history before this one are of the same document. */
  function countOwnEntries() {
    const navigation = window.navigation;
    if (!navigation || !navigation.currentEntry) return 0;
    const index = navigation.currentEntry.index, entries = navigation.entries();
    let count = 0;
    while (entries[index - count - 1] && entries[index - count - 1].sameDocument) count += 1;
    return count;
  }

  /** @param {string} url */
  function goTo(url) {
    // A navigation drops the entries ahead; our remaining entries become the calendar.
    window.history.replaceState(null, "", CALENDAR);
    if (window.navigation && window.navigation.canGoForward) {
      window.history.pushState(null, "", CALENDAR);
    }
    window.location.replace(url);
  }

  /**
   * @param {number} steps
   * @param {() => void} done
   */
  function goBack(steps, done) {
    if (!steps) {
      done();
      return;
    }
    let isDone = false;
    /** @param {Event} [event] */
    function once(event) {
      if (event) event.stopImmediatePropagation();  // Streamlit must not render during the exit
      if (isDone) return;
      isDone = true;
      done();
    }
    window.addEventListener("popstate", once, true);
    window.setTimeout(once, HISTORY_TIMEOUT);
    window.history.go(-steps);
  }

  /** @param {Event} [event] */
  function leave(event) {
    if (event) event.preventDefault();
    if (hasLeft) return;
    hasLeft = true;
    coverScreen();
    const link = findLink();
    const url = link && navigator.onLine ? link.href : CALENDAR;
    endSession((link && link.getAttribute("data-session")) || "");
    goBack(countOwnEntries(), () => goTo(url));
  }

  /** @param {HTMLAnchorElement} link */
  function activateLink(link) {
    link.setAttribute(ON_TOP, "true");
    link.addEventListener("click", leave);
  }

  /* Move the link from the screen to the body, so that dialogs leave it usable. */
  function liftLink() {
    const own = findLink();
    if (own && !own.hasAttribute(ON_TOP)) activateLink(own);  // of a page without Streamlit
    /** @type {HTMLAnchorElement | null} */
    const fresh = document.querySelector("#root a.leave");
    if (!fresh || fresh.hidden) return;
    if (own) own.remove();
    document.documentElement.lang = fresh.lang;
    const lifted = /** @type {HTMLAnchorElement} */ (fresh.cloneNode(true));
    activateLink(lifted);
    fresh.hidden = true;
    document.body.appendChild(lifted);
  }

  // Streamlit runs this script again with every screen.
  if (!window.AmparoQuickExit) {
    const presses = window.AmparoTriplePress.create(leave);
    window.AmparoQuickExit = { listen: presses.listen, liftLink: liftLink };
    if (window.parent === window) presses.listen(window);  // in a frame the screen around listens
    // A page that comes back from the browser's cache still shows its cover: leave again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && hasLeft) window.location.replace(CALENDAR);
    });
  }
  liftLink();
})();
