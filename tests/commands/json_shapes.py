"""Reads docs/json.md, and checks objects that commands print against its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.source_files import ROOT

FIELD = re.compile(r"`(\w+)` ([a-z]+(?: [a-z]+)*)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_count(value: object) -> bool:
    return is_number(value) and value == int(value) >= 0


def is_text(value: object) -> bool:
    return isinstance(value, str) and not MOMENT.match(value)


KINDS: dict[str, Callable[[object], bool]] = {
    "text": is_text,
    "flag": lambda value: isinstance(value, bool),
    "count": is_count,
    "number": is_number,
    "people": lambda value: value is None or value == "<5" or is_number(value),
    "minutes": is_number,
    "metres": is_number,
    "moment": lambda value: isinstance(value, str) and bool(MOMENT.fullmatch(value)),
    "day": lambda value: isinstance(value, str) and bool(DAY.fullmatch(value)),
    "hours": is_text,
    "counts": lambda value: isinstance(value, dict) and all(map(is_number, value.values())),
    "json": lambda _: True,
}


@dataclass(frozen=True)
class Shapes:
    """
    What the document says.

    Attributes
    ----------
    objects
        Kind of each field by its name, by object.
    commands
        The same by command.
    """

    objects: dict[str, dict[str, str]]
    commands: dict[str, dict[str, str]]


def read_shapes() -> Shapes:
    """Read the tables of the document."""
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    _, of_objects = text.split("## Objects\n")
    of_objects, of_commands = of_objects.split("## Commands\n")
    objects: dict[str, dict[str, str]] = {}
    for section in re.split(r"^### ", of_objects, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        base = re.search(r"The fields of \*([a-z ]+)\*, and:", body)
        rows = re.findall(r"^\| `(\w+)` \| ([a-z ]+) \|", body, flags=re.MULTILINE)
        objects[name.strip()] = {**(objects[base[1]] if base else {}), **dict(rows)}
    commands = {}
    for names, printed in re.findall(r"^\| (`.+?`) \| (.+) \|$", of_commands, flags=re.MULTILINE):
        fields: dict[str, str] = {}
        for base in re.findall(r"\*([a-z ]+)\*", printed):
            fields |= objects[base]
        fields |= dict(FIELD.findall(printed))
        commands |= dict.fromkeys(re.findall(r"`([a-z -]+)`", names), fields)
    return Shapes(objects, commands)


def find_faults(value: object, kind: str, objects: dict[str, dict[str, str]], at: str) -> list[str]:
    """Find where a value is not of a kind, with the place in the output."""
    if kind.endswith(" or null"):
        kind = kind.removesuffix(" or null")
        if value is None:
            return []
    if kind.startswith("list of "):
        if not isinstance(value, list):
            return [f"{at}: no list"]
        inner = kind.removeprefix("list of ")
        return [
            one for n, item in enumerate(value) for one in find_faults(item, inner, objects, at)
        ]
    if kind in KINDS:
        return [] if KINDS[kind](value) else [f"{at}: {value!r} is no {kind}"]
    return check_object(value, objects[kind], objects, f"{at} ({kind})")


def check_object(
    value: object, fields: dict[str, str], objects: dict[str, dict[str, str]], at: str
) -> list[str]:
    """Find missing fields, those that the document does not name, and values of another kind."""
    if not isinstance(value, dict):
        return [f"{at}: no object"]
    faults = [f"{at}: `{name}` is missing" for name in fields.keys() - value.keys()]
    faults += [f"{at}: `{name}` is not in the document" for name in value.keys() - fields.keys()]
    for name in fields.keys() & value.keys():
        faults += find_faults(value[name], fields[name], objects, f"{at}.{name}")
    return faults


def list_objects(value: object, at: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """List every object of an output, with the names that lead to it."""
    if isinstance(value, dict):
        yield at, value
        for name, inner in value.items():
            yield from list_objects(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from list_objects(inner, at)


def find_lookalikes(output: object, service: set[str], files: set[str]) -> list[str]:
    """Find services and files of another shape, also where the document permits any value."""
    faults = []
    for at, one in list_objects(output):
        is_service = {"type", "phone"} <= one.keys() or {"verified_on", "name"} <= one.keys()
        if is_service and set(one) != service:
            faults.append(f"{at}: a service of another shape")
        for name, value in one.items():
            named = isinstance(value, str) and value.rsplit("/")[-1] in files
            if named and (name != "path" or set(one) != {"path", "bytes"}):
                faults.append(f"{at}.{name}: a file of another shape")
    return faults
