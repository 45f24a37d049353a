"""
Reader of the starters: pathways that come with Amparo, one YAML file a country.

A country's file says what is different there from `general.yaml`: a step's field that it gives
stands in place of the general one, and so does a situation's list of steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from geo.errors import PathwayUnreadableError, ServiceTypeUnknownError, SituationUnknownError
from geo.model import SERVICE_TYPES
from geo.pathways.records import SITUATIONS, Pathway, PathwayStep, Situation
from geo.pathways.serialization import parse_step

STARTERS_FOLDER = Path(__file__).parents[2] / "data" / "pathways"
GENERAL_NAME = "general"


def load_starter(
    country: str | None, situation: Situation, *, folder: Path = STARTERS_FOLDER
) -> Pathway:
    """
    Return the starter of a country for a situation, or the general one without a file.

    Parameters
    ----------
    country
        ISO 3166 code of two letters, or None.
    folder
        The folder of the files.

    Raises
    ------
    SituationUnknownError
        If the situation is none of ours.
    PathwayUnreadableError
        If a file is not as its schema says.
    """
    if situation not in SITUATIONS:
        raise SituationUnknownError(situation=situation)
    known = list_countries(folder)
    return _load_starters(folder, country if country in known else None)[situation]


def load_starter_step(
    country: str | None, service_type: str, *, folder: Path = STARTERS_FOLDER
) -> tuple[PathwayStep, tuple[str, ...]]:
    """
    Return the step that leads to a service type in the starters of a country.

    Returns
    -------
    step, sources
        The step, and its references, as in `Pathway.sources`. Of several, the one that the service
        gives its name; else the first.

    Raises
    ------
    ServiceTypeUnknownError
        If no step leads to such a service.
    """
    whole = _load_country_document(folder, country if country in list_countries(folder) else None)
    codes = [code for code, fields in whole["steps"].items() if fields["service"] == service_type]
    if not codes:
        raise ServiceTypeUnknownError(type=service_type, known=", ".join(SERVICE_TYPES))
    code = service_type if service_type in codes else codes[0]
    fields = whole["steps"][code]
    return parse_step({"code": code, **fields}), _select_cited_sources(whole, fields)


def list_countries(folder: Path = STARTERS_FOLDER) -> tuple[str, ...]:
    """List the countries that have a file, by their codes."""
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    return tuple(name.upper() for name in names if name != GENERAL_NAME)


def list_references(*pathways: Pathway) -> dict[str, str]:
    """Map the ids of references that pathways cite to their full text."""
    pairs = (text.partition("] ") for pathway in pathways for text in pathway.sources)
    return {name.removeprefix("["): reference for name, _, reference in pairs}


@lru_cache(maxsize=32)
def _load_starters(folder: Path, country: str | None) -> dict[Situation, Pathway]:
    whole = _load_country_document(folder, country)
    return {situation: _build_pathway(whole, situation, country) for situation in SITUATIONS}


@lru_cache(maxsize=32)
def _load_country_document(folder: Path, country: str | None) -> dict[str, Any]:
    """Read what holds in a country: steps by code, situations, references."""
    general = _read_document(folder, f"{GENERAL_NAME}.yaml")
    own = _read_document(folder, f"{country.lower()}.yaml") if country else {}
    whole = _merge_documents(general, own)
    if faults := list(_find_inconsistencies(whole, own.get("country"), country)):
        file = f"{(country or GENERAL_NAME).lower()}.yaml"
        raise PathwayUnreadableError(file=file, schema_errors=faults)
    return whole


def _read_document(folder: Path, name: str) -> dict[str, Any]:
    """Read one file and validate it against the schema."""
    try:
        document = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 (a loader of safe values)
    except OSError as error:
        raise PathwayUnreadableError(file=name, schema_errors=["(file)"]) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no UTF-8, or a date that is none
        mark = getattr(error, "problem_mark", None)
        at = f"line {mark.line + 1} (yaml)" if mark else "(yaml)"
        raise PathwayUnreadableError(file=name, schema_errors=[at]) from error
    faults = sorted(
        load_schema().iter_errors(document), key=lambda fault: list(map(str, fault.path))
    )
    if faults:
        problems = [
            _format_fault_path(fault.absolute_path, str(fault.validator)) for fault in faults
        ]
        raise PathwayUnreadableError(file=name, schema_errors=problems)
    return dict(document)


@lru_cache(maxsize=1)
def load_schema() -> jsonschema.Draft202012Validator:
    """Return the JSON schema validator of pathway files."""
    rules = json.loads((STARTERS_FOLDER / "schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(rules)


class _StrictLoader(yaml.SafeLoader):
    """YAML loader of plain values that refuses duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [str(key.value) for key, _ in node.value]
        if len(set(names)) < len(names):
            raise yaml.constructor.ConstructorError(None, None, "twice", node.start_mark)
        return dict(super().construct_mapping(node, deep))


def _format_fault_path(path: Any, rule: str) -> str:  # noqa: ANN401 (keys and numbers, as the schema checker names them)
    return f"{'.'.join(map(str, path)) or 'file'} ({rule})"


def _merge_documents(general: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Merge a country's differences into the general file."""
    steps = {code: dict(fields) for code, fields in general.get("steps", {}).items()}
    for code, fields in own.get("steps", {}).items():
        steps[code] = {**steps.get(code, {}), **fields}
    return {
        "steps": steps,
        "situations": {**general.get("situations", {}), **own.get("situations", {})},
        "sources": {**general.get("sources", {}), **own.get("sources", {})},
    }


def _find_inconsistencies(
    document: dict[str, Any], declared_country: str | None, country: str | None
) -> Iterator[str]:
    """List what the schema cannot check: unknown codes and missing parts of steps."""
    if declared_country != country:
        yield "country (file name)"
    for situation in SITUATIONS:
        codes = document["situations"].get(situation)
        if codes is None:
            yield f"situations.{situation} (required)"
        for code in sorted(set(codes or ()) - set(document["steps"])):
            yield f"situations.{situation}.{code} (unknown step)"
    for code, fields in document["steps"].items():
        for fault in _find_missing_parts(fields, document):
            yield f"steps.{code}.{fault}"


def _find_missing_parts(fields: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    for name in sorted({"service", "why"} - set(fields)):
        yield f"{name} (required)"
    if fields.get("windows") and not fields.get("still"):
        yield "still (required by windows)"
    for name in sorted(set(fields.get("after", ())) - set(document["steps"])):
        yield f"after.{name} (unknown step)"
    for name in sorted(set(_iterate_cited_sources(fields)) - set(document["sources"])):
        yield f"{name} (unknown source)"


def _iterate_cited_sources(value: object) -> Iterator[str]:
    """Collect the ids of references anywhere in a step."""
    if isinstance(value, Mapping):
        if "source" in value:
            yield value["source"]
        for part in value.values():
            yield from _iterate_cited_sources(part)
    elif isinstance(value, list):
        for part in value:
            yield from _iterate_cited_sources(part)


def _build_pathway(document: dict[str, Any], situation: Situation, country: str | None) -> Pathway:
    codes = document["situations"][situation]
    fields = {code: document["steps"][code] for code in codes}
    return Pathway(
        country=country,
        situation=situation,
        steps=tuple(parse_step({"code": code, **fields[code]}) for code in codes),
        sources=_select_cited_sources(document, fields),
    )


def _select_cited_sources(document: dict[str, Any], citing: object) -> tuple[str, ...]:
    cited = set(_iterate_cited_sources(citing))
    return tuple(f"[{name}] {text}" for name, text in document["sources"].items() if name in cited)
