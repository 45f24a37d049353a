/*
 * What other groups have shown to all: muted, under the marks of this group, to look at only.
 * It stays in this window: a phone that goes from hand to hand keeps nothing of other groups.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var PANE = "amparo-others", ABOVE = 404;  // below places to wait and marked ground
  var LINE = { pane: PANE, interactive: false, weight: 2, opacity: 0.75 };
  var BAND = 9;          // px, of a stretch along a way
  var groups = {};       // by code: { name, revision, marks by id, layer }
  var note = null;       // the words on the map that say what is muted there

  function point(mark) {
    var sign = Draw.pictogram(Draw.category(mark.kind, mark.category).sign);
    return L.marker(Draw.pointsOf(mark.geometry)[0], {
      icon: L.divIcon({
        className: "amparo-sign", iconSize: [0, 0],
        html: Draw.make("div", { look: "door other " + mark.kind }, [sign])
      }),
      pane: PANE, interactive: false, keyboard: false
    });
  }

  function drawn(mark) {
    var colour = mark.kind === "safe_zone" ? Draw.colours.teal : Draw.colours.soft;
    var points = Draw.pointsOf(mark.geometry);
    if (mark.geometry.type === "Point") return point(mark);
    if (mark.geometry.type === "Polygon") {
      return L.polygon(points, Object.assign({}, LINE, {
        color: colour, fillColor: colour, fillOpacity: 0.14
      }));
    }
    return L.polyline(points, Object.assign({}, LINE, {
      color: colour, weight: BAND, opacity: 0.45
    }));
  }

  function marksOf(group) {
    return Object.keys(group.marks).map(function (id) { return group.marks[id]; });
  }

  function draw(group) {
    if (!Draw.map.getPane(PANE)) Draw.map.createPane(PANE).style.zIndex = ABOVE;
    if (group.layer) group.layer.remove();
    group.layer = L.layerGroup(marksOf(group).map(drawn)).addTo(Draw.map);
  }

  function drop(code) {
    if (groups[code].layer) groups[code].layer.remove();
    delete groups[code];
  }

  function take(told) {
    var known = told.since && groups[told.code] || { marks: {} };
    if (groups[told.code]) drop(told.code);
    told.marks.forEach(function (mark) { known.marks[mark.id] = mark; });
    told.gone.forEach(function (id) { delete known.marks[id]; });
    groups[told.code] = { name: told.name, revision: told.revision, marks: known.marks };
    draw(groups[told.code]);
  }

  function some() {
    return Object.keys(groups).filter(function (code) {
      return Object.keys(groups[code].marks).length;
    });
  }

  /* Say on the map what the muted shapes are, as long as there are any. */
  function explain() {
    var there = some().length > 0;
    if (there && !note) {
      note = L.control({ position: "bottomleft" });
      note.onAdd = function () {
        return Draw.make("p", { look: "others", text: Draw.say("others_about") });
      };
      note.addTo(Draw.map);
      Draw.tell("spoken", Draw.say("others_about"));
    } else if (!there && note) {
      note.remove();
      note = null;
    }
  }

  function changed() {
    explain();
    Draw.tell("marks");
  }

  Draw.hear("asking", function (letter) {
    letter.others = {};
    Object.keys(groups).forEach(function (code) { letter.others[code] = groups[code].revision; });
  });

  // While a finger is down nothing comes or goes: it is told again at the next question.
  Draw.hear("others", function (told) {
    if (Draw.isHeld()) return;
    var away = Object.keys(groups).filter(function (code) {
      return told.shown.indexOf(code) < 0;
    });
    away.forEach(drop);
    told.groups.forEach(take);
    if (away.length || told.groups.length) changed();
  });

  function forget() {
    Object.keys(groups).forEach(drop);
    changed();
  }

  Draw.hear("left", forget);
  Draw.hear("link", function (state) {
    if (state.link === "stopped" && Object.keys(groups).length) forget();
  });

  function row(mark, name) {
    return Draw.make("li", { look: "line" }, [
      Draw.pictogram(Draw.category(mark.kind, mark.category).sign),
      Draw.make("span", { look: "what" }, [
        Draw.make("span", { text: Draw.category(mark.kind, mark.category).word }),
        Draw.make("small", { text: name + " · " + Draw.say("a_" + mark.kind) })
      ])
    ]);
  }

  /* What other groups have shown, in words, below the list of our own. */
  Draw.listMore = function () {
    var rows = [];
    some().forEach(function (code) {
      marksOf(groups[code]).sort(function (a, b) { return a.number - b.number; })
        .forEach(function (mark) { rows.push(row(mark, groups[code].name)); });
    });
    return rows.length ? [
      Draw.make("h3", { text: Draw.say("others") }), Draw.make("ul", { look: "rows" }, rows)
    ] : [];
  };

  /* What is known of other groups: { code: { name, revision, marks } }. */
  Draw.others = function () {
    var told = {};
    Object.keys(groups).forEach(function (code) {
      told[code] = { name: groups[code].name, revision: groups[code].revision,
                     marks: groups[code].marks };
    });
    return told;
  };
})(window.AmparoDraw);
