"""
Rows of a service directory: each service at each of its locations, with the cells of our layer.

What our own packages say in attributes of `OWN_TAXONOMY` comes before everything else, so that a
row comes back as it was. Persons named as contacts are never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyproj import CRS

from geo.errors import LayerFileEmptyError
from geo.formats.axis_columns import AXES, read_axes
from geo.formats.file_format import ParsedLayer
from geo.formats.findings import Finding, RowFinding
from geo.formats.hsds_schedules import convert_schedules
from geo.formats.hsds_tables import HsdsTables
from geo.formats.html_text import strip_html
from geo.formats.record_table import build_record_table
from geo.layers.field_words import read_code
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import WGS84

OWN_TAXONOMY = "urn:amparo:services"  # of attributes whose terms are columns of our layer
OPEN_STATUS = "active"
FAX_TYPES = frozenset({"fax", "pager"})
POSTAL = "postal"
ADDRESS_PARTS = ("address_1", "address_2", "city", "region", "state_province", "postal_code")
# Columns of a service that say what it is, though the layer keeps none of them: a shelter is known
# by its description, too.
TEXT_COLUMNS = ("description", "alternate_name")
_TYPE_FIELD = next(one for one in LAYER_SCHEMAS["services"].fields if one.name == "type")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class _Directory:
    """The tables of a directory, by the ids that they point to."""

    tables: HsdsTables
    by_id: dict[str, dict[str, Record]]
    by_owner: dict[str, dict[tuple[str, str], list[Record]]]

    def find(self, table: str, identifier: object) -> Record:
        """Find a record by its id; an empty one where there is none."""
        return self.by_id[table].get(str(identifier), {})

    def list_owned(self, table: str, owner: str, identifier: object) -> list[Record]:
        """List the records of a table that belong to a record of another one."""
        return self.by_owner[table].get((owner, str(identifier)), [])


@dataclass(frozen=True)
class _Row:
    """A service, and one of its locations; both links are empty for a service without any."""

    service: Record
    link: Record
    location: Record
    has_several: bool


def build_rows(tables: HsdsTables, *, file: str) -> ParsedLayer:
    """
    Build the rows of a service directory.

    Raises
    ------
    LayerFileEmptyError
        If it has no services.
    LayerColumnsError, LayerMemoryError
        If there are more rows than are read.
    """
    directory = _index(tables)
    rows = _list_rows(directory)
    if not rows:
        raise LayerFileEmptyError(file=file)
    cells = [_read_row(directory, row) for row in rows]
    places = read_axes(
        AXES,
        tuple([_read_coordinate(row.location, axis) for row in rows] for axis in AXES),  # type: ignore[arg-type]
    )
    doubts = [
        RowFinding(number, "row.not_active", {"value": str(row.service["status"])})
        for number, row in enumerate(rows, start=1)
        if str(row.service.get("status") or OPEN_STATUS).strip().lower() != OPEN_STATUS
    ]
    table = build_record_table(cells, file=file, leading=("type", "name"))
    return ParsedLayer(
        table,
        places.geometries,
        CRS(WGS84),  # the standard says so
        places.findings,
        decimal_marks=places.decimal_marks,
        notices=[*places.notices, *_list_notices(directory, len(rows))],
        doubts=[*places.doubts, *doubts],
        questions=places.questions,
    )


def _index(tables: HsdsTables) -> _Directory:
    by_id: dict[str, dict[str, Record]] = {}
    by_owner: dict[str, dict[tuple[str, str], list[Record]]] = {}
    for table, records in tables.records.items():
        by_id[table] = {str(record.get("id")): record for record in records}
        owned = by_owner.setdefault(table, defaultdict(list))
        for record in records:
            for owner in _list_owners(record):
                owned[owner].append(record)
    return _Directory(tables, by_id, by_owner)


def _list_owners(record: Record) -> list[tuple[str, str]]:
    owners = [
        (owner, str(record[f"{owner}_id"]))
        for owner in ("service", "location", "service_at_location", "organization")
        if record.get(f"{owner}_id") not in (None, "")
    ]
    entity, link = record.get("link_entity"), record.get("link_id")
    owner = (str(entity), str(link))
    return owners if not entity or not link or owner in owners else [*owners, owner]


def _list_rows(directory: _Directory) -> list[_Row]:
    rows = []
    for service in directory.tables.records["service"]:
        links = directory.list_owned("service_at_location", "service", service.get("id"))
        rows += [
            _Row(service, link, directory.find("location", link.get("location_id")), len(links) > 1)
            for link in links or [{}]
        ]
    return rows


def _read_row(directory: _Directory, row: _Row) -> dict[str, object]:
    own = _read_own_cells(directory, row)
    if own:
        return own
    organization = directory.find("organization", row.service.get("organization_id"))
    cells: dict[str, object] = {
        "type": _find_type(directory, row),
        "name": _name_row(row),
        "phone": _join_phones(_find_nearest(directory, "phone", row)),
        "opening_hours": convert_schedules(_find_nearest(directory, "schedule", row)),
        "address": _join_address(
            directory.list_owned("address", "location", row.location.get("id"))
        ),
        "verified_on": _text(row.service, "assured_date")[:10] or None,
        "source": directory.tables.title,
        "organization": _text(organization, "name") or None,
        "terms": "; ".join(_list_terms(directory, row)) or None,
    }
    cells |= {name: strip_html(_text(row.service, name)) or None for name in TEXT_COLUMNS}
    return cells | {"location_description": strip_html(_text(row.location, "description")) or None}


def _read_own_cells(directory: _Directory, row: _Row) -> dict[str, object]:
    """Read the cells of a package of ours; empty for one of another program."""
    cells: dict[str, object] = {}
    for attribute in directory.list_owned("attribute", "service", row.service.get("id")):
        term = directory.find("taxonomy_term", attribute.get("taxonomy_term_id"))
        if term.get("taxonomy") == OWN_TAXONOMY:
            cells[_text(term, "code")] = attribute.get("value")
    return cells


def _find_nearest(directory: _Directory, table: str, row: _Row) -> list[Record]:
    """Find what belongs to the service at this location, else to it, the location or its owner."""
    for owner, identifier in (
        ("service_at_location", row.link.get("id")),
        ("service", row.service.get("id")),
        ("location", row.location.get("id")),
        ("organization", row.service.get("organization_id")),
    ):
        found = directory.list_owned(table, owner, identifier)
        narrow = [one for one in found if not one.get("contact_id") and _is_of(one, owner)]
        if narrow:
            return narrow
    return []


def _is_of(record: Record, owner: str) -> bool:
    """Return whether a record is of an owner, and not of one of its parts alone."""
    narrower = {
        "service": ("service_at_location", "location"),
        "organization": ("service", "location"),
    }
    return not any(record.get(f"{one}_id") for one in narrower.get(owner, ()))


def _list_terms(directory: _Directory, row: _Row) -> list[str]:
    """List the terms by which a service is classified, its own before those of its location."""
    attributes = [
        *directory.list_owned("attribute", "service", row.service.get("id")),
        *directory.list_owned("attribute", "service_at_location", row.link.get("id")),
    ]
    terms = []
    for attribute in attributes:
        term = directory.find("taxonomy_term", attribute.get("taxonomy_term_id"))
        names = (_text(term, "name"), _text(attribute, "label"), _text(attribute, "value"))
        terms += [name for name in names if name][:1]
    return list(dict.fromkeys(terms))


def _find_type(directory: _Directory, row: _Row) -> str | None:
    """Find the words that say a service's type: a term that is known, else the first of them."""
    terms = _list_terms(directory, row)
    names = [_text(row.service, name) for name in ("name", "alternate_name")]
    known = [text for text in [*terms, *names] if text and read_code(text, _TYPE_FIELD)]
    return next(iter([*known, *terms, *filter(None, names)]), None)


