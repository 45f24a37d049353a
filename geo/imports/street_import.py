"""Import and download of a community's streets, all or nothing."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import acting_role_sees_confidential, require_right
from geo.errors import BoundaryAntimeridianError, BoundaryMissingError
from geo.imports.file_parsing import ParsedStreets, parse_streets
from geo.layers.antimeridian import crosses_antimeridian
from geo.model import WGS84, Community, ProgressCallback, ignore_progress
from geo.network.daylight import find_timezone
from geo.network.street_network import estimate_metric_crs
from geo.osm.download import download_streets, download_streets_in_memory
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from geo.store import Store
from geo.store import communities as records
from geo.store.data_folder import DOWNLOAD_FOLDER
from geo.store.streets import replace_streets
from geo.street_files.street_choices import NO_STREET_CHOICES, StreetChoices

# Routes within a community may leave its boundary: a kilometre around it is imported too.
MARGIN_M = 1000.0
MAX_UTM_WIDTH_DEG = 40.0  # at its edge a metre of a UTM zone's CRS is stretched by 6 %
MIN_M_PER_DEGREE = 110_574.0  # of latitude, at the equator of WGS 84
READ_PROGRESS_SHARE = 0.7  # of the time of an import; saving takes the rest
DOWNLOAD_PROGRESS_SHARE = 0.6  # of the time of a download and import


@dataclass(frozen=True)
class ImportedStreets:
    """
    What an import brought.

    Attributes
    ----------
    counts
        Numbers of objects; see `geo.osm.extract.OsmExtract` and, of other files, the readers of
        `geo.street_files`.
    source
        Attribution of the streets.
    columns
        Attribute to column, of files whose columns have other names.
    """

    counts: dict[str, int]
    source: str
    columns: dict[str, str]


def import_streets(  # noqa: PLR0913 (target, source, and whom it reports to)
    store: Store,
    slug: str,
    file: Path | SourceFile,
    *,
    progress: ProgressCallback | None = None,
    source: str | None = None,
    joins_fragments: bool = True,
    choices: StreetChoices = NO_STREET_CHOICES,
    on_place: PlaceCallback | None = None,
) -> ImportedStreets:
    """
    Parse an extract in a process of its own, and replace the streets of a community.

    Parameters
    ----------
    file
        Undecided service candidates that the acting role is not shown stay. What lies more than a
        kilometre outside the community's boundary is dropped; without a boundary nothing is.
    progress
        Called with a share 0..1 and a message key.
    source
        Attribution shown on every map of them; None takes the one that the file gives, else its
        name.
    joins_fragments
        Whether fragments within metres of the network are joined: see `geo.osm.connectors`. Only
        of extracts, which hold walls and water.
    choices
        How files other than extracts are read.
    on_place
        Called with the place in the queue while the file waits for others.

    Returns
    -------
    imported
        What came in.

    Raises
    ------
    StreetsError, LayerError, ParsingError
        If the file cannot be used, or parsing it exceeds a limit; the old streets stay.
    WriteDeniedError
        If the acting role may not replace streets.
    """
    require_right("streets", "replace")
    community = records.read_community(store, slug)
    report_progress = progress or ignore_progress
    extract = parse_streets(
        file,
        clip_polygon=buffer_boundary(community.boundary),
        joins_fragments=joins_fragments,
        choices=choices,
        progress=lambda share, key: report_progress(READ_PROGRESS_SHARE * share, key),
        on_place=on_place,
    )
    report_progress(READ_PROGRESS_SHARE, "streets.saving")
    source = source or extract.source or SourceFile.of(file).name
    _store_streets(store, community, extract, source=source)
    report_progress(1.0, "streets.saved")
    return ImportedStreets(extract.counts, source, extract.columns)


def _store_streets(
    store: Store, community: Community, extract: ParsedStreets, *, source: str
) -> None:
    """Replace a community's streets, and set its time zone where it has none."""
    slug = community.slug
    with ThreadPoolExecutor(max_workers=1) as executor:  # the time zone table is read meanwhile
        timezone = executor.submit(_find_timezone, community, extract.centre)
        replace_streets(
            store,
            slug,
            replace(extract.rows, source=source),
            replaces_confidential=acting_role_sees_confidential(),
        )
    found_timezone = timezone.result()
    if community.timezone is None and found_timezone is not None:
        records.set_missing_timezone(store, slug, found_timezone)


