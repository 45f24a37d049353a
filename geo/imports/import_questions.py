"""Questions to whoever imports a file, and their texts: on screen and for the command line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from geo.errors import AmparoError, LayerCoordinatesSwappedError, LayerRowsError
from geo.formats.findings import ImportQuestion, RowFinding
from geo.imports.import_choices import AXES, ZERO_ROWS
from geo.language import DEFAULT_LOCALE, gettext, has_text
from geo.layers.column_matching import ColumnMatch
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName

# Prefixes of the message keys that name the codes of a field.
CODE_PREFIXES = {
    "type": "service_type.",
    "category": "category.",
    "kind": "kind.",
    "holds": "holds.",
}
AXES_QUESTION = ImportQuestion("axes", "", "", AXES)
ZERO_QUESTION = ImportQuestion("zero_rows", "", "", ZERO_ROWS)


def list_column_questions(
    names: Sequence[str], match: ColumnMatch, findings: Iterable[RowFinding], layer: LayerName
) -> Iterator[ImportQuestion]:
    """Ask which of several columns a field is, and which one a required field is."""
    for name, columns in match.ambiguous.items():
        yield ImportQuestion("column", name, "", tuple(columns))
    if any(finding.key == "row.columns" for finding in findings):
        free = tuple(one for one in names if one not in match.columns.values())
        for field in LAYER_SCHEMAS[layer].fields:
            if field.required and field.name not in match.columns and free:
                yield ImportQuestion("column", field.name, "", free)


def list_axes_questions(findings: Iterable[RowFinding]) -> list[ImportQuestion]:
    """Ask about latitude and longitude where a latitude is beyond a pole."""
    return [AXES_QUESTION] if any(one.key == "row.swapped" for one in findings) else []


def list_questions(error: AmparoError) -> list[ImportQuestion]:
    """List the questions that an error asks."""
    if isinstance(error, LayerCoordinatesSwappedError):
        return [AXES_QUESTION]
    questions = getattr(error, "questions", []) if isinstance(error, LayerRowsError) else []
    return [ImportQuestion(*question) for question in questions]


def format_question(question: ImportQuestion, locale: str = DEFAULT_LOCALE) -> str:
    """Format a question in plain words."""
    return gettext(f"ask.{question.kind}", locale, column=question.subject, text=question.text)


def format_option(question: ImportQuestion, option: str, locale: str = DEFAULT_LOCALE) -> str:
    """Format an option of a question."""
    if question.kind == "column":
        return option
    if question.kind == "code":
        return format_code(question.subject, option, locale)
    values = dict(zip(question.options, question.values, strict=False))
    if question.kind == "encoding":
        return gettext("ask.encoding.option", locale, encoding=option, value=values.get(option, ""))
    if question.kind == "integer_digits":
        return values.get(option, option)
    return gettext(f"ask.{question.kind}.{option}", locale, value=values.get(option, ""))


def format_code(field: str, code: str, locale: str = DEFAULT_LOCALE) -> str:
    """Format a code of a field as its label; a code without one stays."""
    key = f"{CODE_PREFIXES.get(field, '')}{code}"
    return gettext(key, locale) if has_text(key) else code


def format_command_options(error: AmparoError, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format which options of the command answer the questions of an error."""
    return [
        gettext("ask.option", locale, question=format_question(question, locale), option=option)
        for question in list_questions(error)
        for option in [_format_command_option(question)]
    ]


def _format_command_option(question: ImportQuestion) -> str:
    """Format an option; `X` stands for one of those that are listed."""
    options = " | ".join(question.options)
    if question.kind == "column":
        return f"--column {shlex.quote(f'{question.subject}=X')}, X: {options}"
    if question.kind == "code":
        return f"--code {shlex.quote(f'{question.subject}:{question.text}=X')}, X: {options}"
    return f"--{question.kind.replace('_', '-')} {options}"