def _name_row(row: _Row) -> str | None:
    name, location = _text(row.service, "name"), _text(row.location, "name")
    is_told = not row.has_several or not location or location in name
    return (name if is_told else f"{name} ({location})") or None


def _join_phones(phones: Iterable[Record]) -> str | None:
    numbers = []
    for phone in phones:
        if _text(phone, "type").lower() in FAX_TYPES:
            continue
        number, extension = _text(phone, "number").strip('"'), _text(phone, "extension")
        numbers.append(f"{number} ext. {extension}" if extension and number else number)
    return "; ".join(dict.fromkeys(filter(None, numbers))) or None


def _join_address(addresses: Iterable[Record]) -> str | None:
    """Join the parts of the first address that one can walk to."""
    for address in addresses:
        if _text(address, "address_type").lower() != POSTAL:
            parts = [_text(address, part) for part in ADDRESS_PARTS]
            return ", ".join(dict.fromkeys(filter(None, parts))) or None
    return None


def _read_coordinate(location: Record, axis: str) -> str | None:
    """Return a coordinate as text; of a post box or a web page nobody needs one."""
    is_place = _text(location, "location_type").lower() in ("", "physical")
    return (_text(location, axis) or None) if is_place else None


def _list_notices(directory: _Directory, rows: int) -> list[Finding]:
    records = directory.tables.records
    services, contacts = len(records["service"]), len(records["contact"])
    notices = [Finding("import.notice_directory", {"services": services, "rows": rows})]
    if contacts:
        notices.append(Finding("import.notice_contacts", {"count": contacts}))
    return notices


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value).strip()
