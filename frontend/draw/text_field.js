// @ts-check
/*
 * A text field that warns of personal data while one types.
 */
(function (Draw) {
  "use strict";

  Draw.makeTextField = function (options) {
    const warning = Draw.makeElement("p", {
      className: "warning", role: "status", id: options.name + "-warning"
    });
    const field = /** @type {HTMLInputElement} */ (
      Draw.makeElement(options.multiline ? "textarea" : "input", {
        id: options.name, name: options.name, maxlength: options.maxLength,
        rows: options.multiline ? 3 : null, autocomplete: "off",
        "aria-describedby": options.name + "-warning",
        "data-autofocus": options.focused ? "" : null,
        on: { input: check }
      }));
    field.value = options.text || "";
    function check() {
      const found = Draw.findPersonalData(field.value);
      warning.textContent = found ? found.message : "";
      warning.className = found ? "warning shown" : "warning";
    }
    check();
    return {
      node: Draw.makeElement("div", { className: "field" }, [
        Draw.makeElement("label", { for: options.name, text: options.label }), field, warning
      ]),
      value: () => field.value.trim().replace(/\s+/g, " "),
      validate: () => {
        const found = Draw.findPersonalData(field.value);
        if (!found || !found.forbidden) return true;
        field.focus();
        return false;
      }
    };
  };
})(window.AmparoDraw);
