// @ts-check
/*
 * The menu of languages: the page holds the texts of all, and changes without a reload.
 */
(function (Draw) {
  "use strict";

  const menu = /** @type {HTMLSelectElement} */ (document.getElementById("language"));
  const languages = Draw.pageData.languages;

  /** @param {string} code */
  function setLanguage(code) {
    Object.assign(Draw.pageData, languages[code]);
    Draw.pageData.locale = code;
    document.documentElement.lang = code;
    document.title = Draw.gettext("page_title_here");
    document.querySelectorAll("[data-text]").forEach((element) => {
      element.textContent = Draw.gettext(/** @type {string} */ (element.getAttribute("data-text")));
    });
    const subtitle = document.querySelector("#top h1 small");
    if (subtitle) subtitle.textContent = Draw.pageData.name;
    menu.value = code;
  }

  Object.entries(languages).forEach(([code, language]) => {
    menu.appendChild(Draw.makeElement("option", {
      value: code, lang: code, text: language.language_name
    }));
  });
  menu.addEventListener("change", () => {
    setLanguage(menu.value);
    Draw.store.tongue = menu.value;
    Draw.saveStore();
    Draw.closeSheet();
    Draw.updateBar();
    Draw.emit("marks-changed");
  });
  const stored = Draw.store.tongue;
  setLanguage(stored && languages[stored] ? stored : Draw.pageData.locale);
})(/** @type {AmparoCapture} */ (window.AmparoDraw));
