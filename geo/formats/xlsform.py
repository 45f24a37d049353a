"""
XLSForm: a form by which KoboToolbox or ODK Collect gather a layer, in all our languages.

Names of questions are those of the layer's fields, and names of choices its codes, so that what was
collected is read without mapping. Nothing is asked about a person, and the place of a confidential
service is never asked for: the phone and the server of the form would keep it.

Format: https://xlsform.org/en/.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from geo.errors import ExportFormatError
from geo.formats.atomic_file import write_file
from geo.formats.workbook_writing import Cell, format_workbook
from geo.language import DEFAULT_LOCALE, gettext, list_locales, read_catalogue_state
from geo.layers.schema import LAYER_SCHEMAS, FieldKind, LayerField
from geo.model import CONFIDENTIAL_SERVICE_TYPES, SEVERITIES, LayerName
from geo.store.atomic_file import OutputT

SUFFIX = ".xlsx"
FORM_VERSION = "1"
PLACE = "place"
DAY_FIELD = "verified_on"
YES_NO = "yes_no"
# Fields that nobody is asked for: codes of drawing sessions, what the import finds itself, and whom
# to ask for a confidential place.
OMITTED_FIELDS = ("session", "public", "source", "gateway")
OPEN_PLACE = "${confidential} = 'no' and " + " and ".join(
    f"${{type}} != '{code}'" for code in CONFIDENTIAL_SERVICE_TYPES
)
QUESTION_TYPES: dict[FieldKind, str] = {
    "text": "text",
    "number": "integer",
    "flag": f"select_one {YES_NO}",
    "day": "today",
}
SURVEY_COLUMNS = ("type", "name", "required", "relevant", "constraint", "appearance")
# Keys of labels that the screens have already, by field; all others begin with `form.field.`.
LABEL_KEYS = {
    "type": "draw.what_service",
    "severity": "draw.how_much",
    "name": "setup.service_name",
    "phone": "setup.service_phone",
    "opening_hours": "setup.service_opening_hours",
    "hours": "setup.service_opening_hours",
    "address": "setup.service_address",
}
HINT_KEYS = {
    "name": "setup.service_rule_name",
    "phone": "setup.service_rule_phone",
    "address": "setup.service_rule_address",
}
CODE_PREFIXES = {"type": "service_type", "category": "category", "kind": "kind", "holds": "holds"}


class Question(NamedTuple):
    """A row of the survey: its type and name, keys of its label and hint, and its conditions."""

    kind: str
    name: str
    label_key: str
    hint_key: str = ""
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    appearance: str = ""


class Choice(NamedTuple):
    """A row of the choices: its list, its name, and the key of its label."""

    list_name: str
    name: str
    label_key: str


def write_form(layer: LayerName, path: OutputT, *, locale: str = DEFAULT_LOCALE) -> OutputT:
    """
    Write the form of a layer.

    Parameters
    ----------
    locale
        Language in which the form opens; the others can be chosen in it.

    Raises
    ------
    ExportFormatError
        If the ending is not `.xlsx`.
    ExportFileError
        If it cannot be written there.
    """
    if PurePath(path.name).suffix.lower() != SUFFIX:
        raise ExportFormatError(file=path.name, known=SUFFIX)
    write_file(path, build_form(layer, locale))
    return path


def build_form(layer: LayerName, locale: str) -> bytes:
    """Build the workbook of a form: sheets `survey`, `choices` and `settings`."""
    locales = [one for one in list_locales() if read_catalogue_state(one) != "draft"]
    languages = {one: f"{gettext(f'language.{one}', one)} ({one})" for one in locales}
    labels = [f"{part}::{name}" for part in ("label", "hint") for name in languages.values()]
    survey: list[list[Cell]] = [[*SURVEY_COLUMNS, *labels]]
    for question in list_questions(layer):
        keys = (question.label_key, question.hint_key)
        conditions = (question.relevant, question.constraint, question.appearance)
        required = "yes" if question.required else ""
        texts = [_translate(key, one) for key in keys for one in locales]
        survey.append([question.kind, question.name, required, *conditions, *texts])
    choices: list[list[Cell]] = [
        ["list_name", "name", *(f"label::{name}" for name in languages.values())]
    ]
    for choice in list_choices(layer):
        texts = [_translate(choice.label_key, one) for one in locales]
        choices.append([choice.list_name, choice.name, *texts])
    title = gettext(f"layer.{layer}", locale)
    first = languages.get(locale, languages[DEFAULT_LOCALE])
    settings: list[list[Cell]] = [
        ["form_title", "form_id", "version", "default_language"],
        [title, f"amparo_{layer}", FORM_VERSION, first],
    ]
    return format_workbook({"survey": survey, "choices": choices, "settings": settings})


def list_questions(layer: LayerName) -> list[Question]:
    """List the questions of a form: what it is, then where."""
    fields = _list_fields(layer)
    is_service = layer == "services"
    questions = [Question("note", "rule", "form.rule")]
    questions += [_make_question(field, is_service=is_service) for field in fields]
    is_area = "Point" not in LAYER_SCHEMAS[layer].geometry_types
    place = Question(
        "geoshape" if is_area else "geopoint",
        PLACE,
        "form.place.area" if is_area else "form.place.point",
        required=True,
        relevant=OPEN_PLACE if is_service else "",
    )
    if is_service:
        hidden = f"not({OPEN_PLACE})"
        questions.append(Question("note", "rule_place", "form.confidential_rule", relevant=hidden))
    return [*questions, place]


def list_choices(layer: LayerName) -> list[Choice]:
    """List the choices of a form; what is confidential by its kind can be chosen for services."""
    choices = []
    for field in _list_fields(layer):
        if field.kind == "flag":
            choices += [Choice(YES_NO, one, f"form.{one}") for one in ("yes", "no")]
        elif field.kind == "severity":
            choices += [Choice(field.name, str(one), f"draw.severity.{one}") for one in SEVERITIES]
        elif field.kind == "code":
            prefix = CODE_PREFIXES[field.name]
            choices += [
                Choice(field.name, code, f"{prefix}.{code}") for code in _list_codes(layer, field)
            ]
    return choices


def _list_fields(layer: LayerName) -> list[LayerField]:
    """List the fields that are asked for; confidential safe zones are not collected at all."""
    omitted = OMITTED_FIELDS if layer == "services" else (*OMITTED_FIELDS, "confidential")
    return [one for one in LAYER_SCHEMAS[layer].fields if one.name not in omitted]


def _list_codes(layer: LayerName, field: LayerField) -> Sequence[str]:
    column, confidential = LAYER_SCHEMAS[layer].confidential_codes or ("", ())
    if layer == "services" or field.name != column:
        return field.codes
    return [code for code in field.codes if code not in confidential]


def _make_question(field: LayerField, *, is_service: bool) -> Question:
    kind = QUESTION_TYPES.get(field.kind, f"select_one {field.name}")
    return Question(
        kind,
        field.name,
        "" if field.name == DAY_FIELD else LABEL_KEYS.get(field.name, f"form.field.{field.name}"),
        HINT_KEYS.get(field.name, ""),
        required=field.required or field.kind == "flag",
        relevant=OPEN_PLACE if is_service and field.confidential_audience is None else "",
        constraint=". >= 0" if field.kind == "number" else "",
        appearance="minimal" if kind.startswith("select_one") and field.codes else "",
    )


def _translate(key: str, locale: str) -> str:
    return gettext(key, locale) if key else ""
