"""
Detection of personal data in short texts: identity numbers, telephones, e-mails, titled names.

Identity numbers are always refused. For what only resembles a name or a telephone, the drawing
page requests confirmation before it sends; in a pathway, which is printed and taught, it is
refused. A text is folded first: digits of every script and shape become ASCII digits, marks and
invisible characters go. Number words and names without a title are not found.
`frontend/draw/personal_data.js` has the same patterns; tests/privacy/personal_data_cases.csv holds
both to one verdict.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from geo.layers.text_folding import CharacterTable

PersonalData = Literal["document", "mail", "telephone", "name"]

# Documents of identity have eight digits (Peru's DNI), nine (El Salvador's DUI), thirteen
# (Guatemala's CUI) or fourteen (Kyrgyzstan's personal number); telephones eight or nine.
MIN_DOCUMENT_DIGITS = 8
MIN_PHONE_DIGITS = 6  # of a village's number, the shortest; helplines such as 100 or 911 have fewer

# Letters that are written for digits, of three scripts.
_DIGIT_LOOKALIKE = "[OoОоΟοlI|Іі]"
_LOOKALIKE_IN_NUMBER = re.compile(
    rf"(?<=\d){_DIGIT_LOOKALIKE}{{1,3}}(?=\d)|(?<![^\W_])[OoОоΟο](?=\d\d)|(?<=\d\d)[OoОоΟο](?![^\W_])"
)
_INTERLEAVED_DIGITS = re.compile(r"(?:\d{1,2}[^\W\d_]){5,}\d")
# A comma or a semicolon with a space parts the numbers of a list; all other signs join digits.
_NUMBER = re.compile(r"\d(?:(?:[,;]|(?:_|[^\w,;]){1,3})?\d)+")

_START = r"(?<!\d)(?<!\d[.:,/\-])"
_END = r"(?![.:,/\-]?\d)"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_DAY}[/.]{_MONTH}[/.](?:{_YEAR}|\d\d)|{_DAY}-{_MONTH}-{_YEAR}|"
    rf"{_YEAR}[\-/.]{_MONTH}[\-/.]{_DAY})"
)
_HOUR = r"(?:[01]?\d|2[0-4])"
_TIME = rf"(?:{_HOUR}[:h][0-5]\d(?::[0-5]\d)?|{_HOUR}\.(?:00|15|30|45))"
_AMOUNT = r"(?:\d{1,3}(?:[ .,]\d{3})?|\d{4,5})(?:[.,]\d\d)?"
_HELPLINE = r"(?:10[0-6]|11[0-9]|12[0-3]|126|132|155|180|911)"
_NEXT = r"\s?(?:[\-\u2010-\u2015,;/&+]|a|al|y|e|o|to|and|и|до|менен)?\s?"


def _sequence(item: str) -> str:
    return rf"{item}(?:{_NEXT}(?<!\d){item})*"


_COORDINATES = re.compile(
    rf"{_START}\d{{1,3}}\.\d{{4,8}}\W{{0,2}}[NSEWO]?\s?[,;\s]\s?[\-+]?\d{{1,3}}\.\d{{4,8}}{_END}"
)
# Numbers that are nobody's, where nothing else is written together with them.
_IMPERSONAL = re.compile(
    "|".join(
        [
            rf"{_START}{_sequence(f'(?:{_DATE}|{_TIME})')}{_END}",
            rf"{_START}{_YEAR}(?:\s?[\-\u2010-\u2015/]\s?{_YEAR})+{_END}",
            rf"{_START}(?<!\d ){_sequence(_HELPLINE)}(?! ?\d){_END}",
            rf"{_START}0[\s\-]?800[\s\-]?(?:\d[\s\-]?){{2,5}}\d(?! ?\d){_END}",
            rf"(?<![^\W_])(?:S/\.?|US\$|[$€₽]|Q\.?)\s?{_AMOUNT}(?! ?\d){_END}",
            rf"{_START}(?<!\d ){_AMOUNT}\s?(?:soles|quetzales|dólares|dollars|сом|руб|som)",
            r"ubigeo\W{0,2}\d{6}(?!\d)",
        ]
    ),
    re.IGNORECASE,
)

_AT_SIGN = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|arroba|собака|эт|@)\s?[)\]}>]\s?)"
_AT_WORD = r"\s(?:at|arroba|собака)\s"
_DOT = r"(?:\s?[(\[{]\s?(?:dot|punto|точка|чекит|\.)\s?[)\]}]\s?|\s(?:dot|punto|точка|чекит)\s|\.)"
_HOSTS = r"(?:gmail|hotmail|outlook|yahoo|icloud|mail|yandex)"
_EMAIL = re.compile(
    rf"\w{_AT_SIGN}(?:[\w\-]+\s?{_DOT}\s?\w|{_HOSTS}(?!\w))|\S@\S+\.\S|"
    rf"\w{_AT_WORD}(?:[\w\-]+{_DOT}\w|{_HOSTS}(?!\w))",
    re.IGNORECASE,
)

_TITLES = (
    "don|doña|dn|dña|señor|señora|señorita|sr|sra|srta|dr|dra|doctor|doctora|lic|licenciado|"
    "licenciada|ing|ingeniero|ingeniera|prof|profe|profesor|profesora|maestra|maestro|hermana|"
    "hermano|sor|padre|pastor|pastora|tía|tío|vecina|vecino|compañera|abogada|abogado|obstetra|"
    "mr|mrs|ms|miss|mx|professor|sister|brother|aunt|uncle|nurse|mama|mamay|tayta|taytay|"
    "г-жа|г-н|госпожа|господин|тётя|тетя|дядя|доктор|бабушка|эже|байке|апа|айым|мырза|мугалим"
)
_TITLE_BEFORE = re.compile(rf"(?<![^\W_])({_TITLES})\.?\s+([^\W\d_]\w+)", re.IGNORECASE)
# Kyrgyz puts the title behind the name, and a father's name before "daughter" or "son".
_TITLE_BEHIND = re.compile(
    r"(?<!\w)([^\W\d_]\w+)\s+(?:эже|байке|апа|аке|айым|мырза|кызы|уулу)(?!\w)"
)
_PATRONYMIC = re.compile(r"(?<!\w)([^\W\d_]\w+)\s+[^\W\d_]\w+(?:овна|евна|ична|ович|евич)(?!\w)")
_ALWAYS_NAMED = ("don", "doña")  # a name follows, even if it is written small
_NO_NAMES = frozenset(
    "de del la el las los que y con en a se no don doña es está vive vende tiene nos me le "
    "бир бул ал ошол тигил эки жаш кары карыган".split()
)
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:calle|avenida|av|jr|jirón|psje|pasaje|plaza|parque|barrio|colonia|colegio|escuela|"
    r"hospital|clínica|instituto|puente|mercado|parroquia|street|school|улица|ул|школа|мектеби)"
    r"\.?\s+$",
    re.IGNORECASE,
)


def has_document_number(text: str) -> bool:
    """Return whether a text contains as many consecutive digits as an identity document."""
    return find_personal_data(text) == "document"


def may_hold_personal_data(text: str) -> bool:
    """Return whether a text resembles a telephone, a document, an e-mail or a titled name."""
    return find_personal_data(text) is not None


def find_personal_data(text: str) -> PersonalData | None:
    """Find the gravest kind of personal data that a text resembles; None if there is none."""
    folded = _fold(text)
    located = _COORDINATES.sub(" x ", folded)
    digits = _longest_personal_number(located)
    if digits >= MIN_DOCUMENT_DIGITS:
        return "document"
    if _EMAIL.search(folded):
        return "mail"
    # Coordinates are no document, but they point to a house.
    if digits >= MIN_PHONE_DIGITS or located != folded:
        return "telephone"
    return "name" if _has_titled_name(folded) else None


def _fold(text: str) -> str:
    """Write digits of every script and shape as ASCII; remove marks and invisible characters."""
    is_plain = text.isascii()  # such signs stay as they are
    folded = text if is_plain else unicodedata.normalize("NFKC", text).translate(_PLAIN_SIGNS)
    digits = _LOOKALIKE_IN_NUMBER.sub(lambda match: "0" * len(match.group()), folded)
    return _INTERLEAVED_DIGITS.sub(lambda match: re.sub(r"\D", "", match.group()), digits)


def _fold_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] == "N" and not sign.isascii():
        return "0"  # other digits are counted, and need no value of their own
    return "" if category[0] == "M" or category == "Cf" else sign


_PLAIN_SIGNS = CharacterTable(_fold_sign)


def _longest_digit_run(text: str) -> int:
    """Count the digits of the longest number."""
    return max((sum(map(str.isdecimal, number)) for number in _NUMBER.findall(text)), default=0)


def _longest_personal_number(text: str) -> int:
    """Count the digits of the longest number that may be somebody's; 0 for short ones."""
    if sum(map(str.isdecimal, text)) < MIN_PHONE_DIGITS:  # as of most texts
        return 0
    return _longest_digit_run(_IMPERSONAL.sub(" x ", text))


def _has_titled_name(text: str) -> bool:
    for match in _TITLE_BEFORE.finditer(text):
        title, name = match.groups()
        named = name[0].isupper() or title.lower() in _ALWAYS_NAMED
        if (
            named
            and name.lower() not in _NO_NAMES
            and not _PLACE_BEFORE.search(text[: match.start()])
        ):
            return True
    names = [*_TITLE_BEHIND.findall(text), *_PATRONYMIC.findall(text)]
    return any(name[0].isupper() and name.lower() not in _NO_NAMES for name in names)
