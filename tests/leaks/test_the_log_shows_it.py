"""Everything that can be done to the audit log by hand, and what the check says of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta

import duckdb
import pytest

from geo.store import open_store
from geo.store.audit import read_audit_head, write_audit_line
from geo.store.audit_verification import verify_audit_log
from geo.store.backup import write_backup
from geo.store.backup_manifest import read_manifest_head
from geo.store.data_folder import DATABASE_FILE_NAME
from tests import source_files
from tests.leaks.searching import table

LINES = 6
EXPORT = {
    "community": "village", "audience": "network", "what": "services", "format": "geojson",
    "rows": 7, "suppressed": {"places": 2},
}  # fmt: skip
COLUMNS = ("number", "done_at", "who", "action", "details", "previous", "hash")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write six lines, and close the file."""
    home = tmp_path_factory.mktemp("log") / "home"
    store = open_store(home, passphrase=None)
    for number in range(LINES):
        write_audit_line(store, f"planificadora-{number}", "export", {**EXPORT, "rows": number})
    store.close()
    return home


@pytest.fixture(scope="module", autouse=True)
def unprotected():
    """Leave the file open to be written by hand: what protects it is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AMPARO_PASSPHRASE", raising=False)
        yield


@pytest.fixture(autouse=True)
def passphrase(monkeypatch):
    monkeypatch.delenv("AMPARO_PASSPHRASE", raising=False)


def rows_of(store):
    with store.cursor() as cursor:
        told = cursor.execute(f"select {', '.join(COLUMNS)} from audit_line order by number")
        return [dict(zip(COLUMNS, row, strict=True)) for row in told.fetchall()]


def write(store, rows):
    """Put other lines in the place of all."""
    marks = ", ".join("?" for _ in COLUMNS)
    with store.cursor() as cursor:
        cursor.execute("delete from audit_line")
        for row in rows:
            cursor.execute(f"insert into audit_line values ({marks})", [row[c] for c in COLUMNS])


def one_sign_changed(text):
    """Change one sign of a text after the other."""
    for at, sign in enumerate(text):
        yield at, text[:at] + ("b" if sign == "a" else "a") + text[at + 1 :]


def said(store, noted=()):
    return (
        ", ".join(
            f"{one.number} {one.kind}" for one in verify_audit_log(store, recorded_heads=noted)
        )
        or "-"
    )


def set_field(store, line, column, value):
    with store.cursor() as cursor:
        cursor.execute(f"update audit_line set {column} = ? where number = ?", [value, line])


def test_every_sign_of_every_field_is_held(written, tmp_path):
    """Change each sign of each text of one line, alone; of two others, the first and the last."""
    home = shutil.copytree(written, tmp_path / "home")
    store, told = open_store(home), []
    before = rows_of(store)
    for line in (1, 3, LINES):
        row = before[line - 1]
        for column in COLUMNS:
            changes = list(changed(row[column]))
            caught, example = 0, ""
            for value in changes if line == 3 else (changes[0], changes[-1]):
                set_field(store, line, column, value)
                example = said(store)
                caught += example != "-"
                set_field(store, value if column == "number" else line, column, row[column])
            told.append((line, column, len(changes) if line == 3 else 2, caught, example))
    whole = said(store)
    store.close()
    heads = ("line", "field", "changes", "caught", "what the check says, for instance")
    table("One sign changed", heads, told)
    assert whole == "-"
    assert not [row for row in told if row[2] != row[3]]


def changed(value):
    """Change a value by its least: each sign of a text after the other."""
    if isinstance(value, str):
        return [text for _, text in one_sign_changed(value)]
    if isinstance(value, int):
        return [value + 100, value + 1000]
    return [value + timedelta(microseconds=1), value - timedelta(days=1)]


def moves(rows):
    """Give what can be done with whole lines: what it is called, and the lines after it."""
    new = {**rows[1], "number": LINES + 1, "previous": rows[-1]["hash"]}
    yield "nothing", rows
    yield from ((f"line {n + 1} removed", rows[:n] + rows[n + 1 :]) for n in range(LINES))
    for n in range(LINES - 1):
        pair = [{**rows[n + 1], "number": n + 1}, {**rows[n], "number": n + 2}]
        yield f"lines {n + 1}, {n + 2} change places", rows[:n] + pair + rows[n + 2 :]
    yield from ((f"cut after line {n}", rows[:n]) for n in range(LINES))
    yield "a line twice", [*rows, {**rows[2], "number": LINES + 1}]
    yield "a line put at the end", [*rows, new]
    shifted = [{**row, "number": row["number"] + (row["number"] > 3)} for row in rows]
    yield "a line put in the middle", [*shifted[:3], {**rows[1], "number": 4}, *shifted[3:]]
    yield "the middle told anew", [*rows[:2], {**rows[2], "who": "nadie"}, *rows[3:]]
    closed = [{**row, "number": n + 1} for n, row in enumerate(rows[:2] + rows[3:])]
    yield "line 3 removed, later ones renumbered", closed


def test_what_is_done_with_whole_lines_is_caught(written, tmp_path):
    home = shutil.copytree(written, tmp_path / "home")
    store = open_store(home)
    before, told = rows_of(store), []
    for name, rows in moves(before):
        write(store, rows)
        told.append((name, said(store)))
    store.close()
    table("Whole lines", ("what was done", "what the check says"), told)
    assert [said_ for name, said_ in told if name == "nothing"] == ["-"]
    assert not [name for name, said_ in told if said_ == "-" and name != "nothing"]


def test_who_writes_line_and_head_anew_is_caught_by_what_was_noted_elsewhere(written, tmp_path):
    """Cut the tail and move the head with it: within the file it is whole; the backup knows."""
    home = shutil.copytree(written, tmp_path / "home")
    store = open_store(home)
    noted, told = read_manifest_head(write_backup(store, tmp_path / "copy.zip")), []
    before = rows_of(store)
    with store.cursor() as cursor:
        beginning = cursor.execute("select beginning from audit_head").fetchone()[0]
    # The backup wrote a line of its own; the head it notes is the one before it.
    for keep in range(noted.lines):
        last = before[keep - 1]["hash"] if keep else beginning
        write(store, before[:keep])
        with store.cursor() as cursor:
            cursor.execute("update audit_head set lines = ?, hash = ?", [keep, last])
        told.append((f"cut after {keep}, head moved", said(store), said(store, [noted])))
    store.close()
    heads = ("what was done", "the check alone", "the check with a backup's head")
    table("The head moved, too", heads, told)
    assert {alone for _, alone, _ in told} == {"-"}
    assert all("not_as_noted" in with_it for _, _, with_it in told)


def test_the_command_says_so_and_fails(written, tmp_path):
    """Write into the closed file by another program, as somebody would; then ask the command."""
    home = shutil.copytree(written, tmp_path / "home")
    words = [sys.executable, "-m", "geo", "audit", "check", "--home", str(home)]
    whole = subprocess.run(words, cwd=source_files.ROOT, capture_output=True, text=True, check=True)
    assert json.loads(whole.stdout)["intact"] is True
    with duckdb.connect(str(home / DATABASE_FILE_NAME)) as file:
        file.execute("update audit_line set who = replace(who, '2', '3') where number = 3")
    broken = subprocess.run(words, cwd=source_files.ROOT, capture_output=True, text=True)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "3 (changed)" in broken.stderr


def test_lines_are_as_many_as_were_written(written, tmp_path):
    home = shutil.copytree(written, tmp_path / "home")
    store = open_store(home)
    assert read_audit_head(store).lines == len(rows_of(store)) == LINES
    store.close()
