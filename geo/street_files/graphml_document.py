"""GraphML parsed into nodes and edges with their texts, and limits on how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from geo.errors import ExtractEntitiesError, ExtractTruncatedError
from geo.osm.memory_limit import ObjectCounter

Texts = dict[str, str]
BYTES_PER_POINT = 18  # of WKT, at least: `-76.9 -12.2, `


@dataclass(frozen=True)
class GraphEdge:
    """An edge: the ids of its nodes, and its texts by name."""

    source: str
    target: str
    texts: Texts


@dataclass
class GraphDocument:
    """
    A graph in GraphML.

    Attributes
    ----------
    is_directed
        Whether edges lead from source to target only, where an edge does not say otherwise.
    """

    is_directed: bool = True
    texts: Texts = field(default_factory=dict)
    nodes: dict[str, Texts] = field(default_factory=dict)
    edges: list[GraphEdge] = field(default_factory=list)


def parse_graphml(chunks: Iterable[bytes], *, file: str) -> GraphDocument:
    """
    Parse GraphML.

    Parameters
    ----------
    chunks
        The decompressed file, in parts.
    file
        Name for the errors.

    Raises
    ------
    ExtractTruncatedError
        If it is truncated, or not well-formed.
    ExtractEntitiesError
        If it defines entities.
    ExtractMemoryError
        If it has more nodes, edges or points than the memory limit.
    """
    content = _GraphContent(file)
    try:
        for chunk in chunks:
            content.parser.Parse(chunk)
        content.parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise ExtractTruncatedError(file=file) from error
    return content.document


class _GraphContent:
    """Receives the elements of the file."""

    def __init__(self, file: str) -> None:
        self.document = GraphDocument()
        self._file, self._counter = file, ObjectCounter(file)
        self._names: Texts = {}
        self._defaults: dict[str, Texts] = {"graph": {}, "node": {}, "edge": {}}
        self._open = [self.document.texts]
        self._key: str | None = None
        self._kind = "graph"
        self._text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_definitions
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def _refuse_definitions(self, *_: object) -> None:
        raise ExtractEntitiesError(file=self._file)

    def _start(self, element: str, attributes: Texts) -> None:
        name = element.rpartition(":")[2]
        self._text.clear()
        if name == "key":
            self._key = attributes["id"]
            self._names[self._key] = attributes.get("attr.name", self._key)
            self._kind = attributes.get("for", "all")
        elif name == "graph":
            self.document.is_directed = attributes.get("edgedefault") != "undirected"
        elif name == "node":
            self._counter.count(nodes=1)
            own = dict(self._defaults["node"])
            self._open.append(self.document.nodes.setdefault(attributes["id"], own))
        elif name == "edge":
            self._counter.count(objects=1)
            edge = GraphEdge(
                attributes["source"], attributes["target"], dict(self._defaults["edge"])
            )
            self.document.edges.append(edge)
            self._open.append(edge.texts)
        elif name == "data":
            self._key = attributes["key"]

    def _end(self, element: str) -> None:
        name = element.rpartition(":")[2]
        text = "".join(self._text).strip()
        if name == "data" and self._key is not None:
            self._counter.count(points=len(text) // BYTES_PER_POINT)
            self._open[-1][self._names.get(self._key, self._key)] = text
        elif name == "default" and self._key is not None and self._kind in self._defaults:
            self._defaults[self._kind][self._names[self._key]] = text
        elif name in ("node", "edge"):
            self._open.pop()
        self._text.clear()
