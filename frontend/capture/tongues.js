/*
 * The languages: all of them are in the page, and it changes from one to another where it stands.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var choice = document.getElementById("tongue");

  function speak(code) {
    Object.assign(Draw.told, Draw.told.tongues[code]);
    Draw.told.locale = code;
    document.documentElement.lang = code;
    document.title = Draw.say("page_title_here");
    document.querySelectorAll("[data-says]").forEach(function (one) {
      one.textContent = Draw.say(one.getAttribute("data-says"));
    });
    var under = document.querySelector("#top h1 small");
    if (under) under.textContent = Draw.told.name;
    choice.value = code;
  }

  function chosen() {
    speak(choice.value);
    Draw.kept.tongue = choice.value;
    Draw.keep();
    Draw.closeSheet();
    Draw.showBar();
    Draw.tell("marks");
  }

  Object.keys(Draw.told.tongues).forEach(function (code) {
    choice.appendChild(Draw.make("option", {
      value: code, lang: code, text: Draw.told.tongues[code].tongue
    }));
  });
  choice.addEventListener("change", chosen);
  speak(Draw.told.tongues[Draw.kept.tongue] ? Draw.kept.tongue : Draw.told.locale);
})(window.AmparoDraw);
