import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date, time

import duckdb
import pytest
import shapely

from geo.errors import (
    BackupError,
    BackupUnprotectedError,
    StoreLockedError,
    StoreUnreadableError,
)
from geo.model import DrawingSession
from geo.store import open_store
from geo.store.audit import write_audit_line
from geo.store.backup import restore_backup, write_backup
from geo.store.backup_manifest import MANIFEST_FILE
from geo.store.communities import add_drawing_sessions, update_community
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.database import Store
from geo.store.history import read_history
from geo.store.layers import read_layer
from tests.feature_edits import add_features, edit_features, remove_features, replace_boundary
from tests.store.napkin import VILLAGE, WHO, homes, people, tables


@pytest.fixture
def full(store):
    """Fill a store with something of everything that layers know."""
    edited = replace(VILLAGE, boundary=shapely.box(0, 0, 1, 1), day_starts=time(6), country="SV")
    update_community(store, edited)
    replace_boundary(store, "village", edited.boundary)
    add_drawing_sessions(
        store,
        "village",
        [DrawingSession("a", date(2026, 5, 1), "18-29", 5, "night", "facilitator", consent=True)],
    )
    add_features(store, "village", "demand", homes(1, 2, 3), who=WHO)
    ids = read_layer(store, "village", "demand")
    edit_features(store, "village", "demand", ids.iloc[[0]].assign(people=9.0), who=WHO)
    remove_features(store, "village", "demand", [ids["id"][1]], who=WHO)
    return store


def works(store):
    """Read every table but those in which the store keeps account of its backups."""
    own = {"audit_head", "audit_line", "backup_copy", "turn"}
    return {name: rows for name, rows in tables(store).items() if name not in own}


def files(home):
    return {path.name: path.read_bytes() for path in sorted(home.iterdir()) if path.is_file()}


def test_a_backup_brings_everything_back_history_included(full, home, tmp_path):
    before = works(full)
    history = read_history(full, "village", "demand")
    copy = write_backup(full, tmp_path / "copies" / "copy.duckdb")
    assert works(full) == before
    assert [path.name for path in copy.parent.iterdir()] == ["copy.duckdb"]
    kept = restore_backup(copy, tmp_path / "elsewhere")
    assert kept is None
    other = open_store(tmp_path / "elsewhere")
    assert works(other) == before
    assert read_history(other, "village", "demand") == history
    other.close()


