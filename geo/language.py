"""
Sentences in the reader's language, from the gettext catalogues under `locale/`.

Catalogues hold dotted keys ("way.title") and, for every language, what is said. Blanks look
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
from datetime import date, datetime
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
STATES = ("draft", "machine", "read")
STATE = re.compile(r'^"X-Amparo-State: ([a-z]+)\\n"$', re.MULTILINE)
LONGEST_WRITTEN = 1e15  # beyond, nobody counts the zeros
# How numbers are written. The networks that speak Spanish are in Latin America, where
# 2,983 is almost three thousand; Spain writes that as 2.983, which there is almost three.
WRITTEN_AS = {"es": "es_419"}


@lru_cache(maxsize=1)
def locales() -> tuple[str, ...]:
    """List the languages that have a catalogue, Spanish first."""
    found = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/amparo.po"))
    return tuple(sorted(found, key=lambda code: code != DEFAULT_LOCALE))


@lru_cache(maxsize=16)
def language_state(locale: str) -> str:
    """
    Tell how far a language's catalogue can be trusted: one of `STATES`.

    Returns
    -------
    state
        Of a catalogue that does not say, `machine`: that somebody read it has to be written down.

    Raises
    ------
    LocaleUnknownError
        If no catalogue speaks the language.
    """
    found = STATE.search(_path(locale).read_text(encoding="utf-8"))
    return found[1] if found else "machine"


def _path(locale: str) -> Path:
    if locale not in locales():
        raise LocaleUnknownError(tongue=locale, known=", ".join(locales()))
    return CATALOGUES / locale / "LC_MESSAGES" / "amparo.po"


@lru_cache(maxsize=16)
def _messages(locale: str) -> Catalog:
    with _path(locale).open("rb") as file:
        return read_po(file, locale=locale)


@lru_cache(maxsize=16)
def _catalogue(locale: str) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, _messages(locale))
    compiled.seek(0)
    said = Translations(compiled)
    if _is_draft(locale):
        said.add_fallback(_catalogue(DEFAULT_LOCALE))
    return said


def _is_draft(locale: str) -> bool:
    return locale != DEFAULT_LOCALE and language_state(locale) == "draft"


def sentence(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """
    Say what a key means, as plain text.

    Raises
    ------
    LocaleUnknownError
        If no catalogue speaks the language.
    """
    return _catalogue(locale).ugettext(key).format(**_written(blanks, locale))


def family(beginning: str, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """
    Give all sentences whose keys begin alike, with their blanks, for scripts that fill them.

    Returns
    -------
    sentences
        By the rest of their key; of a sentence that counts, every form under `key.0`, `key.1`, …
    """
    told = family(beginning) if _is_draft(locale) else {}
    for message in _messages(locale):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if not key.startswith(beginning):
            continue
        rest, said = key.removeprefix(beginning), message.string or ""
        if isinstance(said, str):
            told[rest] = said
        else:
            told |= {f"{rest}.{number}": form for number, form in enumerate(said)}
    return told


def word(family: str, code: object, locale: str = DEFAULT_LOCALE) -> str:
    """Name a code in words, as in `word("service_type", "health")`."""
    return sentence(f"{family}.{code}", locale)


def plural(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """Say what a key means for a count, which also fills the blank `{count}`."""
    text = _catalogue(locale).ungettext(key, key, count)
    return str(text).format(**_written({"count": count, **blanks}, locale))


def rich(key: str, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """
    Say what a key means, as HTML.

    The catalogue's own `<b>` stays; whatever fills a blank is escaped, because people wrote it.
    """
    return Markup(_catalogue(locale).ugettext(key)).format(**_written(blanks, locale))  # noqa: S704 (the catalogue is ours; Markup.format escapes the blanks)


def rich_plural(key: str, count: int, locale: str = DEFAULT_LOCALE, **blanks: object) -> Markup:
    """Say what a key means for a count, as HTML; see `rich`."""
    text = str(_catalogue(locale).ungettext(key, key, count))
    return Markup(text).format(**_written({"count": count, **blanks}, locale))  # noqa: S704 (as in rich)


def _written(blanks: dict[str, object], locale: str) -> dict[str, object]:
    return {name: written(value, locale) for name, value in blanks.items()}


def written(value: object, locale: str = DEFAULT_LOCALE) -> object:
    """Write a number or a date the way the language does; leave anything else as it is."""
    region = WRITTEN_AS.get(locale, locale)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return numbers.format_decimal(value, locale=region)
    if isinstance(value, float):
        if LONGEST_WRITTEN < abs(value) < math.inf:
            return numbers.format_scientific(value, locale=region)
        return numbers.format_decimal(value, format="#,##0.##", locale=region)
    if isinstance(value, datetime):
        return dates.format_datetime(value, format="short", locale=locale)
    if isinstance(value, date):
        return dates.format_date(value, format="long", locale=locale)
    return value