def download_community_streets(
    store: Store,
    slug: str,
    *,
    server: str | None = None,
    progress: ProgressCallback | None = None,
) -> SourceFile:
    """
    Download the streets of a community's rectangle, margin included, from an Overpass server.

    Call it only with a person's agreement: the server learns which area is of interest.

    Returns
    -------
    file
        To be imported: in the installation's folder, or in memory where the store is protected.

    Raises
    ------
    BoundaryMissingError
        If the community has no boundary yet.
    DownloadError
        A subclass; complete tiles on the disk are used by the next attempt.
    """
    area = buffer_boundary(records.read_community(store, slug).boundary)
    if area is None:
        raise BoundaryMissingError(community=records.read_community(store, slug).name)
    name = f"{slug}.osm"
    if store.is_protected:  # which streets were fetched says where the community is
        content = download_streets_in_memory(
            area.bounds, folder=store.working.path, server=server, progress=progress
        )
        return SourceFile(name, content=content)
    folder = store.folder / DOWNLOAD_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = download_streets(
        area.bounds, output_path=folder / name, server=server, progress=progress
    )
    return SourceFile.of(file)


def update_streets(
    store: Store,
    slug: str,
    *,
    server: str | None = None,
    joins_fragments: bool = True,
    progress: ProgressCallback | None = None,
) -> dict[str, int]:
    """
    Download the streets of a community's rectangle and replace those it has.

    Parameters and exceptions: as `download_community_streets`, then `import_streets`. The
    downloaded file is removed at the end; complete tiles stay for the next attempt.

    Returns
    -------
    counts
        Numbers of objects; see `geo.osm.extract.OsmExtract`.
    """
    report_progress = progress or ignore_progress
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
            joins_fragments=joins_fragments,
            progress=lambda share, key: report_progress(
                DOWNLOAD_PROGRESS_SHARE + (1 - DOWNLOAD_PROGRESS_SHARE) * share, key
            ),
        ).counts
    finally:
        if file.path is not None:
            file.path.unlink(missing_ok=True)


def buffer_boundary(boundary: BaseGeometry | None) -> BaseGeometry | None:
    """
    Buffer a boundary by the import margin.

    Parameters
    ----------
    boundary
        Polygon or multipolygon, EPSG:4326; None stays None.

    Returns
    -------
    area
        With a margin of `MARGIN_M`. Of a boundary without a UTM zone of its own, as it is wider
        than `MAX_UTM_WIDTH_DEG`, near a pole or near the 180° meridian, the margin is at least so
        wide; it ends at that meridian.

    Raises
    ------
    BoundaryAntimeridianError
        If it lies on both sides of the 180° meridian.
    """
    if boundary is None:
        return None
    if crosses_antimeridian(boundary):
        raise BoundaryAntimeridianError
    west, south, east, north = boundary.bounds
    latitude = max(-south, north)
    if east - west <= MAX_UTM_WIDTH_DEG and max(-west, east) < 179 and latitude < 84:
        frame = gpd.GeoDataFrame(geometry=[boundary], crs=WGS84)
        return frame.to_crs(estimate_metric_crs(frame)).buffer(MARGIN_M).to_crs(WGS84).iloc[0]
    shrink = math.cos(math.radians(min(latitude, 89.9)))  # of a degree of longitude, at most
    shrunk = shapely.transform(boundary, lambda lonlat: lonlat * (shrink, 1.0))
    buffered = shrunk.buffer(MARGIN_M / MIN_M_PER_DEGREE)
    area = shapely.transform(buffered, lambda lonlat: lonlat / (shrink, 1.0))
    return shapely.intersection(area, shapely.box(-180.0, -90.0, 180.0, 90.0))


def _find_timezone(community: Community, centre: tuple[float, float]) -> str | None:
    """Return the community's time zone, else the one its streets lie in."""
    if community.timezone is not None:
        return community.timezone
    lon, lat = centre
    return find_timezone(lat, lon) or None
