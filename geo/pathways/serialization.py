"""Pathway records to and from plain values, as YAML files and the store hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from geo.pathways.records import Pathway, PathwaySentence, PathwayStep, TimeWindow

SINGLE_SENTENCE_FIELDS = ("why", "cost", "accepts")  # fields of a step that hold one sentence,
SENTENCE_LIST_FIELDS = ("gives", "bring", "need_not", "still")  # and several
CODE_LIST_FIELDS = ("instead", "after")


def parse_pathway(document: Mapping[str, Any], *, version: int) -> Pathway:
    """Build a pathway from the plain values of `serialize_pathway`."""
    return Pathway(
        country=document["country"],
        situation=document["situation"],
        steps=tuple(parse_step(step) for step in document["steps"]),
        verified=document["verified"],
        verified_on=document.get("verified_on"),
        version=version,
        sources=tuple(document["sources"]),
    )


def parse_step(document: Mapping[str, Any]) -> PathwayStep:
    """Build a step; a missing field has the default of `PathwayStep`."""
    made: dict[str, Any] = {}
    for name, value in document.items():
        if value is None:
            continue
        if name in SINGLE_SENTENCE_FIELDS:
            made[name] = _parse_sentence(value)
        elif name in SENTENCE_LIST_FIELDS:
            made[name] = tuple(_parse_sentence(one) for one in value)
        elif name in CODE_LIST_FIELDS:
            made[name] = tuple(value)
        elif name == "windows":
            made[name] = tuple(_parse_window(one) for one in value)
        elif name == "stay_minutes":
            made[name] = float(value)
        else:
            made[name] = value
    return PathwayStep(**made)


def serialize_pathway(pathway: Pathway) -> dict[str, Any]:
    """Return a pathway as plain values, without its version."""
    plain = {
        one.name: getattr(pathway, one.name)
        for one in fields(pathway)
        if one.name not in ("steps", "version")
    }
    steps = [serialize_step(step) for step in pathway.steps]
    return {**plain, "sources": list(pathway.sources), "steps": steps}


def serialize_step(step: PathwayStep) -> dict[str, Any]:
    """Return a step as plain values, without empty fields."""
    plain: dict[str, Any] = {}
    for one in fields(step):
        value = getattr(step, one.name)
        if isinstance(value, tuple):
            value = [_serialize_value(part) for part in value]
        if value is not None and value != []:
            plain[one.name] = _serialize_value(value)
    return plain


def _serialize_value(value: object) -> object:
    if isinstance(value, PathwaySentence | TimeWindow):
        pairs = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: part for name, part in pairs if part is not None}
    return value


def _parse_sentence(document: Mapping[str, Any]) -> PathwaySentence:
    return PathwaySentence(
        key=document["key"], text=document.get("text"), source=document.get("source")
    )


def _parse_window(document: Mapping[str, Any]) -> TimeWindow:
    return TimeWindow(
        what=document["what"],
        hours=float(document["hours"]),
        kind=document["kind"],
        source=document.get("source"),
    )
