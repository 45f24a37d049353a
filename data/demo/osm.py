"""Formatting of the village as OpenStreetMap XML, with invented ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

from data.demo.landscape import TaggedFeature
from data.demo.projection import Coordinates, project_to_lonlat

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Chancala (demostración): everything in this file is invented, numbers included.
     It holds no OpenStreetMap data; only the format is theirs. Made by data/demo/make.py. -->
<osm version="0.6" generator="data/demo/make.py">
"""


@dataclass
class OsmDocument:
    """Nodes and ways of a document; equal coordinates share one node."""

    node_ids: dict[tuple[float, float], int] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)

    def add_features(self, features: Iterable[TaggedFeature]) -> None:
        """
        Add points, lines and rings.

        Parameters
        ----------
        features
            A feature of one row becomes a tagged node, a longer one a way.
        """
        for feature in features:
            node_ids = [self._node_id(lonlat) for lonlat in project_to_lonlat(feature.coordinates)]
            if len(node_ids) == 1:
                self.node_tags[node_ids[0]] = self.node_tags.get(node_ids[0], {}) | feature.tags
            else:
                self.ways.append((node_ids, feature.tags))

    def _node_id(self, lonlat: tuple[float, float]) -> int:
        return self.node_ids.setdefault(lonlat, len(self.node_ids) + 1)

    def to_xml(self) -> str:
        """
        Format the document.

        Returns
        -------
        xml
            Nodes, then ways, each by rising id; way ids follow the node ids.
        """
        lines = [self._format_node(osm_id, lonlat) for lonlat, osm_id in self.node_ids.items()]
        for osm_id, (nodes, tags) in enumerate(self.ways, start=len(self.node_ids) + 1):
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{osm_id}" version="1">{refs}{_format_tags(tags)}</way>')
        return HEADER + "\n".join(lines) + "\n</osm>\n"

    def _format_node(self, osm_id: int, lonlat: tuple[float, float]) -> str:
        element = f'<node id="{osm_id}" version="1" lat="{lonlat[1]:.6f}" lon="{lonlat[0]:.6f}"'
        tags = self.node_tags.get(osm_id)
        return f"{element}>{_format_tags(tags)}</node>" if tags else f"{element}/>"


def _format_tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def find_fords(paths: Iterable[Coordinates], streams: Iterable[Coordinates]) -> list[TaggedFeature]:
    """
    Find the points where footpaths cross streams.

    Parameters
    ----------
    paths, streams
        Lines that already share a vertex wherever they cross [m].

    Returns
    -------
    fords
        One point per shared vertex, tagged `ford=yes`.
    """
    stream_points = {tuple(point) for line in streams for point in line.tolist()}
    shared_points = {tuple(point) for line in paths for point in line.tolist()} & stream_points
    return [TaggedFeature(np.array([point]), {"ford": "yes"}) for point in sorted(shared_points)]
