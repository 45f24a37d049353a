// @ts-check
/*
 * The copy of the session in localStorage: what the server has not acknowledged survives a reload.
 * A capture file has capture/local_store.js in place of this script.
 */
(function (Draw) {
  "use strict";

  const PREFIX = "amparo:draw:";
  const KEY = PREFIX + Draw.pageData.community + ":" + Draw.pageData.session;
  let cleared = false;  // after a quick exit nothing is written any more

  /** @returns {DrawStore} */
  function emptyStore() {
    return {
      known: {},
      removed: {},
      revision: 0,
      queue: [],
      refused: {},
      settled: {},
      draft: null,
      undo: [],
      redo: []
    };
  }

  /**
   * Rethrow what is neither a refusal of the storage nor broken JSON.
   *
   * @param {unknown} error
   */
  function expectStorageError(error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
  }

  function readStore() {
    try {
      const text = window.localStorage.getItem(KEY);
      return Object.assign(emptyStore(), text ? JSON.parse(text) : {});
    } catch (error) {
      expectStorageError(error);
      return emptyStore();
    }
  }

  /**
   * Return whether the server has all of a store.
   *
   * @param {DrawStore} store
   */
  function isSynced(store) {
    return !store.queue.length && !Object.keys(store.refused).length && !store.draft;
  }

  /* Delete the stores of other sessions that the server has: a device may be shared. */
  function deleteOtherStores() {
    try {
      Object.keys(window.localStorage).forEach((key) => {
        if (!key.startsWith(PREFIX) || key === KEY) return;
        const text = window.localStorage.getItem(key) || "{}";
        if (isSynced(Object.assign(emptyStore(), JSON.parse(text)))) {
          window.localStorage.removeItem(key);
        }
      });
    } catch (error) {
      expectStorageError(error);
    }
  }

  Draw.store = readStore();
  deleteOtherStores();

  /* Write the store; where the device refuses, the page shows a warning. */
  Draw.saveStore = function () {
    Draw.emit("store-changed");
    if (cleared) return false;
    let saved = true;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(Draw.store));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      saved = false;
    }
    Draw.emit("store-saved", saved);
    return saved;
  };

  /* Delete the store when the session ends, unless the server lacks some of it. */
  Draw.dropSyncedStore = function () {
    if (isSynced(Draw.store) && !cleared) window.localStorage.removeItem(KEY);
  };

  function clearStore() {
    cleared = true;
    Draw.store = emptyStore();
    Draw.emit("store-changed");
    Draw.emit("store-cleared");
  }

  window.addEventListener("amparo:quick-exit", clearStore);
  // A key of null: a quick exit in another window, or in the screen around this one, cleared all.
  window.addEventListener("storage", (event) => {
    if (event.key !== null) return;
    clearStore();
    if (window.parent === window) window.location.replace("/calendar");
  });
})(window.AmparoDraw);
