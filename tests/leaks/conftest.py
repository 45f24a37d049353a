"""The seeded installation, made once and copied by whoever changes it, and its server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from geo.access import passwords
from geo.privacy.view import drop_kept
from geo.store.passphrase import VARIABLE
from tests import source_files
from tests.browser.conftest import browser, chromium, free_port, wait_until_healthy
from tests.leaks import seeding

__all__ = ["browser", "chromium"]


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
    folder = tmp_path_factory.mktemp("seeded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
        visits = seeding.seed(folder / "here")
    moved = {"shelter": seeding.SHELTER["there"], "accompaniment": seeding.ONLY_ONE["there"]}
    there = seeding.copied(folder / "here", folder / "there", **moved)
    far = moved | {"shelter": seeding.OTHER_ZONE}
    beyond = seeding.copied(folder / "here", folder / "beyond", **far)
    return Seeded(folder / "here", there, beyond, visits)


@pytest.fixture(autouse=True)
def passphrase(monkeypatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, seeding.PASSPHRASE)
    drop_kept()
    yield
    drop_kept()


@dataclass(frozen=True)
class Server:
    """A running server: its address, its installation, its process, what it has said."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(home: Path, log: Path, *options: str) -> Iterator[Server]:
    """Serve an installation until the block is left."""
    environment = {**os.environ, "AMPARO_HOME": str(home), VARIABLE: seeding.PASSPHRASE}
    port = free_port()
    words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    words += ["--server.port", str(port), *options]
    with log.open("w") as said:
        process = subprocess.Popen(
            words, cwd=source_files.ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
            yield Server(f"http://127.0.0.1:{port}", home, process, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
