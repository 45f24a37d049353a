// @ts-check
/*
 * Detects personal data in a short text: a name, a telephone number, an e-mail address; and a
 * number as long as that of an identity document, which is never stored. The patterns are those of
 * geo/privacy/personal_data.py, and tests/privacy/personal_data_cases.csv holds both to one verdict.
 */
(function (Draw) {
  "use strict";

  const DOCUMENT_DIGITS = 8;
  const TELEPHONE_DIGITS = 6;

  // Letters that are written for digits, of three scripts.
  const LOOKALIKE_IN_NUMBER = new RegExp("(?<=[0-9])[OoОоΟοlI|Іі]{1,3}(?=[0-9])|" +
    "(?<![\\p{L}\\p{N}])[OoОоΟο](?=[0-9]{2})|(?<=[0-9]{2})[OoОоΟο](?![\\p{L}\\p{N}])", "gu");
  const INTERLEAVED_DIGITS = /(?:\d{1,2}\p{L}){5,}\d/gu;
  // A comma or a semicolon with a space parts the numbers of a list; all other signs join digits.
  const NUMBER = /\d(?:(?:[,;]|[^\p{L}\p{N},;]{1,3})?\d)+/gu;

  const START = "(?<!\\d)(?<!\\d[.:,/\\-])";
  const END = "(?![.:,/\\-]?\\d)";
  const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
  const MONTH = "(?:0?[1-9]|1[0-2])";
  const YEAR = "(?:19|20)\\d\\d";
  const DATE = `(?:${DAY}[/.]${MONTH}[/.](?:${YEAR}|\\d\\d)|${DAY}-${MONTH}-${YEAR}|` +
    `${YEAR}[\\-/.]${MONTH}[\\-/.]${DAY})`;
  const HOUR = "(?:[01]?\\d|2[0-4])";
  const TIME = `(?:${HOUR}[:h][0-5]\\d(?::[0-5]\\d)?|${HOUR}\\.(?:00|15|30|45))`;
  const AMOUNT = "(?:\\d{1,3}(?:[ .,]\\d{3})?|\\d{4,5})(?:[.,]\\d\\d)?";
  const HELPLINE = "(?:10[0-6]|11[0-9]|12[0-3]|126|132|155|180|911)";
  const NEXT = "\\s?(?:[\\-\\u2010-\\u2015,;/&+]|a|al|y|e|o|to|and|и|до|менен)?\\s?";
  const COORDINATES = new RegExp(`${START}\\d{1,3}\\.\\d{4,8}[^\\p{L}\\p{N}_]{0,2}[NSEWO]?` +
    `\\s?[,;\\s]\\s?[\\-+]?\\d{1,3}\\.\\d{4,8}${END}`, "gu");
  /** @param {string} item */
  const sequence = (item) => `${item}(?:${NEXT}(?<!\\d)${item})*`;
  // Numbers that are nobody's, where nothing else is written together with them.
  const IMPERSONAL = new RegExp([
    `${START}${sequence(`(?:${DATE}|${TIME})`)}${END}`,
    `${START}${YEAR}(?:\\s?[\\-\\u2010-\\u2015/]\\s?${YEAR})+${END}`,
    `${START}(?<!\\d )${sequence(HELPLINE)}(?! ?\\d)${END}`,
    `${START}0[\\s\\-]?800[\\s\\-]?(?:\\d[\\s\\-]?){2,5}\\d(?! ?\\d)${END}`,
    `(?<![\\p{L}\\p{N}])(?:S/\\.?|US\\$|[$€₽]|Q\\.?)\\s?${AMOUNT}(?! ?\\d)${END}`,
    `${START}(?<!\\d )${AMOUNT}\\s?(?:soles|quetzales|dólares|dollars|сом|руб|som)`,
    "ubigeo[^\\p{L}\\p{N}_]{0,2}\\d{6}(?!\\d)"
  ].join("|"), "giu");

  const WORD = "[\\p{L}\\p{N}_]";
  const AT_SIGN = "(?:\\s?@\\s?|\\s?[(\\[{<]\\s?(?:at|arroba|собака|эт|@)\\s?[)\\]}>]\\s?)";
  const AT_WORD = "\\s(?:at|arroba|собака)\\s";
  const DOT = "(?:\\s?[(\\[{]\\s?(?:dot|punto|точка|чекит|\\.)\\s?[)\\]}]\\s?|" +
    "\\s(?:dot|punto|точка|чекит)\\s|\\.)";
  const HOSTS = `(?:gmail|hotmail|outlook|yahoo|icloud|mail|yandex)(?!${WORD})`;
  const HOST = "[\\p{L}\\p{N}_\\-]+";
  const MAIL = new RegExp(`${WORD}${AT_SIGN}(?:${HOST}\\s?${DOT}\\s?${WORD}|${HOSTS})|` +
    `\\S@\\S+\\.\\S|${WORD}${AT_WORD}(?:${HOST}${DOT}${WORD}|${HOSTS})`, "iu");

  const TITLES = "don|doña|dn|dña|señor|señora|señorita|sr|sra|srta|dr|dra|doctor|doctora|lic|" +
    "licenciado|licenciada|ing|ingeniero|ingeniera|prof|profe|profesor|profesora|maestra|" +
    "maestro|hermana|hermano|sor|padre|pastor|pastora|tía|tío|vecina|vecino|compañera|abogada|" +
    "abogado|obstetra|mr|mrs|ms|miss|mx|professor|sister|brother|aunt|uncle|nurse|mama|mamay|" +
    "tayta|taytay|г-жа|г-н|госпожа|господин|тётя|тетя|дядя|доктор|бабушка|эже|байке|апа|айым|" +
    "мырза|мугалим";
  const TITLE_BEFORE =
    new RegExp(`(?<![\\p{L}\\p{N}])(${TITLES})\\.?\\s+(\\p{L}${WORD}+)`, "giu");
  // Kyrgyz puts the title behind the name, and a father's name before "daughter" or "son".
  const TITLE_BEHIND = new RegExp(`(?<!${WORD})(\\p{L}${WORD}+)\\s+` +
    `(?:эже|байке|апа|аке|айым|мырза|кызы|уулу)(?!${WORD})`, "gu");
  const PATRONYMIC = new RegExp(`(?<!${WORD})(\\p{L}${WORD}+)\\s+\\p{L}${WORD}+` +
    `(?:овна|евна|ична|ович|евич)(?!${WORD})`, "gu");
  const ALWAYS_NAMED = ["don", "doña"];  // a name follows, even if it is written small
  const NO_NAMES = new Set(("de del la el las los que y con en a se no don doña es está vive " +
    "vende tiene nos me le бир бул ал ошол тигил эки жаш кары карыган").split(" "));
  const PLACE_BEFORE = new RegExp(`(?<!${WORD})(?:calle|avenida|av|jr|jirón|psje|pasaje|plaza|` +
    "parque|barrio|colonia|colegio|escuela|hospital|clínica|instituto|puente|mercado|parroquia|" +
    "street|school|улица|ул|школа|мектеби)\\.?\\s+$", "iu");

  const TWO_CAPITALS = /[\p{L}\d_]\s(\p{Lu}[\p{L}\d_]+\s+\p{Lu}[\p{L}\d_]+)/gu;
  // "Calle Real" has two capitals too, and is nobody's name.
  const STREET_OR_BUILDING = new RegExp("^(calle|avenida|pasaje|vereda|camino|carretera|barrio|" +
    "colonia|lote|puente|río|parque|plaza|mercado|iglesia|escuela|unidad|clínica|tienda|casa|" +
    "street|avenue|road|bridge|river|school|church|park|market|улица|проспект|мост|көчөсү)\\s",
  "i");

  /*
   * Write digits of every script and shape as ASCII; remove marks and invisible characters. The
   * value of other digits is not needed: they become zeros, which are counted.
   */
  /** @param {string} text */
  function fold(text) {
    return text.normalize("NFKC")
      .replace(/[\p{Cf}\p{M}]/gu, "")
      .replace(/(?![0-9])\p{N}/gu, "0")
      .replace(LOOKALIKE_IN_NUMBER, (found) => "0".repeat(found.length))
      .replace(INTERLEAVED_DIGITS, (mixed) => mixed.replace(/\D/g, ""));
  }

  /** @param {string} text */
  function longestNumber(text) {
    const lengths = (text.match(NUMBER) || []).map((number) => number.replace(/\D/g, "").length);
    return Math.max(0, ...lengths);
  }

  /** @param {string} name */
  const isCapital = (name) => /^\p{Lu}/u.test(name);
  /** @param {string} name */
  const mayBeName = (name) => !NO_NAMES.has(name.toLowerCase());

  /** @param {string} text */
  function hasTitledName(text) {
    for (const match of text.matchAll(TITLE_BEFORE)) {
      const [, title, name] = match;
      const named = isCapital(name) || ALWAYS_NAMED.includes(title.toLowerCase());
      if (named && mayBeName(name) && !PLACE_BEFORE.test(text.slice(0, match.index))) return true;
    }
    return [...text.matchAll(TITLE_BEHIND), ...text.matchAll(PATRONYMIC)]
      .some((match) => isCapital(match[1]) && mayBeName(match[1]));
  }

  /** @param {string} text */
  function hasTwoCapitals(text) {
    return Array.from(text.matchAll(TWO_CAPITALS))
      .some((match) => !STREET_OR_BUILDING.test(match[1]));
  }

  /* Return the gravest kind of personal data that a text resembles; null if there is none. */
  Draw.classifyPersonalData = function (text) {
    const folded = fold(text);
    const located = folded.replace(COORDINATES, " x ");
    const digits = longestNumber(located.replace(IMPERSONAL, " x "));
    if (digits >= DOCUMENT_DIGITS) return "document";
    if (MAIL.test(folded)) return "mail";
    // Coordinates are no document, but they point to a house.
    if (digits >= TELEPHONE_DIGITS || located !== folded) return "telephone";
    return hasTitledName(folded) ? "name" : null;
  };

  /* Return the warning for a text, and whether the text is refused; null for none. */
  Draw.findPersonalData = function (text) {
    const kind = Draw.classifyPersonalData(text) || (hasTwoCapitals(text) ? "name" : null);
    if (kind === null) return null;
    const message = Draw.gettext("note_" + kind);
    return kind === "document" ? { message, forbidden: true } : { message };
  };
})(window.AmparoDraw);
