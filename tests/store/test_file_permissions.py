"""What the installation keeps is its owner's alone, whatever the machine's habits are."""

from __future__ import annotations

import os
import stat

import pytest

from geo.store import open_store
from geo.store.backup import restore_backup, write_backup
from geo.store.data_folder import make_data_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems keep rights otherwise")

PASSPHRASE = "cuatro palabras juntas aquí"


@pytest.fixture(autouse=True)
def careless():
    """Let the machine give everybody every right."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_folder_file_salt_and_backup(home, tmp_path):
    store = open_store(home)
    copy = write_backup(store, tmp_path / "copies" / "copy.zip")
    assert (rights(home), rights(store.path), rights(copy)) == ("0o700", "0o600", "0o600")
    assert [one.name for one in copy.parent.iterdir()] == ["copy.zip"]
    store.protect(PASSPHRASE)
    assert rights(store.path) == "0o600", "written anew"
    assert rights(home / "amparo.salt") == "0o600"
    store.close()


def test_what_a_restore_puts_back_and_what_it_keeps(home, tmp_path):
    store = open_store(home)
    copy = write_backup(store, tmp_path / "copy.zip")
    kept = restore_backup(copy, home)
    assert (rights(kept), rights(kept / "amparo.duckdb")) == ("0o700", "0o600")
    assert (rights(home), rights(home / "amparo.duckdb")) == ("0o700", "0o600")
    open_store(home).close()


@pytest.mark.parametrize(
    ("holds", "left"),
    [([], "0o700"), (["amparo.duckdb", "x"], "0o700"), (["letters"], "0o777")],
)
def test_a_folder_that_was_there_is_closed_if_it_is_ours(tmp_path, holds, left):
    folder = tmp_path / "made"
    folder.mkdir()
    folder.chmod(0o777)
    for name in holds:
        (folder / name).touch()
    assert rights(make_data_folder(folder)) == left
