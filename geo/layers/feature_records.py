"""Features of a layer as records for JSON; a service is the record of a feature of its layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from geo.json_values import format_json_moment, to_json_value
from geo.layers.schema import GEOMETRY_COLUMN, LAYER_SCHEMAS
from geo.model import HistoryEntry, LayerName


def make_properties(
    layer: LayerName, feature_id: str, values: Mapping[str, object]
) -> dict[str, object]:
    """
    Make the record of a feature without its geometry.

    Parameters
    ----------
    values
        Disclosed values by column; what is missing is None in the record.

    Returns
    -------
    record
        `id`, and every column of the layer's schema in its order.
    """
    columns = (field.name for field in LAYER_SCHEMAS[layer].fields)
    return {"id": feature_id, **{name: to_json_value(values.get(name)) for name in columns}}


def make_service_record(values: Mapping[Any, object]) -> dict[str, object]:
    """Make the record of a service of its disclosed values by column, `id` among them."""
    return make_properties("services", str(values["id"]), values)


def make_change_record(entry: HistoryEntry, layer: LayerName, timezone: str) -> dict[str, object]:
    """
    Make the record of a change of a layer.

    Parameters
    ----------
    timezone
        The community's: the moment of the change is given in it.
    """
    return {
        "number": entry.number,
        "changed_at": format_json_moment(entry.changed_at.astimezone(ZoneInfo(timezone))),
        "who": entry.who,
        "account": entry.account,
        "action": entry.action,
        "feature_id": entry.object_id,
        "before": _make_geojson_feature(layer, entry.object_id, entry.before),
        "after": _make_geojson_feature(layer, entry.object_id, entry.after),
    }


def _make_geojson_feature(
    layer: LayerName, feature_id: str, values: Mapping[str, object] | None
) -> dict[str, object] | None:
    if values is None:
        return None
    return {
        "type": "Feature",
        "geometry": values.get(GEOMETRY_COLUMN),
        "properties": make_properties(layer, feature_id, values),
    }
