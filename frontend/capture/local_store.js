// @ts-check
/*
 * The store of the file in localStorage: all of it, because the device has the only copy.
 *
 * All files that a browser opens from storage share one localStorage, so the key names the
 * community and the file, and nothing else is touched.
 */
(function (Draw) {
  "use strict";

  const KEY = "amparo:file:" + Draw.pageData.community + ":" + Draw.pageData.file;
  const storage = findStorage();
  /** @type {string | null} */
  let lastText = null;    // what this window wrote, or read, last

  function findStorage() {
    try {
      return window.localStorage;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return null;
    }
  }

  /** @returns {CaptureStore} */
  function emptyStore() {
    return {
      known: {}, removed: {}, revision: 0, queue: [], refused: {}, settled: {}, draft: null,
      undo: [], redo: [],
      log: {},
      turns: 0,
      numbers: 0,
      sent: { turns: 0, at: null },
      tongue: null
    };
  }

  function readText() {
    try {
      return storage && storage.getItem(KEY);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return null;
    }
  }

  /**
   * @param {string | null} text
   * @returns {CaptureStore}
   */
  function parseStore(text) {
    try {
      return Object.assign(emptyStore(), text ? JSON.parse(text) : {});
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return emptyStore();
    }
  }

  function writeStore() {
    if (!storage) return false;
    try {
      lastText = JSON.stringify(Draw.store);
      storage.setItem(KEY, lastText);
      return storage.getItem(KEY) === lastText;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return false;
    }
  }

  /**
   * Set the current version of a mark from its log.
   *
   * @param {string} id
   */
  function updateFromLog(id) {
    const store = Draw.store, version = Draw.latestVersion(id);
    delete store.known[id];
    delete store.removed[id];
    if (!version.mark) store.removed[id] = version.turn;
    else {
      store.known[id] = Object.assign({}, version.mark, {
        id: id, number: store.log[id].number, revision: version.turn,
        at: Draw.formatHour(version.at)
      });
    }
  }

  /** @param {number} number */
  function isTaken(number) {
    return Object.values(Draw.store.log).some((logged) => logged.number === number);
  }

  /**
   * Merge one mark of another window's store; the later change wins. Returns whether it was newer.
   *
   * @param {string} id
   * @param {LoggedMark} theirs
   */
  function mergeMark(id, theirs) {
    const store = Draw.store, own = store.log[id];
    const last = theirs.versions[theirs.versions.length - 1];
    if (own && last.at <= Draw.latestVersion(id).at) return false;
    const number = own ? own.number : isTaken(theirs.number) ? (store.numbers += 1) : theirs.number;
    store.log[id] = { number: number, versions: theirs.versions };
    last.turn = store.turns += 1;
    updateFromLog(id);
    return true;
  }

  /* Merge what another window stored meanwhile; return whether there was anything. */
  function mergeOtherWindows() {
    const text = readText();
    if (!text || text === lastText) return false;
    const store = Draw.store, theirs = parseStore(text);
    lastText = text;
    store.turns = Math.max(store.turns, theirs.turns);
    store.numbers = Math.max(store.numbers, theirs.numbers);
    return Object.keys(theirs.log).filter((id) => mergeMark(id, theirs.log[id])).length > 0;
  }

  /* The time of day of a moment, as hours and minutes. */
  Draw.formatHour = function (moment) {
    const at = new Date(moment);
    return [at.getHours(), at.getMinutes()].map((number) => String(number).padStart(2, "0"))
      .join(":");
  };

  /* The latest version of a mark. */
  Draw.latestVersion = function (id) {
    const versions = Draw.store.log[id].versions;
    return versions[versions.length - 1];
  };

  lastText = readText();
  Draw.store = parseStore(lastText);

  /* Write the store; return whether the device could. Otherwise the page shows a warning. */
  Draw.saveStore = function () {
    mergeOtherWindows();
    Draw.emit("store-changed");
    const saved = writeStore();
    Draw.emit("store-saved", saved);
    return saved;
  };

  /* Nothing is dropped: no server has it. */
  Draw.dropSyncedStore = function () {};

  /* Erase the store. */
  Draw.eraseStore = function () {
    Draw.store = Object.assign(emptyStore(), { tongue: Draw.store.tongue });
    lastText = null;
    if (storage) storage.removeItem(KEY);
    Draw.emit("store-changed");
    Draw.emit("marks-changed");
  };

  function handleReturn() {
    if (storage && lastText && !readText()) writeStore();  // another page cleared localStorage
    if (document.hidden || !mergeOtherWindows()) return;
    Draw.emit("store-changed");
    Draw.emit("marks-changed");
  }

  window.addEventListener("focus", handleReturn);
  window.addEventListener("storage", handleReturn);
  document.addEventListener("visibilitychange", handleReturn);
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
