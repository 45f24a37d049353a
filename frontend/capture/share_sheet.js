// @ts-check
/*
 * Sends what was drawn: by the device's share sheet, as a downloaded file, or as text to copy.
 */
(function (Draw) {
  "use strict";

  const DOWNLOAD_TIME = 60000;   // ms for the browser to save a file
  /** @type {Record<string, string>} */
  const MIME_TYPES = { geojson: "application/geo+json", txt: "text/plain" };

  /** @param {string} extension */
  function makeFile(extension) {
    const { community, session } = Draw.pageData;
    const parts = [community, session, new Date().toISOString().slice(0, 10)];
    const name = parts.filter(Boolean).join("-") + "." + extension;
    return new File([Draw.exportGeojson()], name, { type: MIME_TYPES[extension] });
  }

  /* The first type of file that the device can share; null where it can share none. */
  function findShareableFile() {
    if (!navigator.canShare) return null;
    return ["geojson", "txt"].map(makeFile)
      .find((file) => navigator.canShare({ files: [file] })) || null;
  }

  /**
   * @param {number} turns
   * @param {string} messageKey
   */
  function recordSent(turns, messageKey) {
    Draw.store.sent = { turns: turns, at: new Date().toISOString() };
    Draw.saveStore();
    Draw.emit("marks-changed");
    Draw.openShareSheet(messageKey);
  }

  function share() {
    const file = findShareableFile(), turns = Draw.store.turns;
    if (!file) {
      download("geojson");
      return;
    }
    navigator.share({ files: [file] }).then(() => recordSent(turns, "sent"), (error) => {
      // An abort is the person's choice; anything else means that the device does not take it.
      if (error.name !== "AbortError") download("txt");
    });
  }

  /** @param {string} extension */
  function download(extension) {
    const file = makeFile(extension), turns = Draw.store.turns;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_TIME);
    recordSent(turns, "file_saved");
  }

  function back() { Draw.openShareSheet(); }

  function openText() {
    const turns = Draw.store.turns;
    const field = /** @type {HTMLTextAreaElement} */ (Draw.makeElement("textarea", {
      id: "as-text", readonly: true, rows: 5, spellcheck: "false"
    }));
    field.value = Draw.exportGeojson();
    Draw.openSheet({
      title: Draw.gettext("as_text"),
      back: back,
      body: [
        Draw.makeElement("label", { for: "as-text", text: Draw.gettext("as_text_about") }), field
      ],
      footer: [{
        action: "copy", className: "main", label: Draw.gettext("copy"),
        press: () => {
          field.select();
          if (document.execCommand("copy")) recordSent(turns, "copied");
        }
      }]
    });
    field.select();
  }

  function openEraseConfirmation() {
    Draw.openSheet({
      title: Draw.gettext("erase"),
      back: back,
      body: [Draw.makeElement("p", { text: Draw.gettext("erase_sure") })],
      footer: [{
        action: "erase-now", className: "main", label: Draw.gettext("erase_now"),
        press: () => {
          Draw.eraseStore();
          Draw.setMode("idle");
          Draw.emit("notice", Draw.gettext("erased"));
        }
      }]
    });
  }

  /** @returns {ButtonOptions[]} */
  function makeOptions() {
    return [
      { action: "save", className: "row", icon: "form-point", label: Draw.gettext("save_file"),
        press: () => download("geojson") },
      { action: "save-text", className: "row", icon: "note", label: Draw.gettext("save_text"),
        press: () => download("txt") },
      { action: "text", className: "row", icon: "list", label: Draw.gettext("as_text"),
        press: openText },
      { action: "erase", className: "row", icon: "bin", label: Draw.gettext("erase"),
        press: openEraseConfirmation }
    ];
  }

  /* Open the sheet with all methods to send; `message` is the key of what has just happened. */
  Draw.openShareSheet = function (message) {
    const hasMarks = Draw.countLogged() > 0;
    Draw.openSheet({
      title: Draw.gettext("send_title"),
      body: [
        message && Draw.makeElement("p", {
          className: "state saved", role: "status", text: Draw.gettext(message)
        }),
        Draw.makeElement("p", { text: Draw.gettext(hasMarks ? "send_about" : "send_none") }),
        hasMarks && Draw.makeElement("div", { className: "rows" },
                                     makeOptions().map(Draw.makeButton)),
        Draw.makeElement("p", { className: "soft", text: Draw.gettext("stays") }),
        Draw.makeElement("p", { className: "soft", text: Draw.gettext("way_back") })
      ],
      footer: hasMarks ? [{ action: "share", className: "main", icon: "next",
                            label: Draw.gettext("send_now"), press: share }] : null
    });
  };

  function updateBadge() {
    const badge = /** @type {HTMLElement} */ (document.getElementById("unsent"));
    const text = /** @type {HTMLElement} */ (document.getElementById("send-about"));
    const count = Draw.countUnsent();
    badge.textContent = String(count);
    badge.hidden = !count;
    text.textContent = count ? Draw.gettext("send_count", { count: count }) : "";
  }

  /** @type {HTMLElement} */ (document.getElementById("send")).addEventListener("click", back);
  Draw.on("marks-changed", updateBadge);
  Draw.on("acknowledged", updateBadge);
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
