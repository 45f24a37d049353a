"""
Sentences in the reader's language, from the gettext catalogues under `locale/`.

Catalogues hold dotted keys ("route.title") and, for every language, what is said. Blanks look
like `{name}`; numbers that fill them are written the way the language writes numbers.

The head of a catalogue says how far it can be trusted, as `X-Amparo-State`:

    draft      made by machine, and not everything is said: the rest is said in Spanish
    machine    made by machine, and everything is said; nobody who speaks it in a network read it
    read       everything is said, and somebody who speaks it in a network read it
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
MAX_DECIMAL_VALUE = 1e15  # beyond, nobody counts the zeros
# How numbers are written. The networks that speak Spanish are in Latin America, where
# 2,983 is almost three thousand; Spain writes that as 2.983, which there is almost three.
NUMBER_LOCALES = {"es": "es_419"}


@lru_cache(maxsize=1)
def list_locales() -> tuple[str, ...]:
    """List the languages that have a catalogue, Spanish first."""
    found = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/amparo.po"))
    return tuple(sorted(found, key=lambda code: code != DEFAULT_LOCALE))


@lru_cache(maxsize=16)
def read_catalogue_state(locale: str) -> str:
    """
    Tell how far a language's catalogue can be trusted: one of `CATALOGUE_STATES`.

    Returns
    -------
    state
        Of a catalogue that does not say, `machine`: that somebody read it has to be written down.

    Raises
    ------
    LocaleUnknownError
        If no catalogue speaks the language.
    """
    found = STATE_PATTERN.search(_catalogue_path(locale).read_text(encoding="utf-8"))
    return found[1] if found else "machine"


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
    said = Translations(compiled)
    if _is_draft(locale):
        said.add_fallback(_load_translations(DEFAULT_LOCALE))
    return said


def _is_draft(locale: str) -> bool:
    return locale != DEFAULT_LOCALE and read_catalogue_state(locale) == "draft"


def gettext(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """
    Say what a key means, as plain text.

    Raises
    ------
    LocaleUnknownError
        If no catalogue speaks the language.
    """
    return _load_translations(locale).ugettext(key).format(**_format_values(blanks, locale))


def has_text(key: str) -> bool:
    """Tell whether the catalogues have a text for a key."""
    return key in _read_catalogue(DEFAULT_LOCALE)


def texts_by_prefix(prefix: str, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """
    Give all sentences whose keys begin alike, with their blanks, for scripts that fill them.

    Returns
    -------
    sentences
        By the rest of their key; of a sentence that counts, every form under `key.0`, `key.1`, …
    """
    told = texts_by_prefix(prefix) if _is_draft(locale) else {}
    for message in _read_catalogue(locale):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if not key.startswith(prefix):
            continue
        rest, said = key.removeprefix(prefix), message.string or ""
        if isinstance(said, str):
            told[rest] = said
        else:
            told |= {f"{rest}.{number}": form for number, form in enumerate(said)}
    return told


def label_for(prefix: str, code: object, locale: str = DEFAULT_LOCALE) -> str:
    """Name a code in words, as in `label_for("service_type", "health")`."""
    return gettext(f"{prefix}.{code}", locale)


def ngettext(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """Say what a key means for a count, which also fills the blank `{count}`."""
    text = _load_translations(locale).ungettext(key, key, count)
    return str(text).format(**_format_values({"count": count, **blanks}, locale))


def gettext_html(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """
    Say what a key means, as HTML.

    The catalogue's own `<b>` stays; whatever fills a blank is escaped, because people wrote it.
    """
    return Markup(_load_translations(locale).ugettext(key)).format(**_format_values(blanks, locale))  # noqa: S704 (the catalogue is ours; Markup.format escapes the blanks)


def ngettext_html(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """Say what a key means for a count, as HTML; see `gettext_html`."""
    text = str(_load_translations(locale).ungettext(key, key, count))
    return Markup(text).format(**_format_values({"count": count, **blanks}, locale))  # noqa: S704 (as in rich)


def _format_values(blanks: dict[str, object], locale: str) -> dict[str, object]:
    return {name: format_value(value, locale) for name, value in blanks.items()}


def format_value(value: object, locale: str = DEFAULT_LOCALE) -> object:
    """Write a number or a date the way the language does; leave anything else as it is."""
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
