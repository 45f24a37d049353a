"""
A stolen laptop: the file, what a kill leaves beside it, temporary files and backups are searched.

Each search is made twice, the second time where nothing is protected: a search that would not find
the words there proves nothing here.
"""

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from geo.errors import (
    PassphraseTooShortError,
    StoreLockedError,
    StoreProtectedError,
    WrongPassphraseError,
)
from geo.store import connection, open_store
from geo.store.audit import read_audit_lines
from geo.store.audit_verification import verify_audit_log
from geo.store.backup import restore_backup, write_backup
from geo.store.communities import add_community
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.layers import read_layer
from geo.store.passphrase import SALT_FILE
from geo.store.passphrase_change import change_passphrase, set_passphrase
from tests import source_files
from tests.feature_edits import add_features
from tests.store.napkin import VILLAGE, WHO, homes, tables

FIRST, SECOND = "lluvia tambor candado jueves", "otra frase de cuatro palabras"
WORDS = (b"Casa_Violeta_Escondida", b"calle_del_candado", b"Village", b"lluvia tambor")
needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def fill(store):
    add_community(store, VILLAGE)
    shelter = homes(1).drop(columns=["people", "women"])
    shelter = shelter.assign(type="shelter", name=WORDS[0].decode(), confidential=True)
    add_features(store, "village", "services", shelter, who=WHO)
    mark = homes(1).drop(columns=["people", "women"]).assign(note=WORDS[1].decode(), session="a")
    add_features(store, "village", "risk_areas", mark, who=WHO)


def told(folder, words=WORDS):
    """Search every byte of every file below a folder."""
    contents = [file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()]
    assert contents
    return [word for word in words if any(word in content for content in contents)]


def bytes_of(home):
    return {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}


@pytest.fixture
def protected(home):
    store = open_store(home, passphrase=FIRST)
    fill(store)
    yield store
    store.close()


# --- what a thief finds ---------------------------------------------------------------------------


def test_the_file_leaks_nothing(protected, home):
    protected.rewrite_file()
    assert told(home) == []
    protected.close()
    assert told(home) == []


def test_the_same_file_without_protection_would_leak(home):
    store = open_store(home)
    fill(store)
    store.close()
    assert told(home) == list(WORDS[:3])


FILL_AND_WAIT = """
import sys
from geo.store import connection, open_store
from tests.store.test_protection import fill
store = open_store(sys.argv[1], passphrase=sys.argv[2] or None)
fill(store)
print("filled", flush=True)
sys.stdin.read()
"""


