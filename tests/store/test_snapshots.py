"""Reading a store that another process holds: from a copy, which nothing is written to."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
import subprocess
import sys

import pytest

from geo.errors import StoreBusyError, StoreLockedError, WrongPassphraseError
from geo.store import open_store, snapshots
from geo.store.communities import list_communities
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.snapshots import NOTHING_RECORDED
from geo.store.working_folder import WORKING_FOLDER
from tests.commands.conftest import Shell
from tests.source_files import ROOT

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets of this kind")
PASSPHRASE = "lluvia tambor candado jueves"
CHANCALA = ("--community", "chancala")


READING = [
    ("community", "list"),
    ("audit", "list"),
    ("audit", "check"),
    ("account", "list"),
    ("retention", "preview"),
    ("layer", "history", *CHANCALA, "--layer", "services"),
    ("route", *CHANCALA, "--from", "13.9,-89.845", "--to-service", "health"),
    ("coverage", *CHANCALA, "--service", "health", "--minutes", "30"),
]
WRITING = [
    ("community", "settle", "chancala", "--stale-days", "30"),
    ("layer", "history", *CHANCALA, "--layer", "services", "--audience", "coordinator"),
    ("backup", "--to", "backup.zip"),
]


@contextlib.contextmanager
def holding(home, passphrase="", how="serving"):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AMPARO_PASSPHRASE": passphrase}
    command = [sys.executable, "-m", "tests.store.holding", str(home), how]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()


def copies(home):
    return list((home / WORKING_FOLDER).glob(f"*/*/{DATABASE_FILE_NAME}"))


@pytest.fixture(scope="module")
def held(built_demo, tmp_path_factory):
    home = tmp_path_factory.mktemp("held") / "home"
    shutil.copytree(built_demo / "home", home)
    with holding(home) as process:
        yield home, process


@pytest.fixture
def shell(held):
    home, _ = held
    yield Shell(home)
    with contextlib.suppress(StoreBusyError):
        open_store(home, snapshot=NOTHING_RECORDED).close()


def test_commands_that_read_answer_from_a_copy_that_goes_again(held, shell):
    home, _ = held
    for words in READING:
        shell.told(*words)
    store = open_store(home, snapshot=NOTHING_RECORDED)
    (copy,) = copies(home)
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert store.path == copy
    store.close()
    with holding(home.parent / "other"):  # the copy is removed by another process: give it time
        assert copies(home) == []


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words[:2]))
def test_commands_that_write_or_are_recorded_are_refused(held, shell, tmp_path, words):
    home, _ = held
    line = [str(tmp_path / word) if word.endswith(".zip") else word for word in words]
    assert DATABASE_FILE_NAME in " ".join(shell.refused(*line))
    assert copies(home) == []


def test_a_file_is_not_written_from_a_copy(held, shell, tmp_path):
    out = tmp_path / "way.geojson"
    words = ("--from", "13.9,-89.845", "--to-service", "health", "--to-file", out)
    shell.refused("route", *CHANCALA, *words)
    assert not out.exists()


def test_nothing_is_written_to_a_copy(held, shell):
    home, _ = held
    store = open_store(home, snapshot=NOTHING_RECORDED)
    assert [one.slug for one in list_communities(store)] == ["chancala"]
    with pytest.raises(StoreBusyError):
        store.transact(lambda transaction: transaction.execute("access/delete_all_sessions"))


def test_a_rewritten_store_takes_its_copies_along(held, shell):
    """After a community is forgotten no copy holds it."""
    home, process = held
    open_store(home, snapshot=NOTHING_RECORDED)
    assert len(copies(home)) == 1
    process.stdin.write("rewrite\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"
    process.stdin.write("wait\n")
    process.stdin.flush()
    process.stdout.readline()
    assert copies(home) == []


def test_a_copy_needs_the_passphrase_of_the_store(built_demo, tmp_path, monkeypatch):
    home = tmp_path / "home"
    shutil.copytree(built_demo / "home", home)
    with holding(home, PASSPHRASE):
        monkeypatch.delenv("AMPARO_PASSPHRASE", raising=False)
        with pytest.raises(StoreLockedError):
            open_store(home, snapshot=NOTHING_RECORDED)
        with pytest.raises(WrongPassphraseError):
            open_store(home, passphrase="another one altogether", snapshot=NOTHING_RECORDED)
        store = open_store(home, passphrase=PASSPHRASE, snapshot=NOTHING_RECORDED)
        assert [one.slug for one in list_communities(store)] == ["chancala"]
        content = store.path.read_bytes()
        assert b"Chancala" not in content
        store.close()


def test_who_makes_no_copies_is_not_asked_for_long(built_demo, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(built_demo / "home", home)
    with holding(home, how="alone"), pytest.raises(StoreBusyError):
        open_store(home, snapshot=NOTHING_RECORDED)


@pytest.mark.parametrize("line", [b"{}\n", b"nothing\n", b'{"community": "' + b"x" * 9000 + b"\n"])
def test_what_is_no_request_gets_no_copy(held, line):
    home, _ = held
    (address,) = home.glob(f"{WORKING_FOLDER}/*/{snapshots.SOCKET_NAME}")
    with snapshots._short_path(address.parent) as folder, socket.socket(socket.AF_UNIX) as asking:
        asking.connect(f"{folder}/{snapshots.SOCKET_NAME}")
        asking.sendall(line)
        with contextlib.suppress(ConnectionResetError):
            assert asking.recv(100) == b""
    assert copies(home) == []


def test_only_a_socket_of_ones_own_is_asked_and_only_a_folder_in_its_place_opened(
    tmp_path, monkeypatch
):
    working = tmp_path / WORKING_FOLDER / "one"
    working.mkdir(parents=True)
    (working / snapshots.SOCKET_NAME).write_text("a file")
    assert snapshots.request_snapshot(tmp_path) is None
    (working / snapshots.SOCKET_NAME).unlink()
    assert not snapshots.is_own_socket(working / snapshots.SOCKET_NAME), "it ended just now"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with snapshots._short_path(working) as folder:
        listener.bind(f"{folder}/{snapshots.SOCKET_NAME}")
    listener.listen()
    monkeypatch.setattr(snapshots, "_receive_all", lambda _: os.fsencode(tmp_path / "elsewhere"))
    assert snapshots.request_snapshot(tmp_path) is None
    place = working / "copy"
    monkeypatch.setattr(snapshots, "_receive_all", lambda _: os.fsencode(place))
    snapshot = snapshots.request_snapshot(tmp_path)
    assert snapshot.folder == place
    snapshot.close()
    monkeypatch.setattr(snapshots, "is_own_process", lambda _: False)
    assert snapshots.request_snapshot(tmp_path) is None
    listener.close()
