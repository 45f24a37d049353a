"""Hashtags of the Humanitarian Exchange Language by column: https://hxlstandard.org/standard/."""

from __future__ import annotations

from collections.abc import Iterable

HASHTAGS = {
    "id": "#meta+id",
    "longitude": "#geo+lon",
    "latitude": "#geo+lat",
    "geometry": "#geo+coord",
    "name": "#loc+name",
    "code": "#loc+code",
    "kind": "#loc+type",
    "hours": "#loc+hours",
    "address": "#loc+address",
    "zone": "#loc+zone",
    "type": "#service+type",
    "opening_hours": "#service+hours",
    "phone": "#contact+phone",
    "gateway": "#contact+gateway",
    "category": "#event+type",
    "holds": "#event+time",
    "severity": "#severity+num",
    "note": "#description",
    "people": "#population",
    "women": "#population+f",
    "verified_on": "#date+verified",
    "session": "#meta+session",
    "confidential": "#meta+confidential",
    "public": "#meta+public",
    "source": "#meta+source",
}
NOTE_PREFIX = "file_"  # of the columns that hold the note of a table


def list_hashtags(columns: Iterable[str]) -> list[str]:
    """List the hashtag of each column; empty for a column that has none."""
    return [
        f"#meta+{name.replace('_', '+')}"
        if name.startswith(NOTE_PREFIX)
        else HASHTAGS.get(name, "")
        for name in columns
    ]