def test_numbers_go_on_after_a_restore(full, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    restore_backup(copy, tmp_path / "elsewhere")
    other = open_store(tmp_path / "elsewhere")
    add_features(other, "village", "demand", homes(7, east=1), who=WHO)
    assert people(read_layer(other, "village", "demand")) == [9, 3, 7]
    numbers = [change.number for change in read_history(other, "village", "demand")]
    assert len(set(numbers)) == len(numbers) == 6
    assert read_history(other, "village", "demand")[0].after["people"] == 7
    other.close()


def test_a_restore_keeps_what_stood_there(full, home, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    add_features(full, "village", "demand", homes(7, east=1), who=WHO)
    kept = restore_backup(copy, home)
    store = open_store(home)
    assert people(read_layer(store, "village", "demand")) == [9, 3]
    store.close()
    old = open_store(kept)
    assert people(read_layer(old, "village", "demand")) == [9, 3, 7]
    old.close()


def test_a_backup_replaces_an_older_one(full, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    add_features(full, "village", "demand", homes(7, east=1), who=WHO)
    write_backup(full, copy)
    restore_backup(copy, tmp_path / "elsewhere")
    other = open_store(tmp_path / "elsewhere")
    assert len(read_layer(other, "village", "demand")) == 3
    other.close()


def pack(path, file, name=DATABASE_FILE_NAME, **options):
    """Put a file into a box that looks like a backup."""
    with zipfile.ZipFile(path, "w", **options) as box:
        box.write(file, name)
    return path


def database(path, *statements):
    with duckdb.connect(str(path)) as other:
        for statement in statements:
            other.execute(statement)
    return path


def garbage(tmp_path, kind):
    path, part = tmp_path / "copy.duckdb", tmp_path / "part"
    other_columns = "create table migration (a integer)"
    make = {
        "missing": lambda: None,
        "text": lambda: path.write_text("not a database", encoding="utf-8"),
        "empty": path.touch,
        "folder": path.mkdir,
        "bare database": lambda: database(path),
        "text in a box": lambda: (part.write_text("not one"), pack(path, part)),
        "database in a box": lambda: pack(path, database(part)),
        "other columns": lambda: pack(path, database(part, other_columns)),
        "other name": lambda: pack(path, database(part), "../amparo.duckdb"),
        "packed": lambda: pack(path, database(part), compression=zipfile.ZIP_DEFLATED),
    }
    make[kind]()
    return path


KINDS = """missing, text, empty, folder, bare database, text in a box, database in a box,
    other columns, other name, packed""".split(",")


@pytest.mark.parametrize("kind", [kind.strip() for kind in KINDS])
def test_what_is_no_backup_changes_nothing(full, home, tmp_path, kind):
    before = tables(full)
    names = set(files(home))
    with pytest.raises(BackupError) as raised:
        restore_backup(garbage(tmp_path, kind), home)
    assert raised.value.placeholders == {"file": "copy.duckdb"}
    assert tables(open_store(home)) == before
    assert set(files(home)) == names


def test_half_a_backup_changes_nothing(full, home, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 3])
    before = tables(full)
    with pytest.raises(BackupError):
        restore_backup(copy, home)
    assert tables(open_store(home)) == before


def test_a_backup_of_a_newer_program_changes_nothing(full, home, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    with zipfile.ZipFile(copy) as box:
        inner = box.extract(DATABASE_FILE_NAME, tmp_path)
    later = "insert into migration values (9999, 'later', now())"
    pack(copy, database(inner, later))
    before = tables(full)
    with pytest.raises(StoreUnreadableError) as raised:
        restore_backup(copy, home)
    assert raised.value.placeholders == {"file": "copy.duckdb"}
    assert tables(open_store(home)) == before


def test_a_backup_that_cannot_be_written_leaves_what_was_there(full, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(BackupError) as raised:
        write_backup(full, tmp_path / "file" / "copy.duckdb")
    assert raised.value.placeholders == {"file": "copy.duckdb"}
    (tmp_path / "folder.duckdb").mkdir()
    with pytest.raises(BackupError):
        write_backup(full, tmp_path / "folder.duckdb")
    assert people(read_layer(full, "village", "demand")) == [9, 3]


def test_a_backup_with_a_quotation_mark_in_its_name(full, tmp_path):
    copy = write_backup(full, tmp_path / "it's a copy.duckdb")
    shutil.copy(copy, tmp_path / "plain.duckdb")
    restore_backup(copy, tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / DATABASE_FILE_NAME).exists()
    open_store(tmp_path / "elsewhere").close()


# --- a backup that somebody else made -------------------------------------------------------------

HOSTILE = {
    "view": ["create view danger as select * from read_text('/etc/hostname')"],
    "view in a table's place": [
        "create table copied_services as from attempt",
        "drop table attempt",
        "create view attempt as select content as subject, 1 as failures, now()::timestamp as "
        "last_at from read_text('/etc/hostname')",
    ],
    "macro": ["create macro sha256(text) as 'always the same'"],
    "type": ["create type danger as enum ('a')"],
    "column more": ["alter table account add column evil text default 'x'"],
    "column of another type": [
        "drop index account_key",
        "alter table account alter column added_at type text using 'never'",
        "insert into account values ('a', 'member', 'x', 'never')",
    ],
    "table more": ["create table evil (a integer)"],
    "table less": ["drop table account"],
    "duplicates": [
        "drop index account_key",
        "insert into account values ('a', 'member', 'x', now()), ('a', 'coordinator', 'x', now())",
    ],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_backup_with_anything_but_values_changes_nothing(full, home, tmp_path, kind):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    with zipfile.ZipFile(copy) as box:
        inner = box.extract(DATABASE_FILE_NAME, tmp_path)
    pack(copy, database(inner, *HOSTILE[kind]))
    before, names = tables(full), set(files(home))
    with pytest.raises(BackupError):
        restore_backup(copy, home)
    assert tables(open_store(home)) == before
    assert set(files(home)) == names


def test_defaults_and_indexes_of_a_backup_are_not_taken_over(full, tmp_path):
    copy = write_backup(full, tmp_path / "copy.duckdb")
    with zipfile.ZipFile(copy) as box:
        inner = box.extract(DATABASE_FILE_NAME, tmp_path)
    pack(
        copy,
        database(
            inner,
            "alter table community alter column locale set default 'zz'",
            "create index evil on account ((upper(name)))",
        ),
    )
    restore_backup(copy, tmp_path / "elsewhere")
    other = open_store(tmp_path / "elsewhere")
    with other.cursor() as cursor:
        assert cursor.execute(
            "select count(*) from duckdb_indexes() where index_name = 'evil'"
        ).fetchone() == (0,)
        assert cursor.execute(
            "select count(*) from duckdb_columns() where column_default like '%zz%'"
        ).fetchone() == (0,)
    other.close()


@pytest.mark.parametrize(
    "statement",
    ["select * from read_text('/etc/hostname')", "select * from 'https://example.org/a.parquet'",
     "attach '/tmp/elsewhere.duckdb' as elsewhere", "copy account to '/tmp/accounts.csv'",
     "select * from glob('/etc/*')", "set enable_external_access = true",
     "set allowed_directories = ['/']", "install httpfs"],
)  # fmt: skip
def test_no_statement_in_the_store_reaches_a_file_or_a_host(full, statement):
    with full.cursor() as cursor, pytest.raises(duckdb.Error) as raised:
        cursor.execute(statement)
    assert isinstance(
        raised.value, duckdb.PermissionException | duckdb.InvalidInputException | duckdb.IOException
    )


# --- a backup that should have had a passphrase ---------------------------------------------------

PASSPHRASE = "cuatro palabras juntas aquí"
OTHER = "otras cuatro palabras juntas"


def without_claim(file, tmp_path, *, protected=None):
    """Rewrite a backup with another claim in its manifest, or without one."""
    changed = tmp_path / f"changed-{protected}.zip"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == MANIFEST_FILE:
                manifest = json.loads(content)
                del manifest["protected"]
                if protected is not None:
                    manifest["protected"] = protected
                content = json.dumps(manifest).encode()
            target.writestr(name, content)
    return changed


def refused(file, home, **options):
    before = files(home)
    with pytest.raises(BackupUnprotectedError) as raised:
        restore_backup(file, home, **options)
    assert raised.value.placeholders == {"file": file.name}
    assert files(home) == before
    assert not list(home.glob("before-restore-*"))
    assert list((home / "working").iterdir()) == [home / "working" / ".lock"]


@pytest.mark.parametrize("claim", [None, False])
def test_an_open_backup_for_a_protected_installation_is_refused(full, tmp_path, claim):
    copy = without_claim(write_backup(full, tmp_path / "copy.zip"), tmp_path, protected=claim)
    there = tmp_path / "there"
    open_store(there, passphrase=PASSPHRASE).close()
    refused(copy, there, passphrase=PASSPHRASE)
    restore_backup(copy, there, passphrase=PASSPHRASE, allow_unprotected=True)
    restored = open_store(there, passphrase=PASSPHRASE)
    assert restored.is_protected, "it takes the passphrase that is at hand"
    assert works(restored) == works(full)
    restored.close()
    with pytest.raises(StoreLockedError):
        Store(there)


def test_an_open_backup_is_refused_where_a_passphrase_is_at_hand(full, tmp_path, monkeypatch):
    copy = write_backup(full, tmp_path / "copy.zip")
    monkeypatch.setenv("AMPARO_PASSPHRASE", PASSPHRASE)
    (tmp_path / "new").mkdir()
    refused(copy, tmp_path / "new")


def as_salt(there):
    open_store(there).close()
    (there / "amparo.salt").write_text("{}", encoding="utf-8")


def as_archived(there):
    (there / "before-restore-1").mkdir(parents=True)
    (there / "before-restore-1" / "amparo.salt").touch()


def as_log_of_a_passphrase(there):
    store = open_store(there)
    write_audit_line(store, "coordinacion", "passphrase_set", {})
    store.close()


def as_log_of_a_backup(there):
    store = open_store(there)
    write_audit_line(store, "coordinacion", "backup", {"protected": True})
    store.close()


@pytest.mark.parametrize(
    "leave", [as_salt, as_archived, as_log_of_a_passphrase, as_log_of_a_backup]
)
def test_what_the_installation_knows_comes_before_the_manifest(full, tmp_path, leave):
    copy = without_claim(write_backup(full, tmp_path / "copy.zip"), tmp_path, protected=False)
    leave(there := tmp_path / "there")
    before = files(there)
    with pytest.raises(BackupUnprotectedError):
        restore_backup(copy, there)
    assert {**files(there), **before} == files(there)
    assert not list(there.glob("before-restore-2*"))


def test_a_manifest_that_tells_of_a_passphrase_is_believed(full, tmp_path):
    copy = without_claim(write_backup(full, tmp_path / "copy.zip"), tmp_path, protected=True)
    with pytest.raises(BackupUnprotectedError):
        restore_backup(copy, tmp_path / "new")
    restore_backup(copy, tmp_path / "new", allow_unprotected=True)
    open_store(tmp_path / "new").close()


def test_a_log_that_tells_of_a_passphrase_is_believed(full, tmp_path):
    write_audit_line(full, "coordinacion", "passphrase_changed", {})
    copy = write_backup(full, tmp_path / "copy.zip")
    with pytest.raises(BackupUnprotectedError):
        restore_backup(copy, tmp_path / "new")


def test_where_nobody_knows_of_a_passphrase_nothing_is_asked(full, tmp_path):
    copy = write_backup(full, tmp_path / "copy.zip")
    for claim in (None, False):
        restore_backup(without_claim(copy, tmp_path, protected=claim), tmp_path / f"{claim}")
        open_store(tmp_path / f"{claim}").close()
    restore_backup(copy, tmp_path / "new")
    restore_backup(copy, tmp_path / "new")
    open_store(tmp_path / "new").close()


def test_a_protected_backup_asks_nothing_and_keeps_its_passphrase(full, tmp_path):
    full.protect(OTHER)
    copy = write_backup(full, tmp_path / "copy.zip")
    restore_backup(copy, tmp_path / "new", passphrase=OTHER)
    store = open_store(tmp_path / "new", passphrase=OTHER)
    assert store.verify_passphrase(OTHER)
    store.close()


@pytest.mark.parametrize("salt", [b"{}", b'{"salt": "00", "time_cost": 99999999}', None])
def test_the_salt_of_an_open_backup_is_not_used(full, tmp_path, salt):
    copy = write_backup(full, tmp_path / "copy.zip")
    if salt is not None:
        with zipfile.ZipFile(copy, "a") as box:
            box.writestr("amparo.salt", salt)
    elsewhere = tmp_path / "new"
    restore_backup(copy, elsewhere, passphrase=PASSPHRASE, allow_unprotected=True)
    store = open_store(elsewhere, passphrase=PASSPHRASE)
    assert store.is_protected
    store.close()


@pytest.mark.parametrize("cost", [{"time_cost": 10**8}, {"memory_cost": 10**8}, {"parallelism": 0}])
def test_the_salt_of_a_protected_backup_does_not_fill_the_machine(full, tmp_path, cost):
    full.protect(OTHER)
    copy, changed = write_backup(full, tmp_path / "copy.zip"), tmp_path / "changed.zip"
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "amparo.salt":
                content = json.dumps(json.loads(content) | cost).encode()
            target.writestr(name, content)
    with pytest.raises(BackupError):
        restore_backup(changed, tmp_path / "new", passphrase=OTHER)
