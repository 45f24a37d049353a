"""Translation of errors into sentences with the remedy, in the reader's language."""

from __future__ import annotations

from geo.errors import AmparoError, LayerRowsError, ScenarioContentError
from geo.language import DEFAULT_LOCALE, gettext, has_text

# Placeholders that hold a code, with the prefix of the message keys that name it.
CODE_KEY_PREFIXES = {
    "layer": "layer.",
    "type": "service_type.",
    "end": "end.",
    "content": "content.",
}


def format_error(error: AmparoError, locale: str = DEFAULT_LOCALE) -> list[str]:
    """
    Format an error as sentences: what is wrong and what to do, then each row to be fixed.

    Parameters
    ----------
    error
        Its `key` names the first sentence, its placeholders fill it; codes are translated.
    """
    placeholders = {
        name: _format_code(name, value, locale) for name, value in error.placeholders.items()
    }
    first = gettext(error.key, locale, **placeholders)
    if isinstance(error, ScenarioContentError):
        return [first, *_format_scenario_findings(error, locale)]
    if not isinstance(error, LayerRowsError):
        return [first]
    from geo.imports.messages import format_row_findings

    return [first, *format_row_findings(error, locale)]


def _format_scenario_findings(error: ScenarioContentError, locale: str) -> list[str]:
    texts = []
    for number, key, placeholders in error.findings:
        text = gettext(key, locale, **placeholders)
        if number is not None:
            text = gettext("scenario.finding.row", locale, number=number, text=text)
        texts.append(text)
    return texts


def _format_code(name: str, value: object, locale: str) -> object:
    """Translate a code; other values and unknown codes are returned unchanged."""
    key = f"{CODE_KEY_PREFIXES[name]}{value}" if name in CODE_KEY_PREFIXES else ""
    return gettext(key, locale) if has_text(key) else value
