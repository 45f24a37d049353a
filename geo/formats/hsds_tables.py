"""
Tables of HSDS, Open Referral's standard of service directories, and their names in files.

Versions 2 and 3: https://docs.openreferral.org.
"""

from __future__ import annotations

from typing import Any, NamedTuple

# The tables that are read, and the names that they have in files and in JSON.
TABLES = {
    "organization": ("organizations",),
    "service": ("services",),
    "service_at_location": ("services_at_location", "service_at_locations"),
    "location": ("locations",),
    "phone": ("phones",),
    "address": ("addresses", "addresss", "physical_address", "physical_addresses"),
    "schedule": ("schedules", "regular_schedule", "regular_schedules"),
    "attribute": ("attributes", "service_attribute", "service_attributes"),
    "taxonomy_term": ("taxonomy_terms", "taxonomy"),
    "contact": ("contacts",),
}
TABLE_BY_NAME = {name: table for table, names in TABLES.items() for name in (table, *names)}
Record = dict[str, Any]


class HsdsTables(NamedTuple):
    """
    Records by table.

    Attributes
    ----------
    records
        In the order of the file, for each of `TABLES`.
    title
        Of the package; None where it has none.
    """

    records: dict[str, list[Record]]
    title: str | None = None
