// @ts-check
/*
 * Our own icons as SVG paths on a square of 24. They are in the script, because buttons must have
 * their icons without a link too.
 */
(function (Draw) {
  "use strict";

  const SVG_START = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' " +
    "stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>";

  /** @type {Record<string, string>} */
  const PATHS = {
    "back": "<path d='m14.5 5-7 7 7 7'/>",
    "bin": "<path d='M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.9 13h9.2l.9-13M10.3 11v5.5M13.7 11v5.5'/>",
    "close": "<path d='M6 6l12 12M18 6 6 18'/>",
    "service": "<path d='M6 21V4.5h12V21M3.5 21h17'/><path d='M14.5 12.5h.01' stroke-width='3'/>",
    "form-area":
      "<path d='M4.5 9.5 12 4l7.5 5.5L17 19H7z'/><path d='m7.5 15.5 6.5-8M11 18l6.5-8' " +
      "stroke-width='1.5'/>",
    "form-line":
      "<path d='M4.5 18.5c4-1 3-6 7-7s4-5 8-6'/><circle cx='4.5' " +
      "cy='18.5' r='1.6' fill='#000'/><circle cx='19.5' cy='5.5' r='1.6' fill='#000'/>",
    "form-point":
      "<path d='M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11z'/><circle cx='12' " +
      "cy='10' r='2' fill='#000'/>",
    "holds-always": "<circle cx='12' cy='12' r='8.5'/><path d='M12 7v5l3.5 2'/>",
    "holds-day":
      "<circle cx='12' cy='12' r='4'/><path d='M12 2.5v2.5M12 19v2.5M2.5 12H5M19 " +
      "12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7'/>",
    "holds-night": "<path d='M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z'/>",
    "list":
      "<path d='M9 6h11M9 12h11M9 18h11'/><path d='M4.5 6h.01M4.5 12h.01M4.5 18h.01' " +
      "stroke-width='3'/>",
    "move":
      "<path d='M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 " +
      "12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5'/>",
    "next": "<path d='M4 12h13M12.5 6.5 18 12l-5.5 5.5'/><path d='M21 6v12'/>",
    "note": "<path d='M5 19.5 6 15 16 5l3 3L9 18z'/><path d='m14 7 3 3'/>",
    "off":
      "<path d='M4 10.5a12 12 0 0 1 16 0M7.5 14a7 7 0 0 1 9 0'/><path d='M12 18h.01' " +
      "stroke-width='3.2'/><path d='M4 4l16 16'/>",
    "history": "<path d='M4 12a8 8 0 1 0 2.6-5.9L4 8.5'/><path d='M4 4v4.5h4.5M12 8v4.5l3 2'/>",
    "plus": "<path d='M12 5v14M5 12h14' stroke-width='2.6'/>",
    "points":
      "<path d='M5.5 17.5 8 6.5l10 3-2 9z'/><g fill='#000'><circle cx='5.5' cy='17.5' " +
      "r='2'/><circle cx='8' cy='6.5' r='2'/><circle cx='18' cy='9.5' r='2'/><circle " +
      "cx='16' cy='18.5' r='2'/></g>",
    "redo": "<path d='m16 5 4.5 4.5L16 14'/><path d='M20 9.5h-9.5a5.5 5.5 0 0 0 0 11H15'/>",
    "search": "<circle cx='10.5' cy='10.5' r='6.5'/><path d='m15.5 15.5 5 5'/>",
    "stop": "<path d='M12 5v8' stroke-width='2.8'/><path d='M12 18.5h.01' stroke-width='3.6'/>",
    "target":
      "<circle cx='12' cy='12' r='6.5'/><path d='M12 2.5v5M12 16.5v5M2.5 12h5M16.5 " +
      "12h5'/><path d='M12 12h.01' stroke-width='3'/>",
    "undo": "<path d='M8 5 3.5 9.5 8 14'/><path d='M4 9.5h9.5a5.5 5.5 0 0 1 0 11H9'/>",
    "safe-zone":
      "<path d='M4 12.5h16M5.5 12.5V8.5h13v4M6.5 12.5V19M17.5 12.5V19M4 16h16'/><path " +
      "d='M8 8.5V6h8v2.5' stroke-width='1.6'/>",
    "wait":
      "<circle cx='5' cy='12' r='1.6' fill='#000'/><circle cx='12' cy='12' r='1.6' " +
      "fill='#000'/><circle cx='19' cy='12' r='1.6' fill='#000'/>",
    "word": "<path d='M12 11v7' stroke-width='2.6'/><path d='M12 6.5h.01' stroke-width='3.6'/>",
    "yes": "<path d='m4.5 12.5 5 5 10-11' stroke-width='2.6'/>"
  };

  /* Return the data URL of an icon. */
  Draw.iconUrl = function (name) {
    return "data:image/svg+xml," + encodeURIComponent(SVG_START + PATHS[name] + "</svg>");
  };
})(window.AmparoDraw);
