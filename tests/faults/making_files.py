"""
Make files in a process that is killed in the middle: `python -m tests.faults.making_files`.

One process imports everything and forks a child for each line that it reads; a child opens the
store, makes one file, and dies by SIGKILL before its n-th operation on files, or after some time.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from geo.capture.capture_file import build_capture_file, write_capture_file
from geo.communities.demonstration import DEMO_SLUG
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.exports.layer_export import export_layer
from geo.exports.results import write_coverage
from geo.exports.street_edges import export_edges
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.parsing import process as parsing_process
from geo.parsing.source import SourceFile
from geo.privacy.view import View, open_view
from geo.sheets.nearest_services import list_public_places
from geo.sheets.writing import write_poster
from geo.store import Store, open_store
from geo.store.actor import acting_as
from geo.store.atomic_file import MemoryFile
from geo.store.backup import restore_backup, write_backup
from geo.store.forget import forget_community
from geo.store.passphrase_change import change_passphrase, set_passphrase
from tests.source_files import ROOT

UPLOADED = "Refugio Colibri 77"  # in files that are brought; nowhere else
NEW_PASSPHRASE = "otra frase de cuatro palabras"
CHANGING_EVENTS = ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod")
WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _frame() -> gpd.GeoDataFrame:
    points = shapely.points([[-89.851, 13.882], [-89.852, 13.883]])
    columns = {"name": [UPLOADED, f"{UPLOADED} B"], "type": "health", "source": UPLOADED}
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def _geopackage() -> bytes:
    buffer = io.BytesIO()
    pyogrio.write_dataframe(_frame(), buffer, layer="services", driver="GPKG")
    return buffer.getvalue()


def _csv() -> bytes:
    frame = _frame()
    table = frame.drop(columns="geometry").assign(lat=frame.geometry.y, lon=frame.geometry.x)
    return table.to_csv(index=False).encode()


CONTENTS: dict[str, Callable[[], bytes]] = {
    ".csv": _csv,
    ".geojson": lambda: _frame().to_json().encode(),
    ".gpkg": _geopackage,
}


def _bring_layer(store: Store, suffix: str) -> None:
    source = SourceFile(f"{UPLOADED}{suffix}", content=CONTENTS[suffix]())
    import_layer(store, DEMO_SLUG, "services", source)


def _bring_streets(store: Store) -> None:
    content = (ROOT / "data" / "demo" / "chancala.osm").read_bytes()
    content = content.replace(b"Calle La Ermita", UPLOADED.encode())
    import_streets(store, DEMO_SLUG, SourceFile("streets.osm", content=content))


def _view(store: Store, audience: str) -> View:
    return open_view(store, DEMO_SLUG, audience)


def _export_coverage(store: Store, target: Path | MemoryFile) -> None:
    view = _view(store, "coordinator")
    request = CoverageRequest(
        "health", TravelThreshold(minutes=10), departure_time=view.moment("2026-05-01T12:00")
    )
    write_coverage(view, measure_coverage(view, request), target)


def _export_poster(store: Store, target: Path | MemoryFile) -> None:
    view = _view(store, "public")
    write_poster(view, next(iter(list_public_places(view))), target, when=view.moment())


def _export_capture(store: Store, target: Path | MemoryFile) -> None:
    write_capture_file(build_capture_file(store, DEMO_SLUG, locale="es"), target)


def _change_passphrase(store: Store) -> None:
    if not store.is_protected:
        set_passphrase(store, NEW_PASSPHRASE)
        return
    current = os.environ["AMPARO_PASSPHRASE"]
    change_passphrase(store, current_passphrase=current, new_passphrase=NEW_PASSPHRASE)


def _restore(store: Store, target: Path) -> None:
    folder = store.folder
    store.close()
    restore_backup(target.with_name("before.zip"), folder)


EXPORTS: dict[str, Callable[[Store, Path], object]] = {
    **{
        f"{audience}{suffix}": lambda store, target, audience=audience: export_layer(
            _view(store, audience), "services", target
        )
        for audience in ("public", "coordinator")
        for suffix in (".geojson", ".gpkg", ".parquet")
    },
    "coverage.gpkg": _export_coverage,
    "poster.pdf": _export_poster,
    "poster.png": _export_poster,
    "capture.html": _export_capture,
    "edges.parquet": lambda store, target: export_edges(
        view := _view(store, "public"), target, when=view.moment()
    ),
}
TASKS: dict[str, Callable[[Store, Path], object]] = {
    **{
        f"bring{suffix}": lambda store, _, suffix=suffix: _bring_layer(store, suffix)
        for suffix in CONTENTS
    },
    "bring.osm": lambda store, _: _bring_streets(store),
    **EXPORTS,
    "backup.zip": write_backup,
    "restore": _restore,
    "passphrase": lambda store, _: _change_passphrase(store),
    "forget": lambda store, _: forget_community(store, DEMO_SLUG, confirm=DEMO_SLUG),
}
SCREEN_TASKS = ("coordinator.gpkg", "coverage.gpkg", "poster.pdf", "capture.html", "backup.zip")


def _kill_before(number: int) -> None:
    """Die before the n-th operation that changes files, counted from now."""
    count = 0

    def look(event: str, details: tuple[object, ...]) -> None:
        nonlocal count
        flags = details[2] if event == "open" and len(details) > 2 else 0
        if event in CHANGING_EVENTS or (isinstance(flags, int) and flags & WRITING_FLAGS):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)


def _work(order: dict[str, object], started: int) -> None:
    store = open_store(Path(str(order["home"])))
    task, target = TASKS[str(order["task"])], Path(str(order["target"]))
    os.write(started, b"s")
    if order["event"]:
        _kill_before(int(str(order["event"])))
    with acting_as("coordinacion", "coordinator"):
        task(store, MemoryFile(target.name) if order["screen"] else target)


def _make(order: dict[str, object]) -> str:
    """Fork a child that makes a file; return how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            os.setpgid(0, 0)
            _work(order, writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    if order["wait_s"]:
        time.sleep(float(str(order["wait_s"])))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "signal"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def main() -> None:
    """Answer each order, a line of JSON, by how it ended."""
    parsing_process.warm_up()  # for all children: it imports for longer than a file is read
    print("ready", flush=True)  # noqa: T201 (the test reads it)
    for line in sys.stdin:
        print(_make(json.loads(line)), flush=True)  # noqa: T201 (as above)


if __name__ == "__main__":
    main()
