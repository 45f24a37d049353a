"""
Translation: texts from the gettext catalogues under `locale/`, with localised values.

Catalogues map dotted keys ("route.title") to texts in each language. Placeholders have the form
`{name}`; numbers and dates are formatted for the language.

The header `X-Amparo-State` of a catalogue states how reliable it is:

    draft      machine translation, incomplete: missing texts are shown in Spanish
    machine    machine translation, complete, not reviewed by a speaker in a network
    read       complete, reviewed by a speaker in a network
"""

from __future__ import annotations

import io
import math
import re
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from babel import dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup

from geo.errors import LocaleUnknownError

CATALOGUES = Path(__file__).parents[1] / "locale"
DEFAULT_LOCALE = "es"
CATALOGUE_STATES = ("draft", "machine", "read")
STATE_PATTERN = re.compile(r'^"X-Amparo-State: ([a-z]+)\\n"$', re.MULTILINE)
MAX_DECIMAL_VALUE = 1e15  # larger numbers use scientific notation
# Locales for number formats. Networks that use Spanish are in Latin America, where 2,983 is almost
# three thousand; in Spain it would be 2.983.
NUMBER_LOCALES = {"es": "es_419"}


@lru_cache(maxsize=1)
def list_locales() -> tuple[str, ...]:
    """List the languages with a catalogue, Spanish first."""
    locales = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/amparo.po"))
    return tuple(sorted(locales, key=lambda code: code != DEFAULT_LOCALE))


@lru_cache(maxsize=16)
def read_catalogue_state(locale: str) -> str:
    """
    Read the state of a language's catalogue: one of `CATALOGUE_STATES`.

    Returns
    -------
    state
        `machine` for a catalogue without the header, since a review must be stated.

    Raises
    ------
    LocaleUnknownError
        If there is no catalogue of the language.
    """
    match = STATE_PATTERN.search(_catalogue_path(locale).read_text(encoding="utf-8"))
    return match[1] if match else "machine"


def _catalogue_path(locale: str) -> Path:
    if locale not in list_locales():
        raise LocaleUnknownError(tongue=locale, known=", ".join(list_locales()))
    return CATALOGUES / locale / "LC_MESSAGES" / "amparo.po"


@lru_cache(maxsize=16)
def _read_catalogue(locale: str) -> Catalog:
    with _catalogue_path(locale).open("rb") as file:
        return read_po(file, locale=locale)


@lru_cache(maxsize=16)
def _load_translations(locale: str) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, _read_catalogue(locale))
    compiled.seek(0)
    translations = Translations(compiled)
    if _is_draft(locale):
        translations.add_fallback(_load_translations(DEFAULT_LOCALE))
    return translations


def _is_draft(locale: str) -> bool:
    return locale != DEFAULT_LOCALE and read_catalogue_state(locale) == "draft"


def gettext(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """
    Return the text of a key, as plain text.

    Raises
    ------
    LocaleUnknownError
        If there is no catalogue of the language.
    """
    text = str(_load_translations(locale).ugettext(key))
    return text.format(**_format_values(text, blanks, locale))


def has_text(key: str) -> bool:
    """Return whether the catalogues have a text for a key."""
    return key in _read_catalogue(DEFAULT_LOCALE)


def texts_by_prefix(prefix: str, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """
    Return all texts of a key prefix, with placeholders, for scripts.

    Returns
    -------
    texts
        By the rest of their key; plural forms under `key.0`, `key.1`, …
    """
    texts = texts_by_prefix(prefix) if _is_draft(locale) else {}
    for message in _read_catalogue(locale):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if not key.startswith(prefix):
            continue
        rest, text = key.removeprefix(prefix), message.string or ""
        if isinstance(text, str):
            texts[rest] = text
        else:
            texts |= {f"{rest}.{number}": form for number, form in enumerate(text)}
    return texts


def label_for(prefix: str, code: object, locale: str = DEFAULT_LOCALE) -> str:
    """Return the label of a code, as in `label_for("service_type", "health")`."""
    return gettext(f"{prefix}.{code}", locale)


def ngettext(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """Return the plural form of a key for a count, which also fills `{count}`."""
    text = _load_translations(locale).ungettext(key, key, count)
    return str(text).format(**_format_values(str(text), {"count": count, **blanks}, locale))


def gettext_html(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """
    Return the text of a key, as HTML.

    The catalogue's markup is kept; values of placeholders are escaped.
    """
    text = str(_load_translations(locale).ugettext(key))
    return Markup(text).format(**_format_values(text, blanks, locale))  # noqa: S704 (the catalogue is ours; Markup.format escapes the values)


def ngettext_html(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """Return the plural form of a key for a count, as HTML; see `gettext_html`."""
    text = str(_load_translations(locale).ungettext(key, key, count))
    return Markup(text).format(**_format_values(text, {"count": count, **blanks}, locale))  # noqa: S704 (as in gettext_html)


def _format_values(text: str, blanks: dict[str, object], locale: str) -> dict[str, object]:
    """Format the values of a text; one that ends in a full stop, as "8:00 a.m.", adds no second."""
    values = {name: format_value(value, locale) for name, value in blanks.items()}
    return {
        name: value[:-1]
        if isinstance(value, str) and value.endswith(".") and f"{{{name}}}." in text
        else value
        for name, value in values.items()
    }


def format_value(value: object, locale: str = DEFAULT_LOCALE) -> object:
    """Format a number or a date for a language; return anything else unchanged."""
    region = NUMBER_LOCALES.get(locale, locale)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return numbers.format_decimal(value, locale=region)
    if isinstance(value, float):
        if MAX_DECIMAL_VALUE < abs(value) < math.inf:
            return numbers.format_scientific(value, locale=region)
        return numbers.format_decimal(value, format="#,##0.##", locale=region)
    if isinstance(value, datetime):
        return dates.format_datetime(value, format="short", locale=locale)
    if isinstance(value, date):
        return dates.format_date(value, format="long", locale=locale)
    return value


def format_clock_time(local_time: datetime | time, locale: str = DEFAULT_LOCALE) -> str:
    """Format the time of day as CLDR's short time of the language: "8:00 a.m.", "08:00"."""
    region = NUMBER_LOCALES.get(locale, locale)
    clock = local_time.time() if isinstance(local_time, datetime) else local_time
    return dates.format_time(clock, format="short", locale=region)
