"""
Download of OpenStreetMap data of a rectangle from an Overpass server, tile by tile.

No other part of the program sends a request to a host that does not sign people in. The server
learns which rectangle is of interest, so it is called only after a person was informed and agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

from geo.osm.bounded_exchange import DownloadBudget
from geo.osm.osm_file import sort_objects
from geo.osm.overpass_client import query_overpass
from geo.osm.overpass_query import BoundsTile, split_into_tiles
from geo.osm.street_servers import find_street_server

ProgressCallback = Callable[[float, str], None]
LonLatBounds = tuple[float, float, float, float]


def download_streets(
    bounds: LonLatBounds,
    *,
    output_path: Path,
    server: str | None = None,
    progress: ProgressCallback | None = None,
) -> Path:
    """
    Download streets, water, land, buildings, places and services of a rectangle.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    output_path
        The `.osm` file to write. Overwritten at the end; meanwhile complete tiles are stored in
        a folder beside it, from which the next call continues.
    server
        Address of an Overpass interpreter that the installation names; None for the first one.
    progress
        Called with a share, 0 to 1, and a message key; may raise to stop: complete tiles stay.

    Returns
    -------
    output_path
        The file: nodes, ways, relations, each once, sorted.

    Raises
    ------
    DownloadBoundsError, DownloadTooLargeError, DownloadAddressError
        Before any request.
    DownloadOfflineError, DownloadBusyError, DownloadRefusedError, DownloadInterruptedError,
    DownloadNotOsmError, DownloadLimitError
        As in `geo.osm.overpass_client.query_overpass`. Complete tiles stay for the next call.
    """
    tiles = split_into_tiles(bounds)
    named_server, budget = find_street_server(server), DownloadBudget()
    tile_folder = output_path.with_name(output_path.name + ".parts")
    tile_folder.mkdir(parents=True, exist_ok=True)
    report_progress = progress or _ignore_progress
    for number, tile in enumerate(tiles):
        share = number / len(tiles)
        report_progress(share, "streets.fetching")
        tile_path = _tile_path(tile, tile_folder)
        if not tile_path.exists():
            query_overpass(
                named_server,
                tile.overpass_query(),
                output_path=tile_path,
                budget=budget,
                wait=_make_wait_function(report_progress, share),
            )
    report_progress(1.0, "streets.joining")
    return _merge_tiles(
        [_tile_path(tile, tile_folder) for tile in tiles], tile_folder, output_path=output_path
    )


def _ignore_progress(_share: float, _key: str) -> None:
    return


def _make_wait_function(progress: ProgressCallback, share: float) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        progress(share, "streets.waiting")
        sleep(seconds)

    return wait


def _tile_path(tile: BoundsTile, folder: Path) -> Path:
    return folder / f"{tile.cache_key()}.osm"


def _merge_tiles(tile_files: list[Path], folder: Path, *, output_path: Path) -> Path:
    merged_file = folder / "joined.osm"
    sort_objects(tile_files, output_path=merged_file)
    merged_file.replace(output_path)
    for tile in tile_files:
        tile.unlink()
    if not any(folder.iterdir()):  # tiles of another rectangle may be stored there
        folder.rmdir()
    return output_path
