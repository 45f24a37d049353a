// @ts-check
/*
 * The queue of operations: each is stored on the device first, then sent until the server
 * acknowledges it; only then is it removed from the queue.
 */
(function (Draw) {
  "use strict";

  const MAX_OPERATIONS = 50;     // of one request, as many as the server takes
  const MAX_LENGTH = 40000;      // characters of a request; the server takes 60 kB
  const BATCH_DELAY = 30;        // ms: what is done in one movement goes in one request

  let batchSize = MAX_OPERATIONS;
  let isSending = false;         // a request with operations is on its way
  let isPolling = false;         // a request without operations is on its way
  let isHeld = false;            // a finger is down: changes of others wait
  let isStopped = false;
  /** @type {ConnectionState} */
  let state = { link: "new", message: "" };

  /**
   * @param {ConnectionState["link"]} link
   * @param {string} [message]
   */
  function setConnection(link, message) {
    state = { link: link, message: message || "" };
    Draw.emit("connection", state);
  }

  /* Make a UUID of version 4; `crypto.randomUUID` exists only with https. */
  Draw.newUuid = function () {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20),
            hex.slice(20)].join("-");
  };

  /** @param {string} id */
  function lastRevision(id) {
    const known = Draw.store.known[id];
    return known ? known.revision : Draw.store.removed[id] || 0;
  }

  /** @param {string} id */
  function queuedFor(id) {
    return Draw.store.queue.filter((operation) => operation.id === id);
  }

  /* Queue the new content of a mark; null deletes it. */
  Draw.enqueue = function (id, mark) {
    const store = Draw.store, queued = queuedFor(id), last = queued[queued.length - 1];
    const act = mark ? "put" : "remove";
    delete store.refused[id];
    if (last && !last.tried) {
      last.act = act;
      last.mark = mark;
      last.opid = Draw.newUuid();
      // A mark that was never sent and is deleted again needs no operation.
      if (!mark && !last.base && queued.length === 1) dequeue(last.opid);
    } else if (mark || queued.length || lastRevision(id)) {
      store.queue.push({ opid: Draw.newUuid(), id: id, act: act, base: lastRevision(id),
                         mark: mark, tried: false });
    }
    Draw.saveStore();
    Draw.emit("marks-changed");
    if (store.queue.length && state.link !== "offline" && state.link !== "stopped") {
      setConnection("sending");
    } else Draw.emit("connection", state);
    window.setTimeout(Draw.syncNow, BATCH_DELAY);
  };

  /* The first operation of each mark: the later ones build on the revision it gets. */
  function nextBatch() {
    /** @type {Set<string>} */
    const seen = new Set();
    let length = 0;
    return Draw.store.queue.filter((operation) => {
      if (seen.has(operation.id)) return false;
      seen.add(operation.id);
      return true;
    }).slice(0, batchSize).filter((operation, index) => {
      length += JSON.stringify(operation).length;
      return !index || length <= MAX_LENGTH;
    });
  }

  /**
   * Remove an operation from the queue and return it.
   *
   * @param {string} opid
   */
  function dequeue(opid) {
    const index = Draw.store.queue.findIndex((operation) => operation.opid === opid);
    return index < 0 ? null : Draw.store.queue.splice(index, 1)[0];
  }

  /**
   * Let later operations of a mark build on the revision, and on the id, that it has got.
   *
   * @param {string} id
   * @param {string} newId
   * @param {number} revision
   */
  function rebaseQueued(id, newId, revision) {
    queuedFor(id).forEach((operation) => {
      operation.base = revision;
      operation.id = newId;
    });
    if (newId !== id) Draw.emit("mark-replaced", { from: id, to: newId });
  }

  /**
   * Where somebody else had changed the mark meanwhile, ours became a second mark, its twin.
   *
   * @param {Acknowledgement} acknowledged
   */
  function acknowledge(acknowledged) {
    const store = Draw.store, operation = dequeue(acknowledged.opid);
    const id = acknowledged.twin || acknowledged.id;
    if (!operation) return;
    if (operation.mark) {
      store.known[id] = Object.assign({}, operation.mark, {
        id: id, number: acknowledged.number, revision: acknowledged.revision, at: acknowledged.at,
        twin_of: acknowledged.twin ? acknowledged.id : (store.known[id] || {}).twin_of || null
      });
      delete store.removed[id];
    } else {
      delete store.known[operation.id];
      store.removed[operation.id] = acknowledged.revision;
    }
    rebaseQueued(operation.id, id, acknowledged.revision);
    Draw.emit("acknowledged", { act: operation.act, number: acknowledged.number,
                                at: acknowledged.at, id: id, twin: acknowledged.twin });
  }

  /** @param {RefusedOperation} refusal */
  function refuse(refusal) {
    const operation = dequeue(refusal.opid);
    if (!operation) return;
    const id = operation.id, later = queuedFor(id);
    later.forEach((one) => { one.base = lastRevision(id); });
    if (!later.length) {
      Draw.store.refused[id] = { told: refusal.message, act: operation.act, mark: operation.mark };
    }
    Draw.emit("refused", { id: id, message: refusal.message });
  }

  /**
   * Merge changes by others; while a finger is down they wait for a later response.
   *
   * @param {SyncResponse} response
   */
  function merge(response) {
    const store = Draw.store;
    if (isHeld || response.revision < store.revision) return;
    (response.marks || []).forEach((mark) => {
      const at = (store.known[mark.id] || {}).at;
      store.known[mark.id] = Object.assign(at ? { at: at } : {}, mark);
    });
    (response.removed || []).forEach((id) => {
      delete store.known[id];
      store.removed[id] = Math.max(response.revision, store.removed[id] || 0);
    });
    store.revision = response.revision;
  }

  function snapshot() {
    return JSON.stringify([Draw.store.known, Draw.store.queue, Draw.store.refused]);
  }

  /**
   * Change the store and save it; emit an event only where marks have changed.
   *
   * @param {() => void} change
   */
  function updateStore(change) {
    const before = snapshot();
    change();
    Draw.saveStore();
    if (snapshot() !== before) Draw.emit("marks-changed");
  }

  /**
   * Send half as many next time; a single operation that is too large is refused here.
   *
   * @param {Operation[]} sent
   */
  function handleTooLarge(sent) {
    if (sent.length > 1) {
      batchSize = Math.floor(sent.length / 2);
      return;
    }
    updateStore(() => sent.forEach((operation) => {
      refuse({ opid: operation.opid, message: Draw.gettext("too_large") });
    }));
  }

  /** @param {SyncResponse} response */
  function handleSuccess(response) {
    batchSize = MAX_OPERATIONS;
    updateStore(() => {
      (response.acknowledged || []).forEach(acknowledge);
      (response.refused || []).forEach(refuse);
      merge(response);
    });
    if (response.shared_groups) Draw.emit("shared-groups", response.shared_groups);
    setConnection(Draw.store.queue.length ? "sending" : "well");
    if (Draw.store.queue.length) window.setTimeout(Draw.syncNow, BATCH_DELAY);
  }

  /**
   * @param {Operation[]} sent
   * @param {ApiResponse} response
   */
  function handleResponse(sent, response) {
    const body = response.body;
    if (response.status === 200) return handleSuccess(body);
    if (response.status === 401 || response.status === 409) {
      updateStore(() => (body.acknowledged || []).forEach(acknowledge));
      Draw.dropSyncedStore();
      return setConnection("stopped", body.message || Draw.gettext("not_in"));
    }
    if (response.status === 413) handleTooLarge(sent);
    return setConnection("busy", body.message || Draw.gettext("busy"));
  }

  /** @param {Operation[]} sent */
  function makeRequest(sent) {
    /** @type {SyncRequest} */
    const request = {
      community: Draw.pageData.community,
      session: Draw.pageData.session,
      since: Draw.store.revision,
      operations: sent.map((operation) => {
        const { opid, id, act, base, mark } = operation;
        return mark ? { opid, id, act, base, mark } : { opid, id, act, base };
      })
    };
    if (!sent.length) Draw.emit("polling", request);
    return request;
  }

  /* Send queued operations; where there are none, only poll for changes. */
  Draw.syncNow = function () {
    if (isSending || isStopped || state.link === "stopped") return;
    const sent = nextBatch();
    if (!sent.length && (isPolling || document.hidden)) return;
    sent.forEach((operation) => { operation.tried = true; });
    if (sent.length) {
      Draw.saveStore();
      isSending = true;
    } else isPolling = true;
    function done() {
      if (sent.length) isSending = false;
      else isPolling = false;
    }
    Draw.postOperations(makeRequest(sent)).then((response) => {
      done();
      if (!isStopped) handleResponse(sent, response);
    }, () => {
      done();
      if (!isStopped) setConnection("offline");
    });
  };

  /* Hold back changes of others: a finger is down. */
  Draw.holdUpdates = function () { isHeld = true; };

  Draw.resumeUpdates = function () {
    isHeld = false;
    Draw.emit("marks-changed");
    Draw.syncNow();
  };

  Draw.updatesHeld = function () { return isHeld; };

  /* Sync again after the server had refused the session: the device may have joined anew. */
  Draw.retrySync = function () {
    setConnection("sending");
    Draw.syncNow();
  };

  Draw.connection = function () { return state; };

  /* Start to sync: now, every few seconds, and when the device is online again. */
  Draw.startSync = function () {
    window.setInterval(Draw.syncNow, Draw.pageData.poll_s * 1000);
    window.addEventListener("online", Draw.syncNow);
    window.addEventListener("offline", () => {
      if (state.link !== "stopped") setConnection("offline");
    });
    document.addEventListener("visibilitychange", Draw.syncNow);
    Draw.on("store-cleared", () => { isStopped = true; });
    Draw.syncNow();
  };
})(window.AmparoDraw);
