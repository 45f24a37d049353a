"""
The streets of a rectangle, fetched from an Overpass server.

The only place from which Amparo ever asks another machine for anything. It tells that server
which rectangle interests somebody, so nobody calls it but a person who was told and agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

from geo.osm.osm_file import sort_objects
from geo.osm.overpass_client import check_server_url, query_overpass
from geo.osm.overpass_query import BoundsTile, split_into_tiles

DEFAULT_OVERPASS_URL = "https://overpass-api.de/api/interpreter"

ProgressCallback = Callable[[float, str], None]
LonLatBounds = tuple[float, float, float, float]


def download_streets(
    bounds: LonLatBounds,
    *,
    output_path: Path,
    server: str = DEFAULT_OVERPASS_URL,
    progress: ProgressCallback | None = None,
) -> Path:
    """
    Fetch streets, water, land, buildings, places and services of a rectangle.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    output_path
        The `.osm` file to write. Overwritten at the end; while fetching, finished tiles wait
        in a folder beside it, and the next call goes on from there.
    server
        Address of an Overpass interpreter, http or https.
    progress
        Called with a share, 0 to 1, and the key of a sentence; may raise to stop, and nothing
        finished is lost.

    Returns
    -------
    output_path
        The file: nodes, ways, relations, each once, in order.

    Raises
    ------
    DownloadBoundsError, DownloadTooLargeError, DownloadAddressError
        Before anything is asked.
    DownloadOfflineError, DownloadBusyError, DownloadRefusedError, DownloadInterruptedError,
    DownloadNotOsmError
        As in `geo.osm.overpass_client.query_overpass`. Tiles that came whole stay for the next
        call.
    """
    wanted = split_into_tiles(bounds)
    check_server_url(server)
    parts = output_path.with_name(output_path.name + ".parts")
    parts.mkdir(parents=True, exist_ok=True)
    report_progress = progress or _ignore_progress
    for number, tile in enumerate(wanted):
        share = number / len(wanted)
        report_progress(share, "streets.fetching")
        tile_path = _tile_path(tile, parts)
        if not tile_path.exists():
            query_overpass(
                server,
                tile.overpass_query(),
                output_path=tile_path,
                wait=_make_wait_function(report_progress, share),
            )
    report_progress(1.0, "streets.joining")
    return _merge_tiles(
        [_tile_path(tile, parts) for tile in wanted], parts, output_path=output_path
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
    joined = folder / "joined.osm"
    sort_objects(tile_files, output_path=joined)
    joined.replace(output_path)
    for tile in tile_files:
        tile.unlink()
    if not any(folder.iterdir()):  # tiles of another rectangle may still wait there
        folder.rmdir()
    return output_path
