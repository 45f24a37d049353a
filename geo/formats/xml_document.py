"""
XML from outside, parsed as a tree: no document types, no entities, no namespaces.

Names of elements and attributes lose their prefix and are lower case, so that an undeclared
prefix and a namespace of another version change nothing. What people's programs get wrong most
often (a bare `&`, `&nbsp;`, control characters) is repaired, and told.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from geo.errors import (
    LayerContentError,
    LayerDefinitionsError,
    LayerFileEmptyError,
    LayerMemoryError,
    LayerSyntaxError,
    LayerUnreadableError,
)
from geo.formats.broken_collection import BROKEN_OFF_KEY
from geo.formats.findings import Finding

MAX_ELEMENTS = 2_000_000  # some 200 bytes each
MAX_DEPTH = 200  # of elements within each other
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]{1,30})")
_TEXT_CODECS = re.compile(r"utf-8|utf-16.*|ascii|iso8859-\d+|cp125\d|cp866|koi8-[ru]|mac-.*")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_CHARACTER_DATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class XmlDocument:
    """
    A parsed file.

    Attributes
    ----------
    root
        Outermost element.
    is_repaired
        Whether it could be read only after signs that XML forbids were corrected.
    rest
        Where it breaks off or is damaged; what follows was not read. None for a whole file.
    """

    root: Element
    is_repaired: bool
    rest: Finding | None = None


def parse_xml(
    content: bytes, *, file: str, is_container: Callable[[Element], bool] | None = None
) -> XmlDocument:
    """
    Parse XML.

    Parameters
    ----------
    content
        Bytes, whose size was checked.
    file
        Name for the errors.
    is_container
        Whether an element is worth reading without its end. With it a file is read up to where it
        breaks: what has no end and is no container is left out, as half of its coordinates would
        be another place.

    Raises
    ------
    LayerFileEmptyError
        If there is nothing in it.
    LayerSyntaxError
        If it is truncated or broken; names the line. With `is_container`, only where no element is.
    LayerDefinitionsError
        If it defines a document type or entities.
    LayerUnreadableError
        If it is not text.
    LayerMemoryError
        If it has more elements, or deeper ones, than are read.
    """
    text = _decode(content, file=file).lstrip("\ufeff \t\r\n")
    if not text:
        raise LayerFileEmptyError(file=file)
    parser = _TreeParser(file)
    try:
        return XmlDocument(parser.parse(text), is_repaired=False)
    except expat.ExpatError as error:
        broken, repaired = error, _repair(text)
    if repaired != text:
        parser = _TreeParser(file)
        try:
            return XmlDocument(parser.parse(repaired), is_repaired=True)
        except expat.ExpatError as error:
            broken = error
    root = None if is_container is None else parser.close_broken(is_container)
    if root is None:
        raise LayerSyntaxError(file=file, line=broken.lineno) from broken
    place: dict[str, object] = {"line": broken.lineno, "column": broken.offset + 1}
    return XmlDocument(root, repaired != text, Finding(BROKEN_OFF_KEY, place))


def parse_layer_xml(
    content: bytes,
    *,
    file: str,
    root_tags: Collection[str],
    is_container: Callable[[Element], bool] | None = None,
) -> XmlDocument:
    """
    Parse an XML file of a format, as `parse_xml`.

    Raises
    ------
    LayerContentError
        If its root has another tag, in small letters, than the format's.
    """
    document = parse_xml(content, file=file, is_container=is_container)
    if document.root.tag not in root_tags:
        raise LayerContentError(file=file, content="xml")
    return document


def format_xml(root: Element) -> bytes:
    """Format a document with one element a line, as UTF-8."""
    ElementTree.indent(root, space=" ")
    return b"".join(ElementTree.tostringlist(root, encoding="utf-8", xml_declaration=True))


def find_text(element: Element, name: str) -> str:
    """Return the text of the first child of a name, without spaces around it."""
    child = element.find(name)
    return "" if child is None else "".join(child.itertext()).strip()


def _decode(content: bytes, *, file: str) -> str:
    for encoding in _list_encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LayerUnreadableError(file=file)


def _list_encodings(content: bytes) -> list[str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return [encoding]
    declared = _DECLARATION.match(content[:300])
    encodings = ["utf-8", "cp1252"]
    if declared is not None:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
        except (LookupError, UnicodeDecodeError):
            return encodings
        # A file that can be searched for its declaration as bytes is not UTF-16, whatever it says.
        if _TEXT_CODECS.fullmatch(name) and not name.startswith("utf-16"):
            encodings.insert(0, "cp1252" if name == "iso8859-1" else name)
    return encodings


def _repair(text: str) -> str:
    """Escape bare ampersands, write out entities of HTML, replace forbidden characters."""
    parts = _CHARACTER_DATA.split(_FORBIDDEN_CHARACTERS.sub(" ", text))
    return "".join(
        part if part.startswith("<![CDATA[") else _AMPERSAND.sub(_repair_ampersand, part)
        for part in parts
    )


def _repair_ampersand(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_ENTITIES or name.startswith("#"):
        return found[0]
    character = html.entities.html5.get(f"{name};")
    return f"&amp;{name};" if character is None else character.replace("<", "&lt;")


class _TreeParser:
    """Builds the tree of one document, within limits."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._builder = TreeBuilder()
        self._elements = 0
        self._open: list[Element] = []
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_definitions
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._builder.data

    def parse(self, text: str) -> Element:
        self._parser.Parse(text, True)
        return self._builder.close()

    def close_broken(self, is_container: Callable[[Element], bool]) -> Element | None:
        """Close what is open, without what has no end; None where not even the root was read."""
        if not self._elements:
            return None
        for element in reversed(self._open):
            self._builder.end(element.tag)
        root = self._builder.close()
        for parent, element in pairwise(self._open):
            if not is_container(element):
                parent.remove(element)
                break
        return root

    def _refuse_definitions(self, *_: object) -> None:
        raise LayerDefinitionsError(file=self._file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise LayerMemoryError(file=self._file)
        plain = {self._get_local_name(key): value for key, value in attributes.items()}
        self._open.append(self._builder.start(self._get_local_name(name), plain))

    def _end(self, name: str) -> None:
        self._open.pop()
        self._builder.end(self._get_local_name(name))

    def _get_local_name(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(":")[2].lower()
        return local
