// @ts-check
/*
 * Marks that other groups have shared: muted, under the marks of this group, not interactive. They
 * stay in memory: a device that several people use stores nothing of other groups.
 */
(function (Draw) {
  "use strict";

  const PANE = "amparo-shared-groups", Z_INDEX = 404;  // below safe zones and risk areas
  const STYLE = { pane: PANE, interactive: false, weight: 2, opacity: 0.75 };
  const BAND_WIDTH = 9;    // px, of a stretch of street
  /** @type {Record<string, SharedGroup>} */
  const groups = {};       // by code
  /** @type {L.Control | null} */
  let legend = null;       // legend of the muted marks

  /** @param {ServerMark} mark */
  function makePoint(mark) {
    const icon = Draw.pictogram(Draw.findCategory(mark.kind, mark.category).sign);
    return L.marker(Draw.geometryPoints(mark.geometry)[0], {
      icon: L.divIcon({
        className: "amparo-sign", iconSize: [0, 0],
        html: Draw.makeElement("div", { className: "door other " + mark.kind }, [icon])
      }),
      pane: PANE, interactive: false, keyboard: false
    });
  }

  /** @param {ServerMark} mark */
  function makeLayer(mark) {
    const color = mark.kind === "safe_zone" ? Draw.palette.teal : Draw.palette.soft;
    const points = Draw.geometryPoints(mark.geometry);
    if (mark.geometry.type === "Point") return makePoint(mark);
    if (mark.geometry.type === "Polygon") {
      return L.polygon(points, Object.assign({}, STYLE, {
        color: color, fillColor: color, fillOpacity: 0.14
      }));
    }
    return L.polyline(points, Object.assign({}, STYLE, {
      color: color, weight: BAND_WIDTH, opacity: 0.45
    }));
  }

  /** @param {SharedGroup} group */
  function render(group) {
    if (!Draw.map.getPane(PANE)) Draw.map.createPane(PANE).style.zIndex = String(Z_INDEX);
    group.layer = L.layerGroup(Object.values(group.marks).map(makeLayer)).addTo(Draw.map);
  }

  /** @param {string} code */
  function removeGroup(code) {
    groups[code].layer?.remove();
    delete groups[code];
  }

  /** @param {GroupUpdate} update */
  function updateGroup(update) {
    const marks = update.since && groups[update.code] ? groups[update.code].marks : {};
    if (groups[update.code]) removeGroup(update.code);
    update.marks.forEach((mark) => { marks[mark.id] = mark; });
    update.removed.forEach((id) => { delete marks[id]; });
    groups[update.code] = { name: update.name, revision: update.revision, marks: marks };
    render(groups[update.code]);
  }

  function groupsWithMarks() {
    return Object.values(groups).filter((group) => Object.keys(group.marks).length);
  }

  /* Show a legend on the map as long as there are shared marks. */
  function updateLegend() {
    const isNeeded = groupsWithMarks().length > 0, text = Draw.gettext("others_about");
    if (isNeeded && !legend) {
      const control = new L.Control({ position: "bottomleft" });
      control.onAdd = () => Draw.makeElement("p", { className: "shared-legend", text: text });
      legend = control.addTo(Draw.map);
      Draw.emit("announce", text);
    } else if (!isNeeded && legend) {
      legend.remove();
      legend = null;
    }
  }

  function handleChange() {
    updateLegend();
    Draw.emit("marks-changed");
  }

  Draw.on("polling", (/** @type {SyncRequest} */ request) => {
    request.shared_groups = Object.fromEntries(
      Object.entries(groups).map(([code, group]) => [code, group.revision]));
  });

  // While a finger is down nothing comes or goes: the next poll gets the same response.
  Draw.on("shared-groups", (/** @type {SharedGroupsUpdate} */ update) => {
    if (Draw.updatesHeld()) return;
    const withdrawn = Object.keys(groups).filter((code) => !update.shown.includes(code));
    withdrawn.forEach(removeGroup);
    update.groups.forEach(updateGroup);
    if (withdrawn.length || update.groups.length) handleChange();
  });

  function removeAll() {
    Object.keys(groups).forEach(removeGroup);
    handleChange();
  }

  Draw.on("store-cleared", removeAll);
  Draw.on("connection", (state) => {
    if (state.link === "stopped" && Object.keys(groups).length) removeAll();
  });

  /**
   * @param {ServerMark} mark
   * @param {string} groupName
   */
  function makeRow(mark, groupName) {
    const category = Draw.findCategory(mark.kind, mark.category);
    return Draw.makeElement("li", { className: "line" }, [
      Draw.pictogram(category.sign),
      Draw.makeElement("span", { className: "what" }, [
        Draw.makeElement("span", { text: category.word }),
        Draw.makeElement("small", { text: groupName + " · " + Draw.gettext("a_" + mark.kind) })
      ])
    ]);
  }

  Draw.listSections.push(() => {
    const rows = groupsWithMarks().flatMap((group) => Object.values(group.marks)
      .sort((a, b) => a.number - b.number).map((mark) => makeRow(mark, group.name)));
    return rows.length ? [
      Draw.makeElement("h3", { text: Draw.gettext("others") }),
      Draw.makeElement("ul", { className: "rows" }, rows)
    ] : [];
  });

  /* Shared marks of other groups, by code. */
  Draw.sharedGroups = function () {
    return Object.fromEntries(Object.entries(groups).map(([code, group]) =>
      [code, { name: group.name, revision: group.revision, marks: group.marks }]));
  };
})(window.AmparoDraw);