def killed(home, passphrase):
    """Fill a store in another process, and kill it before it can tidy up."""
    working = subprocess.Popen(
        [sys.executable, "-c", FILL_AND_WAIT, home, passphrase],
        cwd=source_files.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with working:
        assert working.stdout.readline() == "filled\n"
        working.kill()
        working.stdin.close()
    assert working.returncode == -signal.SIGKILL
    left = home / f"{DATABASE_FILE_NAME}.wal"
    assert left.stat().st_size > 0
    return left


@needs_kill
def test_what_a_kill_leaves_leaks_nothing_and_loses_nothing(home):
    killed(home, FIRST)
    assert told(home) == []
    store = open_store(home, passphrase=FIRST)
    assert read_layer(store, "village", "services")["name"].tolist() == [WORDS[0].decode()]
    assert verify_audit_log(store) == []
    store.close()
    assert told(home) == []


@needs_kill
def test_what_a_kill_leaves_without_protection_would_leak(home):
    left = killed(home, "")
    assert WORDS[0] in left.read_bytes()


SPILL = "create temp table spilled as select 'calle_del_candado_' || i || '_' || hash(i) as note " \
    "from range(2_000_000) as numbers (i)"  # fmt: skip


def test_what_does_not_fit_into_memory_leaks_nothing(protected, home, monkeypatch):
    protected.close()
    monkeypatch.setitem(connection.DUCKDB_SETTINGS, "memory_limit", "40MB")
    small = open_store(home, passphrase=FIRST)
    with small.cursor() as cursor:
        cursor.execute(SPILL)
        (spill,) = home.glob("working/*/spill")
        assert sum(file.stat().st_size for file in spill.iterdir()) > 1_000_000
        assert told(spill) == []
    small.close()


def test_the_same_without_encryption_of_temporary_files_would_leak(tmp_path):
    settings = {"temp_directory": str(tmp_path / "temporary"), "memory_limit": "40MB"}
    with duckdb.connect(":memory:", config=settings) as plain:
        plain.execute(SPILL)
        assert told(tmp_path / "temporary") == [WORDS[1]]


def test_a_backup_leaks_nothing(protected, tmp_path):
    write_backup(protected, tmp_path / "copies" / "copy.zip")
    assert told(tmp_path / "copies") == []


def test_a_backup_of_a_store_without_protection_would_leak(home, tmp_path):
    store = open_store(home)
    fill(store)
    write_backup(store, tmp_path / "copies" / "copy.zip")
    assert told(tmp_path / "copies") == list(WORDS[:3])
    store.close()


# --- passphrases ----------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [SECOND, FIRST + " ", FIRST.upper(), "x"])
def test_a_wrong_passphrase_changes_no_byte(protected, home, wrong):
    protected.close()
    before = bytes_of(home)
    with pytest.raises(WrongPassphraseError) as raised:
        open_store(home, passphrase=wrong)
    assert raised.value.placeholders == {"file": DATABASE_FILE_NAME}
    assert FIRST not in str(raised.value)
    assert bytes_of(home) == before


def test_no_passphrase_changes_no_byte(protected, home):
    protected.close()
    before = bytes_of(home)
    with pytest.raises(StoreLockedError):
        open_store(home)
    assert bytes_of(home) == before


def test_the_environment_may_say_it(protected, home, monkeypatch):
    before = tables(protected)
    protected.close()
    monkeypatch.setenv("AMPARO_PASSPHRASE", FIRST)
    store = open_store(home)
    assert tables(store) == before
    store.close()


def test_a_first_passphrase_protects_what_was_open(home):
    store = open_store(home)
    fill(store)
    before = tables(store)
    set_passphrase(store, FIRST)
    assert store.is_protected
    assert tables(store) == before
    assert read_audit_lines(store)[0].action == "passphrase_set"
    store.close()
    assert told(home) == []
    with pytest.raises(StoreLockedError):
        open_store(home)


def test_a_first_passphrase_is_given_once(protected):
    with pytest.raises(StoreProtectedError) as raised:
        set_passphrase(protected, SECOND)
    assert raised.value.placeholders == {"file": DATABASE_FILE_NAME}
    assert protected.verify_passphrase(FIRST)


def test_another_passphrase_opens_and_the_first_no_longer_does(protected, home):
    before = tables(protected)
    change_passphrase(protected, current_passphrase=FIRST, new_passphrase=SECOND)
    assert tables(protected) == before
    assert read_audit_lines(protected)[0].action == "passphrase_changed"
    protected.close()
    with pytest.raises(WrongPassphraseError):
        open_store(home, passphrase=FIRST)
    store = open_store(home, passphrase=SECOND)
    assert tables(store) == before
    assert verify_audit_log(store) == []
    store.close()
    assert told(home) == []
    assert not list(home.glob("*.rekeyed*"))


def test_who_does_not_know_the_passphrase_does_not_change_it(protected, home):
    before = bytes_of(home)
    with pytest.raises(WrongPassphraseError):
        change_passphrase(
            protected, current_passphrase=SECOND, new_passphrase="tercera frase bien larga"
        )
    assert bytes_of(home) == before
    assert protected.verify_passphrase(FIRST)
    assert not protected.verify_passphrase(SECOND)


def test_an_open_store_has_no_passphrase_to_change(home):
    store = open_store(home)
    assert not store.verify_passphrase(FIRST)
    with pytest.raises(WrongPassphraseError):
        change_passphrase(store, current_passphrase="", new_passphrase=SECOND)
    assert not store.is_protected
    store.close()


@pytest.mark.parametrize("new", ["", "corta", "once signos"])
def test_a_short_passphrase_changes_nothing(protected, home, new):
    before = bytes_of(home)
    with pytest.raises(PassphraseTooShortError) as raised:
        change_passphrase(protected, current_passphrase=FIRST, new_passphrase=new)
    assert raised.value.placeholders == {"least": 12}
    assert bytes_of(home) == before


def test_a_change_that_was_cut_off_leaves_the_file_as_it_was(protected, home, monkeypatch):
    before = tables(protected)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            protected.protect(SECOND)
    assert tables(protected) == before
    assert not list(home.glob("*.rekeyed*"))
    protected.close()
    store = open_store(home, passphrase=FIRST)
    assert tables(store) == before
    store.close()


def test_a_backup_keeps_the_passphrase_it_was_made_under(protected, home, tmp_path):
    file = write_backup(protected, tmp_path / "copy.zip")
    change_passphrase(protected, current_passphrase=FIRST, new_passphrase=SECOND)
    with pytest.raises(WrongPassphraseError):
        restore_backup(file, tmp_path / "elsewhere", passphrase=SECOND)
    restore_backup(file, tmp_path / "elsewhere", passphrase=FIRST)
    other = open_store(tmp_path / "elsewhere", passphrase=FIRST)
    assert len(read_layer(other, "village", "services")) == 1
    other.close()


def test_the_file_without_its_salt_opens_for_nobody(protected, home):
    protected.close()
    (home / SALT_FILE).unlink()
    with pytest.raises(WrongPassphraseError):
        open_store(home, passphrase=FIRST)
