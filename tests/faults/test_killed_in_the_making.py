"""
A process is killed while it makes a file: what it leaves tells nobody anything.

In a store with a passphrase no word stands in any file at once. In one without, nothing stands
outside the data folder, and nothing beside the store itself after the next start.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.errors import StoreLockedError, StoreUnprotectedError, WrongPassphraseError
from geo.store import open_store
from geo.store.backup import write_backup
from geo.store.layers import read_layer
from tests.faults.making_files import EXPORTS, NEW_PASSPHRASE, SCREEN_TASKS, TASKS, UPLOADED
from tests.leaks.searching import SearchTarget, search
from tests.source_files import ROOT
from tests.thorough import choose

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]
PASSPHRASE = "lluvia tambor candado jueves"
WORDS = (UPLOADED, "Unidad de Salud de Chancala", "Juzgado de Paz", "Calle La Ermita", "Chancala")
TARGETS = [SearchTarget(word, (word,)) for word in WORDS]
# The n-th operation on files, or seconds after the start.
MOMENTS_OF_STORE_FILES = [(1, 0), (3, 0), (8, 0), (0, 0.1)]
MOMENTS_OF_EXPORTS = [(3, 0), (0, 0.1)]  # the file is whole, and has no name yet
MOMENTS_OF_UPLOADS = [(0, 0.02), (0, 0.15)]  # a process of its own reads the file
# Made as another task makes its file; a thorough run takes these as well.
SIMILAR = choose(("public.gpkg", "public.parquet", "poster.png"), ())
STORE_FILES = {"amparo.duckdb", "amparo.duckdb.wal", "amparo.salt"}


@pytest.fixture(scope="module", params=[True, False], ids=["protected", "open"])
def seed(request, built_demo, tmp_path_factory):
    """Give the demonstration's data folder, closed, and its passphrase if it has one."""
    home = tmp_path_factory.mktemp("seed") / "home"
    shutil.copytree(built_demo / "home", home)
    passphrase = PASSPHRASE if request.param else None
    store = open_store(home, passphrase=passphrase)
    write_backup(store, home.parent / "before.zip")
    store.close()
    return home, passphrase


@pytest.fixture(scope="module")
def maker(seed, tmp_path_factory):
    """Start the process that forks, with folders of its own for temporary files and to work in."""
    folder = tmp_path_factory.mktemp("maker")
    for name in ("temporary", "cwd"):
        (folder / name).mkdir()
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary"),
        "AMPARO_PASSPHRASE": seed[1] or "",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.making_files"], cwd=folder / "cwd", env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        yield process, folder
        process.stdin.close()


def files(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def is_of_a_store(path):
    """Tell a file of the store, or of one that a restoration replaced, by its place."""
    folders = path.parts[:-1]
    archived = len(folders) == 1 and folders[0].startswith("before-restore-")
    return path.name in STORE_FILES and (not folders or archived)


def leaks(paths):
    """Find the words that stand in files, also in what is packed in them."""
    found = []
    for path in paths:
        content = path.read_bytes()
        plain = [(path.name, word) for word in WORDS if word.encode() in content]
        found += plain or [(path.name, one.secret) for one in search(path.name, content, TARGETS)]
    return found


def make(maker, home, out, task, moment, *, screen=False):
    process, _ = maker
    event, wait_s = moment
    order = {
        "home": str(home), "target": str(out / f"file-{task}"), "task": task, "event": event,
        "wait_s": wait_s, "screen": screen,
    }  # fmt: skip
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def open_again(home, passphrase):
    """Open the store by the passphrase it has now: a change may have been completed."""
    for known in (passphrase, NEW_PASSPHRASE):
        try:
            return open_store(home, passphrase=known)
        except (StoreLockedError, StoreUnprotectedError, WrongPassphraseError):
            continue
    pytest.fail("no passphrase opens the store")


def check(seed, maker, tmp_path, task, moment, *, screen=False):
    """Kill a process at a moment, and look at everything that it can have written."""
    (original, passphrase), (_, folder) = seed, maker
    home, out = tmp_path / f"home-{moment}", tmp_path / f"out-{moment}"
    shutil.copytree(original, home)
    out.mkdir()
    shutil.copy(original.parent / "before.zip", out / "before.zip")
    ended = make(maker, home, out, task, moment, screen=screen)
    assert ended in ("killed", "done"), (task, moment)
    outside = files(folder) | files(out) - {out / "before.zip", out / f"file-{task}"}
    assert outside == set(), (task, moment)
    if passphrase is not None:
        assert leaks(files(home)) == [], (task, moment)
    open_again(home, passphrase).close()
    kept = [path for path in files(home) if not is_of_a_store(path.relative_to(home))]
    assert leaks(kept) == [], (task, moment)
    left = {path.name for path in home.iterdir() if not path.name.startswith("before-restore-")}
    assert left <= STORE_FILES | {"working"}, (task, moment)
    shutil.rmtree(home)
    return ended


def moments(tasks, task, seed):
    """
    Choose when to kill a process: a thorough run does it at every moment, in both kinds of store.

    Otherwise every task dies at each of its moments in one of the two, and half of the tasks in
    the other one than their neighbours: each kind of store meets every task, and every moment.
    """
    if task.startswith("bring") or tasks is SCREEN_TASKS:
        there = MOMENTS_OF_UPLOADS
    else:
        there = MOMENTS_OF_EXPORTS if task in EXPORTS else MOMENTS_OF_STORE_FILES
    is_open = seed[1] is None
    return choose(there[(list(tasks).index(task) + is_open) % 2 :: 2], there)


@pytest.fixture(scope="module")
def deaths(seed):
    """How processes ended that were to be killed, by their moment."""
    return defaultdict(list)


@pytest.mark.parametrize("task", [task for task in TASKS if task not in SIMILAR])
def test_nothing_readable_remains(seed, maker, deaths, tmp_path, task):
    for moment in moments(TASKS, task, seed):
        deaths[moment].append(check(seed, maker, tmp_path, task, moment))


@pytest.mark.parametrize("task", SCREEN_TASKS)
def test_a_file_for_a_screen_is_nowhere(seed, maker, deaths, tmp_path, task):
    for moment in moments(SCREEN_TASKS, task, seed):
        deaths[moment].append(check(seed, maker, tmp_path, task, moment, screen=True))


def test_they_were_killed(deaths):
    """A process that was done before its moment proves nothing: of each moment half were not."""
    assert set(deaths) == {*MOMENTS_OF_STORE_FILES, *MOMENTS_OF_EXPORTS, *MOMENTS_OF_UPLOADS}
    for moment, ended in deaths.items():
        assert ended.count("killed") >= len(ended) / 2, (moment, ended)


@pytest.mark.parametrize("task", ["bring.csv", "bring.gpkg", "coordinator.gpkg", "coverage.gpkg"])
def test_what_is_not_killed_is_made(seed, maker, tmp_path, task):
    home, out = tmp_path / "home", tmp_path / "out"
    shutil.copytree(seed[0], home)
    out.mkdir()
    assert make(maker, home, out, task, (0, 0)) == "done"
    if task.startswith("bring"):
        store = open_store(home, passphrase=seed[1])
        assert UPLOADED in set(read_layer(store, DEMO_SLUG, "services")["name"])
        store.close()
    else:
        assert leaks([out / f"file-{task}"]), "the search finds the words where they stand"
