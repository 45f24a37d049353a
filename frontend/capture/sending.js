/*
 * Sending what was drawn: by whatever this phone sends files with, or as a file it keeps.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var STAYS = 60000;     // ms that a file is held for the browser to save it
  var KINDS = { geojson: "application/geo+json", txt: "text/plain" };

  function file(ending) {
    var parts = [Draw.told.community, Draw.told.session, new Date().toISOString().slice(0, 10)];
    var name = parts.filter(Boolean).join("-") + "." + ending;
    return new File([Draw.collection()], name, { type: KINDS[ending] });
  }

  /* The first kind of file that this phone can hand to others; null where it can none. */
  function shareable() {
    if (!navigator.canShare) return null;
    return ["geojson", "txt"].map(file).filter(function (one) {
      return navigator.canShare({ files: [one] });
    })[0] || null;
  }

  function sent(turns, key) {
    Draw.kept.sent = { turns: turns, at: new Date().toISOString() };
    Draw.keep();
    Draw.tell("marks");
    Draw.openSending(key);
  }

  function share() {
    var one = shareable(), turns = Draw.kept.turns;
    if (!one) return save("geojson");
    navigator.share({ files: [one] }).then(function () { sent(turns, "sent"); }, function (fault) {
      if (fault.name !== "AbortError") save("txt");  // she changed her mind, or it is not taken
    });
    return undefined;
  }

  function save(ending) {
    var one = file(ending), link = document.createElement("a"), turns = Draw.kept.turns;
    link.href = URL.createObjectURL(one);
    link.download = one.name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, STAYS);
    sent(turns, "file_saved");
  }

  function back() { Draw.openSending(); }

  function text() {
    var turns = Draw.kept.turns;
    var field = Draw.make("textarea", { id: "as-text", readonly: true, rows: 5, spellcheck: "false" });
    field.value = Draw.collection();
    Draw.openSheet({
      title: Draw.say("as_text"),
      back: back,
      body: [Draw.make("label", { for: "as-text", text: Draw.say("as_text_about") }), field],
      foot: [{
        does: "copy", look: "main", word: Draw.say("copy"),
        press: function () {
          field.select();
          if (document.execCommand("copy")) sent(turns, "copied");
        }
      }]
    });
    field.select();
  }

  function sure() {
    Draw.openSheet({
      title: Draw.say("erase"),
      back: back,
      body: [Draw.make("p", { text: Draw.say("erase_sure") })],
      foot: [{
        does: "erase-now", look: "main", word: Draw.say("erase_now"),
        press: function () {
          Draw.erase();
          Draw.turn("rest");
          Draw.tell("word", Draw.say("erased"));
        }
      }]
    });
  }

  /* Open the sheet from which all ways out of the phone begin; `news` is what just happened. */
  Draw.openSending = function (news) {
    var any = Draw.drawnAtAll() > 0;
    Draw.openSheet({
      title: Draw.say("send_title"),
      body: [
        news && Draw.make("p", { look: "state kept", role: "status", text: Draw.say(news) }),
        Draw.make("p", { text: Draw.say(any ? "send_about" : "send_none") }),
        any && Draw.make("div", { look: "rows" }, [
          { does: "save", look: "row", sign: "form-point", word: Draw.say("save_file"),
            press: function () { save("geojson"); } },
          { does: "save-text", look: "row", sign: "note", word: Draw.say("save_text"),
            press: function () { save("txt"); } },
          { does: "text", look: "row", sign: "list", word: Draw.say("as_text"), press: text },
          { does: "erase", look: "row", sign: "bin", word: Draw.say("erase"), press: sure }
        ].map(Draw.button)),
        Draw.make("p", { look: "soft", text: Draw.say("stays") }),
        Draw.make("p", { look: "soft", text: Draw.say("way_back") })
      ],
      foot: any ? [{ does: "share", look: "main", sign: "next", word: Draw.say("send_now"),
                     press: share }] : null
    });
  };

  function count() {
    var badge = document.getElementById("unsent"), number = Draw.unsent();
    badge.textContent = String(number);
    badge.hidden = !number;
    document.getElementById("send-about").textContent =
      number ? Draw.say("send_count", { count: number }) : "";
  }

  document.getElementById("send").addEventListener("click", back);
  Draw.hear("marks", count);
  Draw.hear("taken", count);
})(window.AmparoDraw);
