// @ts-check
/*
 * Search of a location: by the name of a street or place, or by coordinates.
 */
(function (Draw) {
  "use strict";

  const MAX_RESULTS = 8;
  /** @type {PlaceName[] | null} */
  let names = null;      // fetched at the first search

  /** @param {string} text */
  function normalize(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }

  /** @param {LatLngPair} at */
  function goTo(at) {
    Draw.closeSheet();
    Draw.centerOn(at, true);
    Draw.focusBar();
  }

  /** @param {string} query */
  function findNames(query) {
    const words = normalize(query).split(/\s+/).filter(Boolean);
    if (!words.length || !names) return [];
    return names.filter((one) => words.every((word) => normalize(one.name).includes(word)))
      .slice(0, MAX_RESULTS);
  }

  /** @param {PlaceName} one */
  function makeResult(one) {
    return Draw.makeButton({
      action: "location", className: "row", label: one.name,
      icon: one.kind === "street" ? "form-line" : "form-point", press: () => goTo(one.at)
    });
  }

  /** @param {string} text */
  function parseDegrees(text) {
    const value = Number(text.trim().replace(",", "."));
    return text.trim() && isFinite(value) ? value : NaN;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {ElementOptions} options
   */
  function makeField(name, label, options) {
    const input = /** @type {HTMLInputElement} */ (Draw.makeElement("input", Object.assign(
      { id: name, name: name, autocomplete: "off" }, options)));
    const node = Draw.makeElement("div", { className: "field" }, [
      Draw.makeElement("label", { for: name, text: label }), input
    ]);
    return { node: node, input: input };
  }

  /** @param {string} key */
  function makeMessage(key) {
    return Draw.makeElement("p", { className: "soft", text: Draw.gettext(key) });
  }

  function makeNameSearch() {
    const results = Draw.makeElement("div", { className: "rows", role: "status" });
    const field = makeField("street", Draw.gettext("street"),
                            { "data-autofocus": "", maxlength: 80 });
    function render() {
      if (!names) return;
      const found = findNames(field.input.value);
      const showsFound = found.length || !field.input.value.trim();
      Draw.replaceContent(results, showsFound ? found.map(makeResult) : [makeMessage("no_such_name")]);
    }
    field.input.addEventListener("input", render);
    if (!names) {
      Draw.fetchPlaceNames().then((response) => {
        names = response.names;
        render();
      }, () => Draw.replaceContent(results, [makeMessage("names_offline")]));
    }
    return Draw.makeElement("div", {}, [field.node, results]);
  }

  function makeCoordinateForm() {
    const error = Draw.makeElement("p", { className: "warning", role: "alert" });
    const at = Draw.crosshairPosition();
    const latitude = makeField("lat", Draw.gettext("latitude"),
                               { inputmode: "text", value: at[0].toFixed(5) });
    const longitude = makeField("lng", Draw.gettext("longitude"),
                                { inputmode: "text", value: at[1].toFixed(5) });
    return Draw.makeElement("form", { className: "numbers", novalidate: true, on: {
      submit: (event) => {
        event.preventDefault();
        /** @type {LatLngPair} */
        const target = [parseDegrees(latitude.input.value), parseDegrees(longitude.input.value)];
        const isValid = Math.abs(target[0]) <= 90 && Math.abs(target[1]) <= 180;
        error.textContent = isValid ? "" : Draw.gettext("no_place");
        error.className = isValid ? "warning" : "warning shown";
        if (isValid) goTo(target);
      }
    } }, [
      latitude.node,
      longitude.node,
      Draw.makeElement("button", { type: "submit", "data-action": "go" }, [
        Draw.icon("target"), Draw.makeElement("span", { text: Draw.gettext("go_there") })
      ]),
      error
    ]);
  }

  /* Open the search; what is chosen comes under the crosshair. */
  Draw.openLocationSearch = function () {
    Draw.openSheet({
      title: Draw.gettext("search"),
      body: [
        makeNameSearch(),
        Draw.makeElement("h3", { text: Draw.gettext("by_numbers") }),
        makeCoordinateForm()
      ]
    });
  };
})(window.AmparoDraw);
