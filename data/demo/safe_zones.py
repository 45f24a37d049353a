"""Places where one can wait: the plaza, the church square, the school, the market and more."""

from __future__ import annotations

from random import Random

import numpy as np

from data.demo.curves import make_blob
from data.demo.geojson import LayerFeature
from data.demo.projection import RANDOM_SEED, parse_points

# kind | name | hours | middle x,y | half length, half width, rotation (none: a point)
SAFE_ZONES_TABLE = """
well_lit_square|Plaza de Chancala|24/7|-6,-10|88,72,4
church|Atrio de San Jacinto|Mo-Su 06:00-19:00|-16,126|48,34,6
school|Centro Escolar Chancala|Mo-Fr 07:00-16:00|-526,116|52,44,80
shop|Mercado|Mo-Su 06:00-17:00|24,-214|56,46,4
community_house|Casa comunal|Mo-Sa 08:00-18:00|1258,46|46,38,8
health_post|Unidad de Salud|24/7|1462,548|
"""


def make_safe_zones() -> list[LayerFeature]:
    """
    Draw the safe zones.

    Returns
    -------
    zones
        Five areas and one point, in the order of the table.
    """
    rng = Random(RANDOM_SEED + 3)
    return [_make_safe_zone(rng, row) for row in SAFE_ZONES_TABLE.strip().splitlines()]


def _make_safe_zone(rng: Random, row: str) -> LayerFeature:
    kind, name, hours, centre, half_axes_text = row.split("|")
    properties: dict[str, object] = {"kind": kind, "name": name, "hours": hours}
    x, y = parse_points(centre)[0]
    if not half_axes_text:
        return LayerFeature(np.array([(x, y)]), properties)
    length, width, rotation = (float(number) for number in half_axes_text.split(","))
    line = make_blob(
        rng, center=(x, y), half_axes=(length, width, rotation), wobble=0.08, corners=9
    )
    return LayerFeature(line, properties)
