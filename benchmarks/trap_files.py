"""
Small files that are as people have them, one trap each, over all formats.

Five services of an invented district of Lima are written again and again; only what the trap says
differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks import trap_binaries, trap_json, trap_streets, trap_tables


@dataclass(frozen=True)
class TrapFile:
    """
    A file with a trap.

    Attributes
    ----------
    kind
        Its format.
    trap
        What is unusual.
    companions
        Files that lie beside it, by name.
    """

    kind: str
    trap: str
    name: str
    content: bytes
    layer: str = "services"
    companions: Mapping[str, bytes] = field(default_factory=dict)


def make_trap_files() -> Iterator[TrapFile]:
    """Make all files of layers."""
    return _make((*trap_json.MAKERS, *trap_tables.MAKERS, *trap_binaries.MAKERS))


def make_street_files() -> Iterator[TrapFile]:
    """Make all files of streets; their layer is `streets`."""
    return _make(trap_streets.MAKERS)


def _make(makers: Iterable[Callable[[], Iterator[tuple[Any, ...]]]]) -> Iterator[TrapFile]:
    for maker in makers:
        for kind, trap, name, content, *more in maker():
            layer = more[0] if more else "services"
            companions = more[1] if len(more) > 1 else {}
            yield TrapFile(kind, trap, name, content, layer, companions)
