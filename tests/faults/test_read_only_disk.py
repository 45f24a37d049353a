"""A disk that fails while it is used and lets nothing more be written: nothing kept is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.phones import SimulatedPhone, new_area_operation
from benchmarks.workshop import prepare_session, serve_app
from geo.communities.demonstration import DEMO_SLUG
from geo.errors import StoreReadOnlyError
from geo.language import gettext
from geo.store.database import Store
from geo.workshop.drawing_sessions import list_drawings
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks

SIZE = 32_000_000  # bytes
NEEDED = ("mount", "umount", "findmnt", "mkfs.ext4", "e2fsck")


@dataclass
class Disk:
    """A disk that turns read-only at its first fault, as memory cards do."""

    image: Path
    path: Path

    def mount(self) -> bool:
        how = ["mount", "-o", "loop,errors=remount-ro", str(self.image), str(self.path)]
        return not subprocess.run(how, capture_output=True).returncode

    def fail(self) -> None:
        """Let the kernel meet a fault on it, while its files are open."""
        trigger = self._trigger()
        trigger.write_text("a fault for a test")
        assert os.statvfs(self.path).f_flag & os.ST_RDONLY or "emergency_ro" in self._options()

    def can_fail(self) -> bool:
        return self._trigger().exists()

    def mend(self) -> None:
        subprocess.run(["umount", str(self.path)], check=True)
        mended = subprocess.run(["e2fsck", "-fy", str(self.image)], capture_output=True)
        assert mended.returncode in (0, 1), mended.stdout
        assert self.mount()

    def _trigger(self) -> Path:
        device = self._found("SOURCE").rpartition("/")[2]
        return Path("/sys/fs/ext4") / device / "trigger_fs_error"

    def _options(self) -> str:
        return self._found("OPTIONS")

    def _found(self, column: str) -> str:
        asked = ["findmnt", "-no", column, str(self.path)]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def disk(tmp_path):
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a disk takes an administrator of Linux")
    if not all(shutil.which(program) for program in NEEDED):
        pytest.skip(f"this machine has not all of {', '.join(NEEDED)}")
    made = Disk(tmp_path / "disk.img", tmp_path / "disk")
    made.path.mkdir()
    with made.image.open("wb") as image:
        image.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(made.image)], check=True)
    if not made.mount():
        pytest.skip("this machine mounts no file as a disk")
    if not made.can_fail():
        subprocess.run(["umount", str(made.path)], check=True)
        pytest.skip("this kernel lets no fault be made on a disk")
    yield made
    subprocess.run(["umount", str(made.path)], check=True)


def kept(home: Path) -> list[str]:
    store = Store(home)
    code = list_drawings(store, DEMO_SLUG)[-1].code
    rows = store.rows("workshop/marks", community=DEMO_SLUG, code=code, since=0)
    store.close()
    return sorted(row["id"] for row in rows)


def test_what_was_acknowledged_can_be_read_and_is_there_afterwards(disk):
    home = disk.path / "home"
    _, middle = prepare_session(home)
    store = Store(home)
    place = DrawingScope(DEMO_SLUG, list_drawings(store, DEMO_SLUG)[-1].code)
    chance, acknowledged = random.Random(1), []

    def draw() -> None:
        operation = new_area_operation(chance, middle)
        answer = synchronise_marks(store, place, {"operations": [operation]}, locale="es")
        acknowledged.extend(one["id"] for one in answer["acknowledged"])

    for _ in range(5):
        draw()
    disk.fail()
    for _ in range(2):
        with pytest.raises(StoreReadOnlyError):
            draw()
    told = synchronise_marks(store, place, {}, locale="es")
    assert sorted(one["id"] for one in told["marks"]) == sorted(acknowledged)
    store.close()
    disk.mend()
    assert kept(home) == sorted(acknowledged)


def test_phones_are_shown_what_to_do(disk):
    home = disk.path / "home"
    word, middle = prepare_session(home)
    with serve_app(home) as port:
        phone = SimulatedPhone(port, 1)
        phone.join_session(word)
        for _ in range(3):
            phone.draw_area(DEMO_SLUG, middle)
        disk.fail()
        answer = phone.post_operations(DEMO_SLUG, [new_area_operation(random.Random(2), middle)])
        assert answer.status == 503
        assert json.loads(answer.body) == {"message": gettext("error.store_read_only")}
    disk.mend()
    assert kept(home) == sorted(phone.acknowledged)
