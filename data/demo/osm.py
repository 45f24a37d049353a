"""Write the village as OpenStreetMap XML, with invented numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

from data.demo.ground import Coordinates, project_to_lonlat
from data.demo.landscape import TaggedFeature

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Chancala (demostración): everything in this file is invented, numbers included.
     It holds no OpenStreetMap data; only the format is theirs. Made by data/demo/make.py. -->
<osm version="0.6" generator="data/demo/make.py">
"""


@dataclass
class OsmDocument:
    """Nodes and ways collected so far; a place used twice gets one node."""

    node_ids: dict[tuple[float, float], int] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)

    def add_features(self, features: Iterable[TaggedFeature]) -> None:
        """
        Take points, lines and rings.

        Parameters
        ----------
        features
            A thing of one row becomes a tagged node, a longer one a way.
        """
        for thing in features:
            numbers = [self._node_id(place) for place in project_to_lonlat(thing.coordinates)]
            if len(numbers) == 1:
                self.node_tags[numbers[0]] = self.node_tags.get(numbers[0], {}) | thing.tags
            else:
                self.ways.append((numbers, thing.tags))

    def _node_id(self, place: tuple[float, float]) -> int:
        return self.node_ids.setdefault(place, len(self.node_ids) + 1)

    def to_xml(self) -> str:
        """
        Write the sheet.

        Returns
        -------
        xml
            Nodes, then ways, each by rising number; ways are numbered after the nodes.
        """
        lines = [self._format_node(number, place) for place, number in self.node_ids.items()]
        for number, (nodes, tags) in enumerate(self.ways, start=len(self.node_ids) + 1):
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{number}" version="1">{refs}{_format_tags(tags)}</way>')
        return HEADER + "\n".join(lines) + "\n</osm>\n"

    def _format_node(self, number: int, place: tuple[float, float]) -> str:
        head = f'<node id="{number}" version="1" lat="{place[1]:.6f}" lon="{place[0]:.6f}"'
        tags = self.node_tags.get(number)
        return f"{head}>{_format_tags(tags)}</node>" if tags else f"{head}/>"


def _format_tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def find_fords(paths: Iterable[Coordinates], streams: Iterable[Coordinates]) -> list[TaggedFeature]:
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
    return [TaggedFeature(np.array([spot]), {"ford": "yes"}) for spot in sorted(crossing)]
