"""Files in the making are the owner's alone, and go with their process, however it ends."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geo.errors import StoreFolderLinkError, StoreFolderOwnerError
from geo.store import connection, open_store
from geo.store.atomic_file import replace_atomically
from geo.store.database import Store
from geo.store.working_folder import LOCK_FILE, WORKING_FOLDER, WorkingFolder
from tests import source_files
from tests.store.test_protection import SPILL

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems keep rights otherwise")
HOLD = """
import sys
import tempfile
from pathlib import Path
from pathlib import Path
from geo.store.working_folder import WorkingFolder
working = WorkingFolder(Path(sys.argv[1]))
Path(working.path, "words").write_text("Casa del Amate")
print(working.path, flush=True)
sys.stdin.read()
"""
WRITE = """
import sys
import tempfile
from pathlib import Path
from pathlib import Path
from geo.store import atomic_file
if sys.argv[2] == "named":
    atomic_file.os.O_TMPFILE = None
with atomic_file.replace_atomically(Path(sys.argv[1]), private=True) as file:
    file.write(b"Casa del Amate")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def careless(real_migrations):
    """Let the machine give everybody every right."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


def start(script, *words):
    """Start a process, and wait for its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=source_files.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return process, process.stdout.readline().strip()


def kill(process):
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


# --- what is left is swept -----------------------------------------------------------------------


def test_the_folder_of_a_killed_process_is_removed_and_that_of_a_running_one_stays(home):
    home.mkdir()
    (running, there), (killed, gone) = start(HOLD, home), start(HOLD, home)
    kill(killed)
    with Store(home).working.subfolder():
        names = {folder.name for folder in (home / WORKING_FOLDER).iterdir()}
        assert Path(there).name in names
        assert Path(gone).name not in names
    kill(running)
    Store(home).close()
    assert [entry.name for entry in (home / WORKING_FOLDER).iterdir()] == [LOCK_FILE]


def test_it_is_private_and_removed_when_the_store_is_closed(home):
    store = Store(home)
    (home / WORKING_FOLDER).chmod(0o777)
    with store.working.subfolder() as folder:
        (folder / "words").write_text("Casa del Amate", encoding="utf-8")
        assert (rights(store.working.path), rights(folder)) == ("0o700", "0o700")
        assert rights(folder / "words") == "0o600"
    assert not folder.exists()
    store.close()
    assert not store.working.path.exists()
    Store(home).close()
    assert rights(home / WORKING_FOLDER) == "0o700"


def test_temporary_files_of_libraries_are_made_there_until_it_is_closed(
    home, tmp_path, monkeypatch
):
    # A store that an earlier test left open, and that is collected here, must not count.
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = tempfile.gettempdir()
    store, other = open_store(home), open_store(tmp_path / "other")
    assert tempfile.gettempdir() == str(other.working.path)
    with tempfile.NamedTemporaryFile() as file:
        assert rights(Path(file.name)) == "0o600"
    store.close()
    assert tempfile.gettempdir() == str(other.working.path)
    other.close()
    assert tempfile.gettempdir() == before


def test_a_store_that_does_not_open_leaves_no_folder(home):
    Store(home, key="00" * 32).close()
    with pytest.raises(connection.StoreLockedError):
        Store(home)
    assert [entry.name for entry in (home / WORKING_FOLDER).iterdir()] == [LOCK_FILE]


def as_file(path, _):
    path.write_text("x", encoding="utf-8")


def as_link(path, elsewhere):
    path.symlink_to(elsewhere)


def as_broken_link(path, elsewhere):
    path.symlink_to(elsewhere / "nothing")


def as_closed_folder(path, _):
    (path / "inner").mkdir(parents=True)
    (path / "inner" / "spill.tmp").write_text("x", encoding="utf-8")
    (path / "inner").chmod(0)
    path.chmod(0o500)


def as_folder_with_links(path, elsewhere):
    path.mkdir()
    (path / "link").symlink_to(elsewhere)
    (path / LOCK_FILE).symlink_to(elsewhere / "kept")


def as_folder_with_a_folder_for_a_lock(path, _):
    (path / LOCK_FILE / "inner").mkdir(parents=True)


def as_pipe(path, _):
    os.mkfifo(path)


def as_deep_folder(path, _):
    path.mkdir()
    here = os.open(path, os.O_RDONLY)
    for _ in range(1500):  # deeper than Python's stack, and than the longest path
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


LEFT = [
    as_file, as_link, as_broken_link, as_closed_folder, as_folder_with_links,
    as_folder_with_a_folder_for_a_lock, as_pipe, as_deep_folder,
]  # fmt: skip


