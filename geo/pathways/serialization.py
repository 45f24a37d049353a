"""Between a pathway's record and plain values, as files and the store hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from geo.pathways.records import Pathway, Sentence, Step, Window

ONE = ("why", "cost", "accepts")  # fields of a step that hold one sentence,
MANY = ("gives", "bring", "need_not", "still")  # and several
CODES = ("instead", "after")


def made_pathway(document: Mapping[str, Any], *, version: int) -> Pathway:
    """Make a pathway of plain values, as `plain_pathway` gives them."""
    return Pathway(
        country=document["country"],
        situation=document["situation"],
        steps=tuple(made_step(step) for step in document["steps"]),
        verified=document["verified"],
        verified_on=document.get("verified_on"),
        version=version,
        sources=tuple(document["sources"]),
    )


def made_step(said: Mapping[str, Any]) -> Step:
    """Make a step; a field that is not said is as `Step` has it."""
    made: dict[str, Any] = {}
    for name, value in said.items():
        if value is None:
            continue
        if name in ONE:
            made[name] = _sentence(value)
        elif name in MANY:
            made[name] = tuple(_sentence(one) for one in value)
        elif name in CODES:
            made[name] = tuple(value)
        elif name == "windows":
            made[name] = tuple(_window(one) for one in value)
        elif name == "stay_minutes":
            made[name] = float(value)
        else:
            made[name] = value
    return Step(**made)


def plain_pathway(pathway: Pathway) -> dict[str, Any]:
    """Give a pathway as plain values; its version stands beside it, not in it."""
    plain = {
        one.name: getattr(pathway, one.name)
        for one in fields(pathway)
        if one.name not in ("steps", "version")
    }
    steps = [plain_step(step) for step in pathway.steps]
    return {**plain, "sources": list(pathway.sources), "steps": steps}


def plain_step(step: Step) -> dict[str, Any]:
    """Give a step as plain values; what it does not say is left out."""
    plain: dict[str, Any] = {}
    for one in fields(step):
        value = getattr(step, one.name)
        if isinstance(value, tuple):
            value = [_plain(part) for part in value]
        if value is not None and value != []:
            plain[one.name] = _plain(value)
    return plain


def _plain(value: object) -> object:
    if isinstance(value, Sentence | Window):
        pairs = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: part for name, part in pairs if part is not None}
    return value


def _sentence(said: Mapping[str, Any]) -> Sentence:
    return Sentence(key=said["key"], text=said.get("text"), source=said.get("source"))


def _window(said: Mapping[str, Any]) -> Window:
    return Window(
        what=said["what"],
        hours=float(said["hours"]),
        kind=said["kind"],
        source=said.get("source"),
    )
