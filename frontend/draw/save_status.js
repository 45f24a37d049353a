// @ts-check
/*
 * The status line above the map: saving, saved with number and time, offline, refused.
 */
(function (Draw) {
  "use strict";

  const SHOWN_FOR = 12000;    // ms that a success or a notice stays
  const SLOW_AFTER = 400;     // ms after which "saving" is worth showing

  const line = /** @type {HTMLElement} */ (document.getElementById("save-status"));
  /** @type {{ text: string, look: "yes" | "no" } | null} */
  let outcome = null;         // of what was saved or refused last
  /** @type {string | null} */
  let notice = null;
  /** @type {{ outcome: number | undefined, notice: number | undefined }} */
  const timers = { outcome: undefined, notice: undefined };
  /** @type {{ act: string, number: number, at: string, twin: string | null }[]} */
  let acknowledged = [];
  /** @type {number | undefined} */
  let batchTimer;             // until all acknowledgements of one response are there
  /** @type {number | null} */
  let slowTimer = null;
  let storageWorks = true;
  let shownText = "";

  function countQueuedMarks() {
    return new Set(Draw.store.queue.map((operation) => operation.id)).size;
  }

  /**
   * @param {string} look
   * @param {string} icon
   * @param {string} text
   * @param {(HTMLElement | null)[]} [buttons]
   */
  function makeCard(look, icon, text, buttons) {
    return Draw.makeElement("p", { className: "status-card " + look }, [
      Draw.icon(icon), Draw.makeElement("span", { text: text }), ...(buttons || [])
    ]);
  }

  /** @param {string} message */
  function stoppedCard(message) {
    const url = Draw.pageData.join_url;
    return makeCard("no", "stop", message, [
      Draw.makeButton({ action: "try-again", className: "small", label: Draw.gettext("try_again"),
                        press: Draw.retrySync }),
      url ? Draw.makeElement("a", { className: "small", href: url, target: "_top",
                                    text: Draw.gettext("join_again") }) : null
    ]);
  }

  function connectionCard() {
    const connection = Draw.connection(), queued = countQueuedMarks();
    if (connection.link === "stopped") return stoppedCard(connection.message);
    if (connection.link === "offline") {
      if (!queued) return makeCard("off", "off", Draw.gettext("offline_none"));
      return makeCard("off", "off", Draw.gettext(queued === 1 ? "offline_one" : "offline",
                                                 { count: queued }));
    }
    if (connection.link === "busy") return makeCard("off", "wait", connection.message);
    if (outcome && outcome.look === "no") return makeCard("no", "stop", outcome.text);
    if (queued && !slowTimer) return makeCard("wait", "wait", Draw.gettext("saving"));
    return outcome ? makeCard("yes", "yes", outcome.text) : null;
  }

  function render() {
    const cards = [
      storageWorks ? null : makeCard("no", "stop", Draw.gettext("not_stored")),
      connectionCard(),
      notice ? makeCard("word", "word", notice) : null
    ];
    const text = cards.map((card) => card ? card.textContent : "").join("\n");
    if (text === shownText) return;  // screen readers would read it again
    shownText = text;
    Draw.replaceContent(line, cards);
  }

  /**
   * Render now, and again after a while without this message.
   *
   * @param {"outcome" | "notice"} name
   * @param {() => void} clear
   */
  function renderForAWhile(name, clear) {
    window.clearTimeout(timers[name]);
    timers[name] = window.setTimeout(() => {
      clear();
      render();
    }, SHOWN_FOR);
    render();
  }

  function renderAcknowledged() {
    const all = acknowledged, last = all[all.length - 1];
    acknowledged = [];
    const key = all.length > 1 ? "saved_many" : last.twin ? "saved_twin" :
      last.act === "remove" ? "removed" : "saved";
    const text = Draw.gettext(key, { number: last.number, at: last.at, count: all.length });
    outcome = { text: text, look: "yes" };
    renderForAWhile("outcome", () => { outcome = null; });
  }

  Draw.on("notice", (text) => {
    notice = text;
    renderForAWhile("notice", () => { notice = null; });
  });

  Draw.on("refused", (refusal) => {
    window.clearTimeout(timers.outcome);
    outcome = { text: refusal.message, look: "no" };
    render();
  });

  Draw.on("acknowledged", (one) => {
    acknowledged.push(one);
    window.clearTimeout(batchTimer);
    batchTimer = window.setTimeout(renderAcknowledged, 0);
  });

  Draw.on("connection", (state) => {
    // What is acknowledged at once needs no "saving" before.
    if (state.link === "sending" && !slowTimer && !acknowledged.length) {
      slowTimer = window.setTimeout(() => { slowTimer = null; render(); }, SLOW_AFTER);
    }
    render();
  });

  Draw.on("marks-changed", render);

  Draw.on("store-saved", (works) => {
    if (storageWorks === works) return;
    storageWorks = works;
    render();
  });
})(window.AmparoDraw);