@pytest.mark.parametrize("leave", LEFT)
@pytest.mark.parametrize(
    "name", ["temporary", "working", "working/abandoned", "working/.lock", "amparo.rekeyed"]
)
def test_nothing_that_is_left_keeps_the_store_from_opening(home, tmp_path, leave, name):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept", encoding="utf-8")
    Store(home).close()
    if name == "working/.lock" or name == "working":
        (home / WORKING_FOLDER / LOCK_FILE).unlink()
    if name == "working":
        (home / WORKING_FOLDER).rmdir()
    leave(home / name, elsewhere)
    store = Store(home)
    with store.cursor() as cursor:
        cursor.execute("create temp table one as select 1 as one")
    store.close()
    assert (elsewhere / "kept").read_text(encoding="utf-8") == "kept"
    left = {path.name for path in home.iterdir()}
    assert left == {"amparo.duckdb", WORKING_FOLDER}
    if leave is not as_deep_folder:
        assert [path.name for path in (home / WORKING_FOLDER).iterdir()] == [LOCK_FILE]
    assert rights(home / WORKING_FOLDER) == "0o700"


def test_a_folder_of_somebody_who_has_names_like_ours_stays(home):
    letters = home / "tmpletters1"
    letters.mkdir(parents=True)
    (letters / "letter").touch()
    killed_restore = home / "tmpabcdefgh"
    killed_restore.mkdir()
    (killed_restore / "amparo.duckdb").write_text("Casa del Amate", encoding="utf-8")
    Store(home).close()
    assert (letters / "letter").exists()
    assert not killed_restore.exists()


# --- who owns the folder -------------------------------------------------------------------------


def test_a_data_folder_that_is_a_link_is_refused(home, tmp_path):
    (tmp_path / "real").mkdir()
    home.symlink_to(tmp_path / "real")
    for attempt in (open_store, Store):
        with pytest.raises(StoreFolderLinkError) as raised:
            attempt(home)
        assert raised.value.placeholders == {"folder": "home"}
    assert list((tmp_path / "real").iterdir()) == []


@pytest.mark.parametrize("name", ["", "working"])
def test_a_folder_of_somebody_else_is_refused(home, monkeypatch, name):
    (home / WORKING_FOLDER).mkdir(parents=True)
    owner = os.geteuid()
    if owner == 0:
        os.chown(home / name, 12345, -1)
    elif name:
        pytest.skip("only root can give a folder to somebody else")
    else:
        monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(StoreFolderOwnerError):
        open_store(home)
    assert not (home / "amparo.duckdb").exists()


# --- rights of what DuckDB writes ----------------------------------------------------------------


def test_log_and_spill_are_the_owners_while_they_are_written(home, monkeypatch):
    home.mkdir()
    (home / "letters").touch()  # a folder that holds something else keeps its rights
    home.chmod(0o777)
    monkeypatch.setitem(connection.DUCKDB_SETTINGS, "memory_limit", "40MB")
    store = open_store(home)
    with store.cursor() as cursor:
        cursor.execute("create table large as select range as n from range(1000)")
        cursor.begin()
        cursor.execute("insert into large select range from range(300000)")
        cursor.execute(SPILL)
        written = [home / "amparo.duckdb", home / "amparo.duckdb.wal"]
        (spill,) = home.glob("working/*/spill")
        spilled = list(spill.iterdir())
        assert spilled
        assert {rights(path) for path in [*written, *spilled]} == {"0o600"}
        assert rights(spill) == "0o700"
        cursor.rollback()
    store.close()


# --- files that replace others -------------------------------------------------------------------


@pytest.mark.parametrize(("private", "expected"), [(True, "0o600"), (False, "0o666")])
def test_only_a_private_file_is_the_owners_alone(home, tmp_path, private, expected):
    open_store(home).close()
    path = tmp_path / "out" / "a.txt"
    with replace_atomically(path, private=private) as file:
        file.write(b"words")
        assert list(path.parent.iterdir()) == []
    assert (rights(path), path.read_bytes()) == (expected, b"words")
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_what_stood_there(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before", encoding="utf-8")

    def fail():
        with replace_atomically(path) as file:
            file.write(b"after")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_killed_process_leaves_nothing_beside_the_file(tmp_path):
    process, _ = start(WRITE, tmp_path / "a.txt", "unnamed")
    assert list(tmp_path.iterdir()) == []
    kill(process)
    assert list(tmp_path.iterdir()) == []


def test_where_a_file_needs_a_name_the_next_one_removes_that_of_a_killed_process(tmp_path):
    (running, _), (killed, _) = (start(WRITE, tmp_path / n, "named") for n in ("a.txt", "b.txt"))
    parts = set(tmp_path.iterdir())
    assert {rights(part) for part in parts} == {"0o600"}
    kill(killed)
    (tmp_path / ".amparo-link.part").symlink_to(__file__)
    with replace_atomically(tmp_path / "c.txt"):
        pass
    left = {path.name for path in tmp_path.iterdir() if path in parts}
    assert len(left) == 1
    assert (tmp_path / ".amparo-link.part").is_symlink()
    running.communicate("")
    assert running.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {".amparo-link.part", "a.txt", "c.txt"}


def test_a_forked_process_does_not_remove_the_folder_of_its_parent(home):
    home.mkdir()
    working = WorkingFolder(home)
    child = os.fork()
    if child == 0:
        working.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert working.path.is_dir()
    working.close()
    assert not working.path.exists()
