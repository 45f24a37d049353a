"""
Fields of the tables of an HSDS package that is written, as its description states them.

Names, types and constraints: `datapackage.json` of https://github.com/openreferral/specification,
version 3.0. Only fields that are written are among them.
"""

from __future__ import annotations

Field = dict[str, object]
PATHS = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "services_at_location.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
}
STATUSES = ["active", "inactive", "defunct", "temporarily closed"]
LOCATION_TYPES = ["physical", "postal", "virtual"]


def _make_field(name: str, kind: str = "string", **constraints: object) -> Field:
    return {"name": name, "type": kind, **({"constraints": constraints} if constraints else {})}


_ID = _make_field("id", required=True, unique=True)


def _require(*names: str) -> list[Field]:
    return [_make_field(name, required=True) for name in names]


TABLE_FIELDS: dict[str, list[Field]] = {
    "organization": [_ID, *_require("name", "description")],
    "service": [
        _ID,
        *_require("organization_id", "name"),
        _make_field("status", required=True, enum=STATUSES),
        _make_field("application_process"),
        _make_field("assured_date", "date"),
    ],
    "location": [
        _ID,
        _make_field("location_type", required=True, enum=LOCATION_TYPES),
        _make_field("name"),
        _make_field("description"),
        _make_field("latitude", "number"),
        _make_field("longitude", "number"),
    ],
    "service_at_location": [_ID, *_require("service_id", "location_id")],
    "phone": [_ID, _make_field("service_id"), *_require("number")],
    "schedule": [
        _ID,
        _make_field("service_id"),
        _make_field("freq", enum=["WEEKLY", "MONTHLY"]),
        _make_field("interval", "number"),
        _make_field("byday"),
        _make_field("opens_at", "time"),
        _make_field("closes_at", "time"),
        _make_field("description"),
    ],
    "taxonomy": [_ID, *_require("name", "description"), _make_field("uri")],
    "taxonomy_term": [
        _ID,
        _make_field("code"),
        *_require("name", "description"),
        _make_field("taxonomy"),
        _make_field("taxonomy_id"),
    ],
    "attribute": [
        _ID,
        *_require("link_id", "taxonomy_term_id", "link_entity"),
        _make_field("value"),
    ],
}
FOREIGN_KEYS = {
    "service": {"organization_id": "organization"},
    "service_at_location": {"service_id": "service", "location_id": "location"},
    "phone": {"service_id": "service"},
    "schedule": {"service_id": "service"},
    "taxonomy_term": {"taxonomy_id": "taxonomy"},
    "attribute": {"taxonomy_term_id": "taxonomy_term"},
}
