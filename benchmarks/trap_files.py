"""
Small files that are as people have them, one trap each, over all formats.

Five services of an invented district of Lima are written again and again; only what the trap says
differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks import trap_binaries, trap_json, trap_tables


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
    """Make all files."""
    for maker in (*trap_json.MAKERS, *trap_tables.MAKERS, *trap_binaries.MAKERS):
        for kind, trap, name, content, *more in maker():
            layer = more[0] if more else "services"
            companions = more[1] if len(more) > 1 else {}
            yield TrapFile(kind, trap, name, content, layer, companions)
