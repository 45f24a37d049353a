"""What every test starts from: a data folder of its own, and the same luck every time in CI."""

from __future__ import annotations

import gc
import os
import shutil
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from babel.support import Translations
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from geo import language
from geo.access import passwords
from geo.commands.main import amparo
from geo.store import database, open_store, passphrase
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from tests.build_once import build_once
from tests.durations import read_durations

# Two shared cores: how long one example takes says nothing about the code.
settings.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# The way out asks the weather's host whether it is there; tests ask nobody, but for the one that
# looks at this.
os.environ["AMPARO_EXIT_URL"] = "calendar"


# Hashing is made slow on purpose; tests are about what is done with the result.
CHEAP_COST = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """
    Put the files that take longest first, in their own order otherwise.

    Workers take files in this order (`--dist loadfile --no-loadscope-reorder`), so the last ones
    are short and both workers end together.
    """
    seconds = read_durations()
    root = Path(__file__).parent
    items.sort(key=lambda item: -seconds.get(item.path.relative_to(root).as_posix(), 0.0))


def pytest_collection_finish():
    """Leave what stays to the end out of sweeps: Streamlit sweeps after every run of a screen."""
    gc.collect()
    gc.freeze()


class _NoFallback(NullTranslations):
    """Raises for a key that no catalogue has, so that a key made by an f-string cannot be wrong."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, *_: object) -> str:
        raise KeyError(msgid1)


@pytest.fixture(autouse=True, scope="session")
def missing_texts_raise():
    """Let a missing text fail the test; people would be shown its key."""
    load = language._load_translations

    def load_strictly(locale: str) -> Translations:
        made = load.__wrapped__(locale)
        made.add_fallback(_NoFallback())
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "_load_translations", cache(load_strictly))
        yield load


@pytest.fixture(autouse=True, scope="session")
def coordinator():
    """Let tests act as a coordinator, as the command line does; threads they start have no role."""
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give each test an empty data folder, so that none touches the data of whoever runs it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("AMPARO_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing():
    """Make new hashes of passwords and passphrases cheap, in this process; servers keep theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(**CHEAP_COST))
        for name, value in CHEAP_COST.items():
            patch.setitem(passphrase.ARGON2_COST, name, value)
        yield


@pytest.fixture(scope="session", autouse=True)
def copied_empty_store(tmp_path_factory):
    """
    Begin new stores as copies of one that all migrations have made: they take long.

    Stores with a passphrase, of other processes, or of other migrations are made as ever.
    """
    connect, migrations = database.connect_database, database.list_migrations

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "connect_database", connect)
            database.Store(folder).close()

    def connect_copy(path: Path, *, key=None, read_only=False, **others):
        if not (key or read_only or path.exists()) and database.list_migrations is migrations:
            shutil.copyfile(build_once(tmp_path_factory, "empty-store", build) / path.name, path)
        return connect(path, key=key, read_only=read_only, **others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "connect_database", connect_copy)
        yield connect


@pytest.fixture
def real_migrations(copied_empty_store, monkeypatch):
    """Let the migrations make a new store here."""
    monkeypatch.setattr(database, "connect_database", copied_empty_store)


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory) -> Path:
    """
    Load the demonstration community once a run, by its command.

    `home` is its data folder, closed, to be copied; `demo.json` is what the command printed.
    """

    def build(folder: Path) -> None:
        home = folder / "home"
        words = ["demo", "--home", str(home)]
        result = CliRunner().invoke(amparo, words, catch_exceptions=False)
        open_store(home).close()
        (folder / "demo.json").write_text(result.stdout, encoding="utf-8")

    return build_once(tmp_path_factory, "demonstration", build)


@pytest.fixture(scope="session")
def real_data():
    """
    Find the folder of real extracts, or skip the test with the reason.

    It is named by `AMPARO_REAL_DATA`, or lies beside the repository as `shared/data`.
    """
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("AMPARO_REAL_DATA", beside))
    if not folder.is_dir():
        pytest.skip("no real extracts here; AMPARO_REAL_DATA may name their folder")
    return folder
