"""Base-map tiles: cut from a community's own streets, land and water by one query."""

from __future__ import annotations

from typing import Any, Protocol

from geo.cartography.offline_map import MAX_DATA_ZOOM
from geo.errors import CommunityUnknownError

# A rank is the first zoom of the map that shows a feature, and the map draws a tile of one zoom
# on its next: 512 px wide instead of 256.
RANK_ZOOM_OFFSET = 1


class QueryStore(Protocol):
    """What cutting needs of the store: one question, asked by name."""

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Ask, and get each row as a dictionary by column name."""


def render_tile(store: QueryStore, community: str, *, zoom: int, x: int, y: int) -> bytes:
    """
    Cut one tile of a community's base map.

    Parameters
    ----------
    store
        The open store.
    community
        Short name.
    zoom, x, y
        Position in the usual scheme of web maps, y counted from the north.

    Returns
    -------
    tile
        Mapbox vector tile with the layers ground, water, building, street and place; they have
        no features where the community has nothing on this ground.

    Raises
    ------
    CommunityUnknownError
        If there is no such community: an empty map would hide the mistake.
    """
    if not store.rows("communities/list", slug=community):
        raise CommunityUnknownError(slug=community)
    last = zoom + RANK_ZOOM_OFFSET
    rows = store.rows("tiles/vector_tile", community=community, z=zoom, x=x, y=y, last_rank=last)
    return bytes(rows[0]["tile"])


def is_valid_tile(zoom: int, x: int, y: int) -> bool:
    """Tell whether a tile of this position exists at all."""
    return 0 <= zoom <= MAX_DATA_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom
