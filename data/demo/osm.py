"""Write the village as OpenStreetMap XML, with invented numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

from data.demo.ground import Line, lonlat
from data.demo.landscape import Thing

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Chancala (demostración): everything in this file is invented, numbers included.
     It holds no OpenStreetMap data; only the format is theirs. Made by data/demo/make.py. -->
<osm version="0.6" generator="data/demo/make.py">
"""


@dataclass
class Sheet:
    """Nodes and ways collected so far; a place used twice gets one node."""

    numbers: dict[tuple[float, float], int] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)

    def add(self, things: Iterable[Thing]) -> None:
        """
        Take points, lines and rings.

        Parameters
        ----------
        things
            A thing of one row becomes a tagged node, a longer one a way.
        """
        for thing in things:
            numbers = [self._number(place) for place in lonlat(thing.line)]
            if len(numbers) == 1:
                self.node_tags[numbers[0]] = self.node_tags.get(numbers[0], {}) | thing.tags
            else:
                self.ways.append((numbers, thing.tags))

    def _number(self, place: tuple[float, float]) -> int:
        return self.numbers.setdefault(place, len(self.numbers) + 1)

    def text(self) -> str:
        """
        Write the sheet.

        Returns
        -------
        xml
            Nodes, then ways, each by rising number; ways are numbered after the nodes.
        """
        lines = [self._node(number, place) for place, number in self.numbers.items()]
        for number, (nodes, tags) in enumerate(self.ways, start=len(self.numbers) + 1):
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')
        return HEADER + "\n".join(lines) + "\n</osm>\n"

    def _node(self, number: int, place: tuple[float, float]) -> str:
        head = f'<node id="{number}" version="1" lat="{place[1]:.6f}" lon="{place[0]:.6f}"'
        tags = self.node_tags.get(number)
        return f"{head}>{_tags(tags)}</node>" if tags else f"{head}/>"


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def fords(paths: Iterable[Line], streams: Iterable[Line]) -> list[Thing]:
    """
    Mark where a way on foot goes through a stream.

    Parameters
    ----------
    paths, streams
        Lines that already share a vertex wherever they cross [m].

    Returns
    -------
    fords
        One point per shared vertex, tagged `ford=yes`.
    """
    wet = {tuple(spot) for line in streams for spot in line.tolist()}
    crossing = {tuple(spot) for line in paths for spot in line.tolist()} & wet
    return [Thing(np.array([spot]), {"ford": "yes"}) for spot in sorted(crossing)]
