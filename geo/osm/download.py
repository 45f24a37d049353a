"""
Download of OpenStreetMap data of a rectangle from an Overpass server, tile by tile.

No other part of the program sends a request to a host that does not sign people in. The server
learns which rectangle is of interest, so it is called only after a person was informed and agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import sleep

from geo.model import ProgressCallback, ignore_progress
from geo.osm.bounded_exchange import DownloadBudget
from geo.osm.osm_file import sort_objects
from geo.osm.overpass_client import query_overpass
from geo.osm.overpass_query import BoundsTile, split_into_tiles
from geo.osm.street_servers import find_street_server
from geo.parsing.memory_file import memory_file

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
    fetch = _make_fetch(server, tile_count=len(tiles), progress=progress)
    tile_folder = output_path.with_name(output_path.name + ".parts")
    tile_folder.mkdir(parents=True, exist_ok=True)
    for number, tile in enumerate(tiles):
        tile_path = _tile_path(tile, tile_folder)
        if not tile_path.exists():
            incomplete = tile_path.with_name(tile_path.name + ".half")
            try:
                fetch(number, tile, incomplete)
                incomplete.replace(tile_path)
            finally:
                incomplete.unlink(missing_ok=True)
    if progress is not None:
        progress(1.0, "streets.joining")
    return _merge_tiles(
        [_tile_path(tile, tile_folder) for tile in tiles], tile_folder, output_path=output_path
    )


def download_streets_in_memory(
    bounds: LonLatBounds,
    *,
    folder: Path,
    server: str | None = None,
    progress: ProgressCallback | None = None,
) -> bytes:
    """
    Download as `download_streets` does, without a file; the next call begins anew.

    Parameters
    ----------
    folder
        A private folder, for systems without files in memory.

    Returns
    -------
    content
        Of the `.osm` file.
    """
    tiles = split_into_tiles(bounds)
    fetch = _make_fetch(server, tile_count=len(tiles), progress=progress)
    with ExitStack() as stack:
        paths = [stack.enter_context(memory_file(str(folder))) for _ in tiles]
        for number, (tile, path) in enumerate(zip(tiles, paths, strict=True)):
            fetch(number, tile, path)
        if progress is not None:
            progress(1.0, "streets.joining")
        merged = stack.enter_context(memory_file(str(folder)))
        sort_objects(paths, output_path=merged, output_format="osm")
        return merged.read_bytes()


def _make_fetch(
    server: str | None, *, tile_count: int, progress: ProgressCallback | None
) -> Callable[[int, BoundsTile, Path], None]:
    """Make the function that stores a tile; all tiles share the limits of one download."""
    named_server, budget = find_street_server(server), DownloadBudget()
    report_progress = progress or ignore_progress

    def fetch(number: int, tile: BoundsTile, output_path: Path) -> None:
        share = number / tile_count
        report_progress(share, "streets.fetching")
        query_overpass(
            named_server,
            tile.overpass_query(),
            output_path=output_path,
            budget=budget,
            wait=_make_wait_function(report_progress, share),
        )

    return fetch


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
