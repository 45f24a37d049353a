"""
The streets of a rectangle, fetched from an Overpass server.

The only place from which Amparo ever asks another machine for anything. It tells that server
which rectangle interests somebody, so nobody calls it but a person who was told and agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

from geo.osm.osm_file import put_in_order
from geo.osm.overpass_client import ask, check_address
from geo.osm.overpass_query import Tile, tiles

DEFAULT_SERVER = "https://overpass-api.de/api/interpreter"

Progress = Callable[[float, str], None]
Bounds = tuple[float, float, float, float]


def download_streets(
    bounds: Bounds,
    *,
    to: Path,
    server: str = DEFAULT_SERVER,
    progress: Progress | None = None,
) -> Path:
    """
    Fetch streets, water, land, buildings, places and services of a rectangle.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    to
        The `.osm` file to write. Overwritten at the end; while fetching, finished tiles wait
        in a folder beside it, and the next call goes on from there.
    server
        Address of an Overpass interpreter, http or https.
    progress
        Called with a share, 0 to 1, and the key of a sentence; may raise to stop, and nothing
        finished is lost.

    Returns
    -------
    to
        The file: nodes, ways, relations, each once, in order.

    Raises
    ------
    DownloadBoundsError, DownloadTooLargeError, DownloadAddressError
        Before anything is asked.
    DownloadOfflineError, DownloadBusyError, DownloadRefusedError, DownloadCutError,
    DownloadNotOsmError
        As in `geo.osm.overpass_client.ask`. Tiles that came whole stay for the next call.
    """
    wanted = tiles(bounds)
    check_address(server)
    parts = to.with_name(to.name + ".parts")
    parts.mkdir(parents=True, exist_ok=True)
    tell = progress or _silent
    for number, tile in enumerate(wanted):
        share = number / len(wanted)
        tell(share, "streets.fetching")
        place = _place(tile, parts)
        if not place.exists():
            ask(server, tile.question(), to=place, wait=_patience(tell, share))
    tell(1.0, "streets.joining")
    return _join([_place(tile, parts) for tile in wanted], parts, to=to)


def _silent(_share: float, _key: str) -> None:
    return


def _patience(tell: Progress, share: float) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        tell(share, "streets.waiting")
        sleep(seconds)

    return wait


def _place(tile: Tile, parts: Path) -> Path:
    return parts / f"{tile.code()}.osm"


def _join(finished: list[Path], parts: Path, *, to: Path) -> Path:
    joined = parts / "joined.osm"
    put_in_order(finished, to=joined)
    joined.replace(to)
    for tile in finished:
        tile.unlink()
    if not any(parts.iterdir()):  # tiles of another rectangle may still wait there
        parts.rmdir()
    return to
