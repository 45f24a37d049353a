// @ts-check
/*
 * Translates the labels of Streamlit's widgets.
 *
 * Streamlit labels some of its buttons in English, for screen readers and as tooltips. The
 * translations are in the page, as JSON by key; a MutationObserver applies them to what is added.
 */
(function () {
  "use strict";

  /** @type {Record<string, string>} */
  const KEYS = {
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
  const TEXT_KEYS = ["nothing", "arrows"];  // these are text nodes, not only attributes
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const SELECTOR = ATTRIBUTES.map((name) => "[" + name + "]").join();
  /**
   * What an attribute was before, and what it was translated to.
   *
   * @type {WeakMap<Element, Record<string, { original: string | null, translated: string }>>}
   */
  const translated = new WeakMap();
  /** @type {Record<string, string>} */
  let texts = {};

  /**
   * Translate a label; of "month, Day drawn" the first part is Streamlit's, the rest ours already.
   *
   * @param {string | null} label
   */
  function translate(label) {
    if (!label) return undefined;
    const comma = label.indexOf(", ");
    const first = comma < 0 ? label : label.slice(0, comma);
    const text = Object.hasOwn(KEYS, first) && texts[KEYS[first]];
    return text ? text + (comma < 0 ? "" : label.slice(comma)) : undefined;
  }

  /** @param {Element} element */
  function translateAttributes(element) {
    ATTRIBUTES.forEach((name) => {
      const current = element.getAttribute(name);
      const before = translated.get(element) || {};
      const isOurs = before[name] && before[name].translated === current;
      const original = isOurs ? before[name].original : current;
      const text = translate(original);
      if (!text || text === current) return;
      before[name] = { original: original, translated: text };
      translated.set(element, before);
      element.setAttribute(name, text);
    });
  }

  /** @param {Node} node */
  function translateText(node) {
    const key = KEYS[(node.nodeValue || "").trim()];
    if (TEXT_KEYS.includes(key) && texts[key]) node.nodeValue = texts[key];
  }

  /** @param {Node} node */
  function translateNode(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      translateText(node);
      return;
    }
    if (!(node instanceof Element)) return;
    if (node.matches("[data-widget-texts]") || node.querySelector("[data-widget-texts]")) {
      readTexts();
      return;
    }
    translateAttributes(node);
    node.querySelectorAll(SELECTOR).forEach(translateAttributes);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translateText(walker.currentNode);
  }

  /* Read the texts of the page's language, and translate all labels that are there. */
  function readTexts() {
    /** @type {HTMLElement | null} */
    const element = document.querySelector("[data-widget-texts]");
    if (element) texts = JSON.parse(element.dataset.widgetTexts || "{}");
    document.querySelectorAll(SELECTOR).forEach(translateAttributes);
  }

  // Streamlit runs this script again with every screen.
  if (window.amparoTranslateWidgets) {
    window.amparoTranslateWidgets();
    return;
  }
  window.amparoTranslateWidgets = readTexts;
  readTexts();
  new MutationObserver((changes) => {
    changes.forEach((change) => {
      if (change.type === "childList") change.addedNodes.forEach(translateNode);
      else if (change.type === "attributes") {
        translateAttributes(/** @type {Element} */ (change.target));
      } else translateText(change.target);
    });
  }).observe(document.body, {
    attributes: true,
    attributeFilter: ATTRIBUTES,
    characterData: true,
    childList: true,
    subtree: true
  });
})();
