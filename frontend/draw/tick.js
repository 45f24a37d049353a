/*
 * The line above the map: being saved, saved with its number and hour, no link, and why not.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var STAYS = 12000;     // ms that a good word stays
  var COUNTS_AS_SLOW = 400;  // ms after which "being saved" is worth a word

  var line = document.getElementById("tick");
  var news = null;       // { text, look } of what was saved or refused last
  var word = null;       // a sentence beside it
  var fading = { news: null, word: null };
  var taken = [];
  var slow = null;
  var storing = true;
  var shown = "";

  function marksWaiting() {
    var ids = {};
    Draw.kept.queue.forEach(function (one) { ids[one.id] = true; });
    return Object.keys(ids).length;
  }

  function card(look, sign, text, more) {
    return Draw.make("p", { look: "told " + look }, [
      Draw.sign(sign), Draw.make("span", { text: text })
    ].concat(more || []));
  }

  function stopped(told) {
    return card("no", "stop", told, [
      Draw.button({ does: "try-again", look: "small", word: Draw.say("try_again"),
                    press: Draw.tryAgain }),
      Draw.told.join ? Draw.make("a", { look: "small", href: Draw.told.join, target: "_top",
                                        text: Draw.say("join_again") }) : null
    ]);
  }

  function now() {
    var link = Draw.link(), waiting = marksWaiting();
    if (link.link === "stopped") return stopped(link.told);
    if (link.link === "offline") {
      if (!waiting) return card("off", "off", Draw.say("offline_none"));
      return card("off", "off", Draw.say(waiting === 1 ? "offline_one" : "offline",
                                         { count: waiting }));
    }
    if (link.link === "busy") return card("off", "wait", link.told);
    if (news && news.look === "no") return card("no", "stop", news.text);
    if (waiting && !slow) return card("wait", "wait", Draw.say("saving"));
    return news ? card("yes", "yes", news.text) : null;
  }

  function show() {
    var cards = [
      storing ? null : card("no", "stop", Draw.say("not_stored")),
      now(),
      word ? card("word", "word", word) : null
    ];
    var text = cards.map(function (one) { return one ? one.textContent : ""; }).join("\n");
    if (text === shown) return;  // said once is enough
    shown = text;
    Draw.fill(line, cards);
  }

  function fade(name, work) {
    window.clearTimeout(fading[name]);
    fading[name] = window.setTimeout(function () {
      work();
      show();
    }, STAYS);
    show();
  }

  function happened(text) {
    news = { text: text, look: "yes" };
    fade("news", function () { news = null; });
  }

  /* Say something, for a while. */
  Draw.hear("word", function (text) {
    word = text;
    fade("word", function () { word = null; });
  });

  Draw.hear("refused", function (refused) {
    window.clearTimeout(fading.news);
    news = { text: refused.told, look: "no" };
    show();
  });

  Draw.hear("taken", function (one) {
    taken.push(one);
    window.clearTimeout(taken.waiting);
    taken.waiting = window.setTimeout(function () {
      var all = taken, last = all[all.length - 1];
      taken = [];
      var key = all.length > 1 ? "saved_many" : last.twin ? "saved_twin" :
        last.act === "remove" ? "removed" : "saved";
      happened(Draw.say(key, { number: last.number, at: last.at, count: all.length }));
    }, 0);
  });

  Draw.hear("link", function (state) {
    // What is acknowledged at once needs no word before.
    if (state.link === "sending" && !slow && !taken.length) {
      slow = window.setTimeout(function () { slow = null; show(); }, COUNTS_AS_SLOW);
    }
    show();
  });

  Draw.hear("marks", show);

  Draw.hear("kept", function (well) {
    if (storing === well) return;
    storing = well;
    show();
  });
})(window.AmparoDraw);
