/*
 * The widgets' own English, said in the visitor's language.
 *
 * Streamlit's widgets name some of their buttons in English: a reader of screens says the name,
 * and it stands there when a pointer rests. Our words for them are in the page, as JSON by key.
 */
(function () {
  "use strict";

  var KEYS = {
    "App pages": "pages",
    "Choose date": "date",
    "Clear": "clear",
    "Clear value": "clear",
    "Close": "close",
    "day": "day",
    "Decrement": "less",
    "file upload": "file",
    "Hide password": "hide",
    "Increment": "more",
    "month": "month",
    "Navigate to home page": "home",
    "Next month": "next",
    "No results": "nothing",
    "Open": "open",
    "Previous month": "last",
    "Show password": "show",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "arrows",
    "year": "year"
  };
  var TEXTS = ["nothing", "arrows"];  // of these alone, what is written and not only named
  var NAMES = ["aria-label", "title", "placeholder"];
  var NAMED = NAMES.map(function (name) { return "[" + name + "]"; }).join();
  var english = new WeakMap();  // of each element, by name: what the widget itself said
  var words = {};

  /* Our word for theirs; of "month, Day drawn", the first is theirs and the rest ours already. */
  function known(said) {
    var cut = (said || "").indexOf(", ");
    var first = cut < 0 ? said : said.slice(0, cut);
    if (!Object.prototype.hasOwnProperty.call(KEYS, first) || !words[KEYS[first]]) return undefined;
    return words[KEYS[first]] + (cut < 0 ? "" : said.slice(cut));
  }

  function name(element) {
    NAMES.forEach(function (at) {
      var now = element.getAttribute(at);
      var kept = english.get(element) || {};
      var said = kept[at] && kept[at].ours === now ? kept[at].theirs : now;
      var ours = known(said);
      if (!ours || ours === now) return;
      kept[at] = { theirs: said, ours: ours };
      english.set(element, kept);
      element.setAttribute(at, ours);
    });
  }

  function write(text) {
    var key = KEYS[text.nodeValue.trim()];
    if (TEXTS.indexOf(key) >= 0 && words[key]) text.nodeValue = words[key];
  }

  function look(node) {
    if (node.nodeType === Node.TEXT_NODE) return write(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
    if (node.matches("[data-widget-words]") || node.querySelector("[data-widget-words]")) {
      return learn();
    }
    name(node);
    node.querySelectorAll(NAMED).forEach(name);
    var texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) write(texts.currentNode);
    return undefined;
  }

  function learn() {
    var told = document.querySelector("[data-widget-words]");
    if (told) words = JSON.parse(told.dataset.widgetWords);
    document.querySelectorAll(NAMED).forEach(name);
  }

  if (window.amparoWidgets) return window.amparoWidgets();
  window.amparoWidgets = learn;
  learn();
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "childList") change.addedNodes.forEach(look);
      else if (change.type === "attributes") name(change.target);
      else write(change.target);
    });
  }).observe(document.body, {
    attributes: true,
    attributeFilter: NAMES,
    characterData: true,
    childList: true,
    subtree: true
  });
  return undefined;
})();
