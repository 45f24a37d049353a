"""Streets of an extract into a community: all of them, or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.errors import BoundaryMissingError
from geo.model import WGS84, Community
from geo.network.daylight import timezone_at
from geo.network.street_network import metric_crs
from geo.osm.download import DEFAULT_SERVER, download_streets
from geo.osm.extract import Progress, read_extract
from geo.store import Store
from geo.store import communities as records
from geo.store.streets import NewStreets, replace_streets

# Ways to a door inside often run outside: a kilometre lets them round a corner of the boundary.
MARGIN_M = 1000.0
READING_SHARE = 0.7  # of the time an import takes; saving is the rest
FETCHING_SHARE = 0.6  # of the time from asking a server to streets that are there
OPENSTREETMAP = "© OpenStreetMap"


def import_streets(
    store: Store,
    slug: str,
    path: Path,
    *,
    progress: Progress | None = None,
    source: str = OPENSTREETMAP,
) -> dict[str, int]:
    """
    Read an extract and put its streets in the place of those a community has.

    Parameters
    ----------
    path
        `.osm`, `.osm.bz2` or `.osm.pbf`. What lies more than a kilometre outside the
        community's boundary is left out; without a boundary all is kept.
    progress
        Called with a share 0..1 and the key of a sentence.
    source
        What is shown beside every map made of them.

    Returns
    -------
    counts
        How much of what was found; see `geo.osm.extract.Extract`.

    Raises
    ------
    StreetsError
        One of its kinds, if the file cannot be used; the old streets stay.
    """
    community = records.community(store, slug)
    tell = progress or _silent
    extract = read_extract(
        path,
        keep=with_margin(community.boundary),
        progress=lambda share, key: tell(READING_SHARE * share, key),
    )
    tell(READING_SHARE, "streets.saving")
    new = NewStreets(extract.edges, extract.base, extract.candidates, source)
    with ThreadPoolExecutor(max_workers=1) as beside:  # its table is read while the file is written
        timezone = beside.submit(_timezone_of, community, extract.edges)
        replace_streets(store, slug, new)
    if timezone.result() != community.timezone:
        records.edit_community(store, replace(community, timezone=timezone.result()))
    tell(1.0, "streets.saved")
    return extract.counts


def download_for(
    store: Store,
    slug: str,
    *,
    server: str = DEFAULT_SERVER,
    progress: Progress | None = None,
) -> Path:
    """
    Fetch the streets of a community's rectangle, margin included, from an Overpass server.

    Only ever called because somebody asked for it and agreed: the server learns which place.

    Returns
    -------
    file
        An `.osm` file in the installation's folder, to be imported.

    Raises
    ------
    BoundaryMissingError
        If the community has no boundary yet: nobody knows which rectangle.
    DownloadError
        One of its kinds; what came whole is used by the next try.
    """
    wide = with_margin(records.community(store, slug).boundary)
    if wide is None:
        raise BoundaryMissingError(community=records.community(store, slug).name)
    folder = store.folder / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    return download_streets(
        wide.bounds, to=folder / f"{slug}.osm", server=server, progress=progress
    )


def fetch_streets(
    store: Store, slug: str, *, server: str = DEFAULT_SERVER, progress: Progress | None = None
) -> dict[str, int]:
    """
    Fetch the streets of a community's rectangle and put them in the place of those it has.

    Parameters and what is raised: as `download_for`, then `import_streets`. The fetched file is
    removed at the end; tiles that came whole before a fault stay for the next try.

    Returns
    -------
    counts
        As `import_streets`.
    """
    tell = progress or _silent
    file = download_for(
        store, slug, server=server, progress=lambda share, key: tell(FETCHING_SHARE * share, key)
    )
    try:
        return import_streets(
            store,
            slug,
            file,
            progress=lambda share, key: tell(FETCHING_SHARE + (1 - FETCHING_SHARE) * share, key),
        )
    finally:
        file.unlink(missing_ok=True)


def with_margin(boundary: BaseGeometry | None) -> BaseGeometry | None:
    """Widen a boundary, EPSG:4326, by the margin kept around it; None stays None."""
    if boundary is None:
        return None
    frame = gpd.GeoDataFrame(geometry=[boundary], crs=WGS84)
    return frame.to_crs(metric_crs(frame)).buffer(MARGIN_M).to_crs(WGS84).iloc[0]


def _silent(_share: float, _key: str) -> None:
    """Tell nobody."""


def _timezone_of(community: Community, edges: gpd.GeoDataFrame) -> str | None:
    """Give the community's own time zone, or else the one its streets lie in."""
    if community.timezone is not None:
        return community.timezone
    west, south, east, north = edges.total_bounds
    return timezone_at((south + north) / 2, (west + east) / 2) or None
