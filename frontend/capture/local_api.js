// @ts-check
/*
 * Takes the place of the server: acknowledges operations, numbers marks and stores their versions
 * within the page. Its functions are those of draw/api_client.js.
 */
(function (Draw) {
  "use strict";

  const MAX_VERSIONS = 30;       // of one mark
  const POLL_S = 3600;           // there is no server to poll for changes

  /** @param {LoggedMark} logged */
  function lastVersion(logged) { return logged.versions[logged.versions.length - 1]; }

  /**
   * Log an operation, once, and acknowledge it.
   *
   * @param {any} operation
   * @returns {Acknowledgement}
   */
  function acknowledge(operation) {
    const store = Draw.store;
    let logged = store.log[operation.id];
    if (!logged) {
      logged = { number: (store.numbers += 1), versions: [] };
      store.log[operation.id] = logged;
    }
    const before = lastVersion(logged);
    if (!before || before.opid !== operation.opid) {
      store.turns += 1;
      logged.versions.push({
        opid: operation.opid, count: before ? before.count + 1 : 1, turn: store.turns,
        at: new Date().toISOString(), act: operation.act, mark: operation.mark || null
      });
      logged.versions = logged.versions.slice(-MAX_VERSIONS);
    }
    const version = lastVersion(logged);
    return { opid: operation.opid, id: operation.id, number: logged.number,
             revision: version.turn, at: Draw.formatHour(version.at), twin: null };
  }

  Draw.postOperations = function (request) {
    const acknowledged = request.operations.map(acknowledge);
    return Promise.resolve({ status: 200, body: {
      revision: Draw.store.turns, acknowledged: acknowledged, refused: [], marks: [], removed: []
    } });
  };

  /**
   * The content of a version; of one that deleted the mark, the content before.
   *
   * @param {LoggedVersion[]} versions
   * @param {number} index
   */
  function contentAt(versions, index) {
    for (let i = index; i >= 0; i--) if (versions[i].mark) return versions[i].mark;
    return null;
  }

  /** @param {string} id */
  function listVersions(id) {
    const versions = (Draw.store.log[id] || { versions: [] }).versions;
    return versions.map((version, index) => {
      const act = version.act === "remove" ? "remove" : version.count === 1 ? "add" : "edit";
      return { revision: version.turn, at: Draw.formatHour(version.at), act: act,
               mark: contentAt(versions, index) };
    }).reverse();
  }

  function listRemoved() {
    return Object.entries(Draw.store.log).flatMap(([id, logged]) => {
      const version = lastVersion(logged);
      const content = contentAt(logged.versions, logged.versions.length - 1);
      if (version.act !== "remove" || !content) return [];
      return [{ id: id, number: logged.number, at: Draw.formatHour(version.at),
                mark: Object.assign({}, content, { revision: version.turn }) }];
    });
  }

  Draw.fetchHistory = function (id) {
    return Promise.resolve(/** @type {any} */ (
      id ? { versions: listVersions(id) } : { removed: listRemoved() }));
  };

  /* Return the URL of a picture: all are embedded in the page. */
  Draw.assetUrl = function (folder, file) { return Draw.pageData.pictures[folder + "/" + file]; };

  // Nothing depends on a link, so the page must not warn of losing it.
  window.addEventListener("offline", (event) => event.stopImmediatePropagation(), true);
  Draw.pageData.poll_s = POLL_S;
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
