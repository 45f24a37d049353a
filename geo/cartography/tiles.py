"""Vector tiles of the base map, rendered by one query."""

from __future__ import annotations

from typing import Any, Protocol

from geo.cartography.offline_map import MAX_DATA_ZOOM
from geo.errors import CommunityUnknownError

# A rank is the lowest map zoom that shows a feature. The map draws a tile 512 px wide instead of
# 256, so a tile of one zoom appears at the next.
RANK_ZOOM_OFFSET = 1


class QueryStore(Protocol):
    """The part of the store that rendering needs: running a named query."""

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Run a query, and return each row as a dictionary by column name."""


def render_tile(store: QueryStore, community: str, *, zoom: int, x: int, y: int) -> bytes:
    """
    Render one tile of a community's base map.

    Parameters
    ----------
    store
        The open store.
    community
        Short name.
    zoom, x, y
        Position in the XYZ scheme of web maps, y counted from the north.

    Returns
    -------
    tile
        Mapbox vector tile with the layers ground, water, building, street and place; layers
        without features inside the tile are empty.

    Raises
    ------
    CommunityUnknownError
        If there is no such community: an empty map would hide the mistake.
    """
    if not store.rows("communities/list", slug=community):
        raise CommunityUnknownError(slug=community)
    last_rank = zoom + RANK_ZOOM_OFFSET
    rows = store.rows(
        "tiles/vector_tile", community=community, z=zoom, x=x, y=y, last_rank=last_rank
    )
    return bytes(rows[0]["tile"])


def is_valid_tile(zoom: int, x: int, y: int) -> bool:
    """Check that a tile position exists in the XYZ scheme and has data."""
    return 0 <= zoom <= MAX_DATA_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom
