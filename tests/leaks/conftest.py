"""The seeded installation, made once and copied by whoever changes it, and its server."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from geo.privacy.shared_cache import clear_caches
from geo.store.passphrase import PASSPHRASE_VARIABLE
from tests.browser.conftest import App, browser, chromium, running_app
from tests.build_once import build_once
from tests.leaks import seeding
from tests.thorough import choose

__all__ = ["browser", "chromium"]


def pytest_collection_modifyitems(items):
    """Mark every test of this folder, so that `-m "not leak"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.leak)


@dataclass(frozen=True)
class Seeded:
    """
    Three installations that differ in where the hidden services lie, and closed.

    Attributes
    ----------
    here, there
        In one place of their zones, and in another.
    beyond
        The shelter in another zone.
    visits
        Tokens of visits by role, the same in all.
    """

    here: Path
    there: Path
    beyond: Path
    visits: dict[str, list[str]]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory) -> Seeded:
    """Seed the installations, once a run."""
    folder = build_once(tmp_path_factory, "seeded", _seed)
    visits = json.loads((folder / "visits.json").read_text(encoding="utf-8"))
    return Seeded(folder / "here", folder / "there", folder / "beyond", visits)


def _seed(folder: Path) -> None:
    visits = seeding.seed(folder / "here")
    moved = {"shelter": seeding.SHELTER["there"], "accompaniment": seeding.ONLY_ONE["there"]}
    seeding.copied(folder / "here", folder / "there", **moved)
    far = moved | {"shelter": seeding.OTHER_ZONE}
    seeding.copied(folder / "here", folder / "beyond", **far)
    (folder / "visits.json").write_text(json.dumps(visits), encoding="utf-8")


@pytest.fixture(autouse=True)
def passphrase(monkeypatch) -> Iterator[None]:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, seeding.PASSPHRASE)
    clear_caches()
    yield
    clear_caches()


@contextmanager
def serving(installation: Path, folder: Path, *options: str) -> Iterator[App]:
    """Copy an installation into a folder, and serve the copy until the block is left."""
    shutil.copytree(installation, folder / "home")
    mine = {PASSPHRASE_VARIABLE: seeding.PASSPHRASE}
    mine["AMPARO_TEST_SIMULATIONS"] = choose("4", "")
    with mock.patch.dict(os.environ, mine), running_app(folder, *options) as running:
        yield running
