"""Streets of an extract into a community: all of them, or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.errors import BoundaryMissingError
from geo.model import WGS84, Community
from geo.network.daylight import find_timezone
from geo.network.street_network import estimate_metric_crs
from geo.osm.download import DEFAULT_OVERPASS_URL, download_streets
from geo.osm.extract import ProgressCallback, read_extract
from geo.store import Store
from geo.store import communities as records
from geo.store.streets import StreetImport, replace_streets

# Ways to a door inside often run outside: a kilometre lets them round a corner of the boundary.
MARGIN_M = 1000.0
READ_PROGRESS_SHARE = 0.7  # of the time an import takes; saving is the rest
DOWNLOAD_PROGRESS_SHARE = 0.6  # of the time from asking a server to streets that are there
OSM_ATTRIBUTION = "© OpenStreetMap"


def import_streets(
    store: Store,
    slug: str,
    path: Path,
    *,
    progress: ProgressCallback | None = None,
    source: str = OSM_ATTRIBUTION,
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
        How much of what was found; see `geo.osm.extract.OsmExtract`.

    Raises
    ------
    StreetsError
        One of its kinds, if the file cannot be used; the old streets stay.
    """
    community = records.read_community(store, slug)
    report_progress = progress or _ignore_progress
    extract = read_extract(
        path,
        clip_polygon=buffer_boundary(community.boundary),
        progress=lambda share, key: report_progress(READ_PROGRESS_SHARE * share, key),
    )
    report_progress(READ_PROGRESS_SHARE, "streets.saving")
    new = StreetImport(extract.edges, extract.base_map, extract.candidates, source)
    with ThreadPoolExecutor(max_workers=1) as beside:  # its table is read while the file is written
        timezone = beside.submit(_find_timezone, community, extract.edges)
        replace_streets(store, slug, new)
    if timezone.result() != community.timezone:
        records.update_community(store, replace(community, timezone=timezone.result()))
    report_progress(1.0, "streets.saved")
    return extract.counts


def download_community_streets(
    store: Store,
    slug: str,
    *,
    server: str = DEFAULT_OVERPASS_URL,
    progress: ProgressCallback | None = None,
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
    wide = buffer_boundary(records.read_community(store, slug).boundary)
    if wide is None:
        raise BoundaryMissingError(community=records.read_community(store, slug).name)
    folder = store.folder / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    return download_streets(
        wide.bounds, output_path=folder / f"{slug}.osm", server=server, progress=progress
    )


def update_streets(
    store: Store,
    slug: str,
    *,
    server: str = DEFAULT_OVERPASS_URL,
    progress: ProgressCallback | None = None,
) -> dict[str, int]:
    """
    Fetch the streets of a community's rectangle and put them in the place of those it has.

    Parameters and what is raised: as `download_community_streets`, then `import_streets`. The
    fetched file is removed at the end; tiles that came whole before a fault stay for the next try.

    Returns
    -------
    counts
        As `import_streets`.
    """
    report_progress = progress or _ignore_progress
    file = download_community_streets(
        store,
        slug,
        server=server,
        progress=lambda share, key: report_progress(DOWNLOAD_PROGRESS_SHARE * share, key),
    )
    try:
        return import_streets(
            store,
            slug,
            file,
            progress=lambda share, key: report_progress(
                DOWNLOAD_PROGRESS_SHARE + (1 - DOWNLOAD_PROGRESS_SHARE) * share, key
            ),
        )
    finally:
        file.unlink(missing_ok=True)


def buffer_boundary(boundary: BaseGeometry | None) -> BaseGeometry | None:
    """Widen a boundary, EPSG:4326, by the margin kept around it; None stays None."""
    if boundary is None:
        return None
    frame = gpd.GeoDataFrame(geometry=[boundary], crs=WGS84)
    return frame.to_crs(estimate_metric_crs(frame)).buffer(MARGIN_M).to_crs(WGS84).iloc[0]


def _ignore_progress(_share: float, _key: str) -> None:
    """Tell nobody."""


def _find_timezone(community: Community, edges: gpd.GeoDataFrame) -> str | None:
    """Give the community's own time zone, or else the one its streets lie in."""
    if community.timezone is not None:
        return community.timezone
    west, south, east, north = edges.total_bounds
    return find_timezone((south + north) / 2, (west + east) / 2) or None
