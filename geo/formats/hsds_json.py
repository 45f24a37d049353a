"""
JSON of HSDS: services, organizations or services at locations, with what belongs to them inside.

As the standard's interface gives them, one, a list or a page of them. They become the tables that a
data package has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from geo.formats.hsds_tables import TABLE_BY_NAME, TABLES, HsdsTables, Record

PAGE_MEMBERS = ("contents", "items", "services", "organizations")  # lists of records
SERVICE_MEMBERS = frozenset(
    ("service_at_locations", "organization", "organization_id", "schedules", "regular_schedules")
)
MAX_DEPTH = 12  # of records inside each other


def find_directory(document: object) -> list[Record] | None:
    """Find the records of a service directory in parsed JSON; None where it is something else."""
    records = document
    if isinstance(document, Mapping) and not _is_record(document):
        lists = [document[name] for name in PAGE_MEMBERS if isinstance(document.get(name), list)]
        records = lists[0] if lists else None
    elif isinstance(document, Mapping):
        records = [document]
    if not isinstance(records, list) or not records:
        return None
    return records if all(_is_record(one) for one in records) else None


def flatten_directory(records: Iterable[Record]) -> HsdsTables:
    """Make tables of the records of a directory, with what belongs to them inside."""
    tables: dict[str, list[Record]] = {table: [] for table in TABLES}
    for record in records:
        table = _name_record(record)
        _flatten(record, table or "service", {}, tables, MAX_DEPTH)
    return HsdsTables({table: _drop_repeated(found) for table, found in tables.items()})


def _is_record(value: object) -> bool:
    return isinstance(value, Mapping) and _name_record(value) is not None


def _name_record(record: Mapping[str, Any]) -> str | None:
    if "id" not in record:
        return None
    if isinstance(record.get("service"), Mapping):
        return "service_at_location"
    if not isinstance(record.get("name"), str) or "type" in record:
        return None
    services = record.get("services")
    if isinstance(services, list) and all(isinstance(one, Mapping) for one in services):
        return "organization"
    return "service" if SERVICE_MEMBERS & record.keys() else None


def _flatten(
    record: Mapping[str, Any],
    table: str,
    owner: Mapping[str, str],
    tables: dict[str, list[Record]],
    depth: int,
) -> None:
    """Add a record and those inside it, each with the ids of the records around it."""
    own: Record = {**owner}
    number = len(tables[table])
    tables[table].append(own)
    identifier = str(record.get("id") or f"{table} {number + 1}")
    inner_owner = {f"{table}_id": identifier, "link_id": identifier, "link_entity": table}
    for name, value in record.items():
        inner = TABLE_BY_NAME.get(name)
        if isinstance(value, Mapping) and inner is not None and depth > 0:
            inner_id = str(value.get("id") or f"{inner} {len(tables[inner]) + 1}")
            own[f"{inner}_id"] = inner_id
            _flatten({**value, "id": inner_id}, inner, {}, tables, depth - 1)
        elif isinstance(value, list) and inner is not None and depth > 0:
            for one in value:
                if isinstance(one, Mapping):
                    _add_inner(one, inner, inner_owner, tables, depth)
        elif not isinstance(value, Mapping | list):
            own[name] = value
    own["id"] = identifier


def _add_inner(
    record: Mapping[str, Any],
    table: str,
    owner: Mapping[str, str],
    tables: dict[str, list[Record]],
    depth: int,
) -> None:
    """Add a record of a list; a location in the list of a service is one where it is given."""
    if table == "location" and owner["link_entity"] == "service":
        joint = {"service_id": owner["service_id"], "location": record}
        _flatten(joint, "service_at_location", {}, tables, depth - 1)
    else:
        _flatten(record, table, owner, tables, depth - 1)


def _drop_repeated(records: list[Record]) -> list[Record]:
    """Keep each record once: JSON repeats a location for each of its services."""
    known: dict[str, Record] = {}
    for record in records:
        earlier = known.setdefault(json.dumps([record["id"], *_owners(record)]), record)
        earlier.update({name: value for name, value in record.items() if name not in earlier})
    return list(known.values())


def _owners(record: Record) -> list[str]:
    return [str(record.get(name, "")) for name in ("link_entity", "link_id")]
