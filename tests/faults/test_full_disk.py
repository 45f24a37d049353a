"""A disk that is full: what was acknowledged stays, what is new is refused with its reason."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys

import pytest

from benchmarks.phones import new_area_operation
from benchmarks.workshop import prepare_session
from geo.communities.demonstration import DEMO_SLUG
from geo.errors import DiskFullError
from geo.store.database import Store
from geo.workshop.drawing_sessions import list_drawings
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks

SIZE = "14m"
LEFT = 20_000  # bytes: a few marks


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of a few megabytes; only an administrator of Linux may."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("mounting a small disk takes an administrator of Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_what_was_acknowledged_stays_and_what_is_new_is_refused(small_disk):
    _, middle = prepare_session(small_disk / "home")
    store = Store(small_disk / "home")
    place = DrawingScope(DEMO_SLUG, list_drawings(store, DEMO_SLUG)[-1].code)
    room = os.statvfs(small_disk)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(room.f_bavail * room.f_bsize - LEFT))
    chance, acknowledged = random.Random(1), []

    def draw() -> None:
        operation = new_area_operation(chance, middle)
        answer = synchronise_marks(store, place, {"operations": [operation]}, locale="es")
        acknowledged.extend(one["id"] for one in answer["acknowledged"])

    def fill() -> None:
        for _ in range(400):
            draw()

    with pytest.raises(DiskFullError):
        fill()
    assert acknowledged
    with pytest.raises(DiskFullError):
        draw()
    filler.unlink()
    draw()
    store.close()
    again = Store(small_disk / "home")
    kept = again.rows("workshop/marks", community=DEMO_SLUG, code=place.code, since=0)
    again.close()
    assert sorted(row["id"] for row in kept) == sorted(acknowledged)
