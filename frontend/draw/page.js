// @ts-check
/*
 * Opens the drawing page: the map, the idle mode, and a draft that was stored before.
 */
(function (Draw) {
  "use strict";

  // Announced by screen readers, not shown.
  const announcement = Draw.makeElement("p", { className: "only-heard", role: "status" });

  /**
   * @param {MarkKind} kind
   * @param {string} icon
   * @returns {ButtonOptions}
   */
  function kindButton(kind, icon) {
    return { action: "begin-" + kind, icon: icon, label: Draw.gettext("begin_" + kind),
             className: kind, press: () => Draw.startNewMark(kind) };
  }

  /**
   * @param {string} action
   * @param {() => void} press
   * @param {boolean} [disabled]
   * @returns {ButtonOptions}
   */
  function toolButton(action, press, disabled) {
    return { action: action, icon: action, label: Draw.gettext(action), press: press,
             disabled: disabled };
  }

  Draw.defineMode("idle", {
    bar: () => ({
      title: Draw.gettext("ask"),
      kinds: [kindButton("risk_area", "form-area"), kindButton("safe_zone", "safe-zone"),
              kindButton("service", "service")],
      tools: [
        toolButton("undo", Draw.undo, !Draw.store.undo.length),
        toolButton("redo", Draw.redo, !Draw.store.redo.length),
        toolButton("list", Draw.openMarkList),
        toolButton("search", Draw.openLocationSearch)
      ],
      sidebar: Draw.sidebarList()
    })
  });

  Draw.on("marks-changed", () => { if (Draw.activeMode() === "idle") Draw.updateBar(); });
  Draw.on("announce", (text) => { announcement.textContent = text; });

  /* Fetch the pictures of the forms while there is a link. */
  function preloadPictures() {
    const categories = Object.values(Draw.pageData.categories).flat();
    const urls = new Set([
      ...categories.map((one) => Draw.assetUrl("maki", one.sign + ".svg")),
      ...Draw.pageData.severities.map((one) =>
        Draw.assetUrl("draw", "face-" + one.code + ".svg"))
    ]);
    urls.forEach((url) => { new Image().src = url; });
  }

  function open() {
    Draw.palette = Draw.pageData.canvas.palette;
    // In a frame the screen around it shows the name and the quick exit.
    document.body.classList.toggle("framed", window.parent !== window);
    /** @type {Element} */ (document.querySelector("#top h1")).appendChild(
      Draw.makeElement("small", { text: Draw.pageData.name }));
    document.body.appendChild(announcement);
    Draw.map = window.Amparo.open("map", Draw.pageData.canvas);
    Draw.listenForTaps(Draw.map);
    Draw.listenForKeys(Draw.map);
    if (Draw.store.draft) Draw.setMode("draw", { draft: Draw.store.draft });
    else Draw.setMode("idle");
    Draw.emit("marks-changed");
    Draw.startSync();
    window.addEventListener("load", preloadPictures);
  }

  open();
})(window.AmparoDraw);
