"""
HSDS: writing of services as a data package of Open Referral's standard, version 3.

The cells of each row stand in attributes of a taxonomy of ours, so that they can be read back; the
tables of the standard say of them what they have a place for. A row without a geometry, as one that
is confidential for its audience, has no location.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Mapping

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ExportServicesOnlyError
from geo.formats.export_note import ExportNote
from geo.formats.feature_text import find_type_label
from geo.formats.hsds_fields import FOREIGN_KEYS, PATHS, TABLE_FIELDS
from geo.formats.hsds_package import DESCRIPTOR
from geo.formats.hsds_rows import OPEN_STATUS, OWN_TAXONOMY
from geo.formats.hsds_schedules import build_schedules
from geo.formats.text_cells import format_text_cell, list_records, quote_formula, split_frame
from geo.formats.zip_writing import pack_parts
from geo.language import DEFAULT_LOCALE, gettext

VERSION = "3.0"
HOMEPAGE = "https://docs.openreferral.org"
TYPE_TAXONOMY = "urn:amparo:service_types"  # of terms that say what a service is
_NAMESPACE = uuid.UUID("0d0e6b6e-5a0f-5c5b-9a83-3f5f1a0f7c11")
Cells = dict[str, str]
Tables = dict[str, list[Cells]]


def write_hsds(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write services as a tabular data package: a zip archive of tables and their description.

    Parameters
    ----------
    frame
        Services, redacted for the audience; points become locations.
    note
        Its sentences stand in the description of the package, beside its licence.

    Raises
    ------
    ExportServicesOnlyError
        If it is another layer: the standard has services only.
    """
    if layer != "services":
        raise ExportServicesOnlyError(layer=layer)
    locale = DEFAULT_LOCALE if note is None else note.locale
    cells, geometries = split_frame(frame)
    tables: Tables = {table: [] for table in TABLE_FIELDS}
    organization = _add_organization(tables, note, locale)
    for position, record in enumerate(list_records(cells)):
        texts = {name: format_text_cell(value) for name, value in record.items()}
        identifier = texts.pop("id", "") or _make_id("service", str(position))
        _add_service(tables, identifier, organization, texts, locale)
        _add_location(tables, identifier, geometries[position], texts)
    _add_taxonomies(tables)
    return _pack(tables, _describe(note, tables))


def _add_organization(tables: Tables, note: ExportNote | None, locale: str) -> str:
    """Add who lists the services: who runs each of them is not known."""
    name = "Amparo" if note is None else note.community
    identifier = _make_id("organization", name)
    description = gettext("export.hsds_organization", locale)
    tables["organization"].append({"id": identifier, "name": name, "description": description})
    return identifier


def _add_service(
    tables: Tables, identifier: str, organization: str, texts: Mapping[str, str], locale: str
) -> None:
    label = find_type_label(texts, locale) or texts.get("type", "")
    tables["service"].append(
        {
            "id": identifier,
            "organization_id": organization,
            "name": texts.get("name") or label,
            "status": OPEN_STATUS,
            "application_process": texts.get("gateway", ""),
            "assured_date": texts.get("verified_on", ""),
        }
    )
    if texts.get("phone"):
        phone = {"id": _make_id("phone", identifier), "service_id": identifier}
        tables["phone"].append({**phone, "number": texts["phone"]})
    if texts.get("opening_hours"):
        for number, schedule in enumerate(build_schedules(texts["opening_hours"])):
            own = {"id": _make_id("schedule", identifier, str(number)), "service_id": identifier}
            tables["schedule"].append({**own, **schedule})
    own_cells = [(OWN_TAXONOMY, name, text) for name, text in texts.items() if text]
    for taxonomy, code, value in [*own_cells, (TYPE_TAXONOMY, texts.get("type", ""), label)]:
        term = _add_term(tables, taxonomy, code, label if taxonomy == TYPE_TAXONOMY else code)
        tables["attribute"].append(
            {
                "id": _make_id("attribute", identifier, term),
                "link_id": identifier,
                "link_entity": "service",
                "taxonomy_term_id": term,
                "value": value,
            }
        )


def _add_location(
    tables: Tables, service: str, place: BaseGeometry | None, texts: Mapping[str, str]
) -> None:
    if place is None:
        return
    ((longitude, latitude),) = shapely.get_coordinates(place).tolist()
    identifier = _make_id("location", service)
    tables["location"].append(
        {
            "id": identifier,
            "location_type": "physical",
            "name": texts.get("name", ""),
            # The standard's own table of addresses asks for a town and a postal code.
            "description": texts.get("address", ""),
            "latitude": repr(latitude),
            "longitude": repr(longitude),
        }
    )
    link = {"id": _make_id("service_at_location", service), "service_id": service}
    tables["service_at_location"].append({**link, "location_id": identifier})


def _add_term(tables: Tables, taxonomy: str, code: str, name: str) -> str:
    identifier = _make_id("term", taxonomy, code)
    if all(one["id"] != identifier for one in tables["taxonomy_term"]):
        tables["taxonomy_term"].append(
            {
                "id": identifier,
                "code": code,
                "name": name or code,
                "description": name or code,
                "taxonomy": taxonomy,
                "taxonomy_id": _make_id("taxonomy", taxonomy),
            }
        )
    return identifier


def _add_taxonomies(tables: Tables) -> None:
    for taxonomy in dict.fromkeys(one["taxonomy"] for one in tables["taxonomy_term"]):
        identifier = _make_id("taxonomy", taxonomy)
        tables["taxonomy"].append(
            {"id": identifier, "name": taxonomy, "description": taxonomy, "uri": taxonomy}
        )


def _make_id(*parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


def _describe(note: ExportNote | None, tables: Tables) -> dict[str, object]:
    descriptor: dict[str, object] = {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "version": VERSION,
        "homepage": HOMEPAGE,
    }
    if note is not None:
        descriptor |= {
            "title": note.community,
            "description": "\n".join(note.to_lines()),
            "created": f"{note.made_on.isoformat()}T00:00:00Z",
            "sources": [{"title": note.source}],
            "contributors": [{"title": note.source, "role": "author"}],
            "licenses": [{"name": "other", "title": note.licence}],
            "amparo": note.to_metadata(),
        }
    descriptor["resources"] = [_describe_table(table) for table, rows in tables.items() if rows]
    return descriptor


def _describe_table(table: str) -> dict[str, object]:
    schema: dict[str, object] = {"fields": TABLE_FIELDS[table], "primaryKey": "id"}
    keys = [
        {"fields": field, "reference": {"resource": other, "fields": "id"}}
        for field, other in FOREIGN_KEYS.get(table, {}).items()
    ]
    return {
        "name": table,
        "path": PATHS[table],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _pack(tables: Tables, descriptor: Mapping[str, object]) -> bytes:
    parts = {DESCRIPTOR: json.dumps(descriptor, ensure_ascii=False, indent=1)}
    parts |= {PATHS[table]: _format_table(table, rows) for table, rows in tables.items() if rows}
    return pack_parts(parts)


def _format_table(table: str, rows: list[Cells]) -> str:
    names = [str(field["name"]) for field in TABLE_FIELDS[table]]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        # A coordinate may begin with a minus, as it is no formula.
        writer.writerow(
            row.get(name, "")
            if name in ("latitude", "longitude")
            else quote_formula(row.get(name, ""))
            for name in names
        )
    return buffer.getvalue()
