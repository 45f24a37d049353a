"""The log only grows, and whatever else is done to it is found."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.errors import AuditDetailError, BackupError
from geo.store import open_store
from geo.store.actor import acting_as, current_actor
from geo.store.audit import AuditHead, read_audit_head, read_audit_lines, write_audit_line
from geo.store.audit_verification import AuditFinding, verify_audit_log
from geo.store.audit_vocabulary import ALLOWED_DETAILS
from geo.store.backup import restore_backup, write_backup
from geo.store.backup_manifest import read_manifest_head
from tests import source_files
from tests.thorough import choose

EXPORT = {
    "community": "village", "audience": "network", "what": "services", "format": "geojson",
    "rows": 7, "suppressed": {"places": 2},
}  # fmt: skip


@pytest.fixture
def log(store):
    """Write five lines."""
    for number in range(5):
        write_audit_line(store, f"planificadora-{number}", "sign_out", {})
    return store


def tamper(store, statement):
    with store.cursor() as cursor:
        cursor.execute(statement)


def faults(store, **options):
    return [(fault.number, fault.kind) for fault in verify_audit_log(store, **options)]


def test_a_new_log_is_empty_and_whole_and_begins_by_chance(real_migrations, store, tmp_path):
    other = open_store(tmp_path / "other")
    assert read_audit_lines(store) == []
    assert verify_audit_log(store) == []
    assert read_audit_head(store).lines == 0
    assert read_audit_head(store).hash != read_audit_head(other).hash
    assert re.fullmatch("[0-9a-f]{64}", read_audit_head(store).hash)
    other.close()


def test_lines_come_back_the_latest_first_and_no_more_than_requested(store):
    write_audit_line(store, "coordinacion", "sign_out", {})
    write_audit_line(store, "planificadora-1", "export", EXPORT)
    last, first = read_audit_lines(store)
    assert (first.number, first.who, first.action, first.details) == (
        1, "coordinacion", "sign_out", {},
    )  # fmt: skip
    assert (last.number, last.who, last.action, last.details) == (
        2, "planificadora-1", "export", EXPORT,
    )  # fmt: skip
    assert first.at <= last.at
    assert last.at.tzinfo is not None
    assert read_audit_lines(store, limit=1) == [last]
    assert read_audit_head(store).lines == 2
    assert verify_audit_log(store) == []


def test_the_log_survives_closing(log, home):
    before = read_audit_lines(log)
    log.close()
    again = open_store(home)
    assert read_audit_lines(again) == before
    write_audit_line(again, "coordinacion", "sign_out", {})
    assert verify_audit_log(again) == []
    again.close()


@pytest.mark.parametrize("column", ["who", "action", "details", "previous", "hash"])
def test_one_byte_changed_in_a_line_is_caught(log, column):
    """Turn one letter of the third line over; the details, which are empty, gain one."""
    changed = f"case when {column} like 'a%' then 'b' else 'a' end || {column}[2:]"
    tamper(log, f"update audit_line set {column} = {changed} where number = 3")
    assert (3, "changed") in faults(log)
    assert {number for number, _ in faults(log)} <= {3, 4}


def test_a_changed_time_is_caught(log):
    tamper(log, "update audit_line set done_at = done_at + interval 1 microsecond where number = 1")
    assert faults(log) == [(1, "changed")]


def test_a_line_taken_out_is_caught(log):
    tamper(log, "delete from audit_line where number = 3")
    assert faults(log) == [(3, "missing")]


def test_the_first_line_taken_out_is_caught(log):
    tamper(log, "delete from audit_line where number = 1")
    assert faults(log) == [(1, "missing")]


def test_a_tail_cut_off_is_caught(log):
    tamper(log, "delete from audit_line where number >= 4")
    assert faults(log) == [(4, "cut")]


def test_a_log_emptied_is_caught(log):
    tamper(log, "delete from audit_line")
    assert faults(log) == [(1, "cut")]


def test_a_line_put_in_is_caught(log):
    tamper(
        log,
        "insert into audit_line select number, done_at, 'nobody', action, details, previous, hash "
        "from audit_line where number = 3",
    )
    assert (3, "inserted") in faults(log)
    assert (3, "changed") in faults(log)


def test_a_line_put_at_the_end_is_caught(log):
    tamper(
        log,
        "insert into audit_line select 6, done_at, who, action, details, hash, hash "
        "from audit_line where number = 5",
    )
    assert (6, "head") in faults(log)


def test_two_lines_that_change_places_are_caught(log):
    tamper(log, "update audit_line set number = case number when 2 then 3 else 2 end "
                "where number in (2, 3)")  # fmt: skip
    assert {(2, "changed"), (3, "changed")} <= set(faults(log))


def test_a_head_moved_is_caught(log):
    tamper(log, "update audit_head set hash = beginning")
    assert faults(log) == [(5, "head")]


HEADS = [
    "delete from audit_head",
    "insert into audit_head from audit_head",
    "insert into audit_head values (null, null, null)",
    "insert into audit_head values (99, 'another', 'another')",
    "update audit_head set lines = null",
    "update audit_head set hash = null",
    "update audit_head set beginning = null",
    "update audit_head set lines = null, beginning = null, hash = null",
    "update audit_head set lines = 9223372036854775807",
    "update audit_head set lines = -1",
    "update audit_head set hash = 'not a hash, but 13.7 -89.2'",
    "alter table audit_head alter lines type text",
    "alter table audit_head alter hash type blob using encode(hash)",
    "delete from audit_head; delete from audit_line",
    "delete from audit_head; delete from audit_line where number > 2",
    "delete from audit_head; update audit_line set number = 6 - number",
    "delete from audit_head; update audit_line set number = 9223372036854775807 where number = 5",
]
LINES = [
    "delete from audit_line",
    "update audit_line set number = 6 - number",
    "update audit_line set number = 1",
    "update audit_line set number = -number",
    "update audit_line set number = number + 1",
    "update audit_line set previous = '', hash = ''",
    "update audit_line set details = ''",
    "update audit_line set details = '[1]'",
    "update audit_line set details = repeat('[', 100000)",
    """update audit_line set details = '{"community": ["a"]}'""",
    "update audit_line set action = 'no such thing'",
    "update audit_line set done_at = 'infinity'",
    "update audit_line set done_at = '-infinity'",
    "update audit_line set done_at = '0044-03-15 (BC)'",
]
# Backups, which take longest, of every second kind of damage; of all in a thorough run.
BACKED_UP = [*HEADS, *LINES][:: choose(2, 1)]


@pytest.mark.parametrize("statement", [*HEADS, *LINES])
def test_a_damaged_log_is_found_and_keeps_nobody_from_working(log, home, tmp_path, statement):
    for one in statement.split("; "):
        tamper(log, one)
    assert verify_audit_log(log)
    read_audit_lines(log)
    write_audit_line(log, "planificadora-1", "sign_out", {})
    assert read_audit_lines(log)
    assert verify_audit_log(log), "what was damaged is not mended in silence"
    if statement not in BACKED_UP:
        return
    file = write_backup(log, tmp_path / "copy.zip")
    read_manifest_head(file)
    if "alter" not in statement:  # a file with other columns is no backup of ours
        restore_backup(file, home)
        store = open_store(home)
        assert verify_audit_log(store)
        store.close()


@pytest.mark.parametrize("statement", HEADS[:-4])
def test_a_damaged_head_is_told_apart_from_lines(log, statement):
    tamper(log, statement)
    assert (5, "head") in faults(log) or (6, "cut") in faults(log)


@pytest.mark.parametrize("table", ["audit_head", "audit_line"])
def test_a_table_that_is_gone_is_found(log, table):
    tamper(log, f"drop table {table}")
    assert faults(log) == [(0, "missing")]


def test_a_line_that_nobody_can_have_written_says_so(log):
    tamper(log, "update audit_line set details = 'no json' where number = 5")
    line, *others = read_audit_lines(log)
    assert (line.number, line.who, line.action, line.details) == (5, "-", "unreadable", {})
    assert {other.action for other in others} == {"sign_out"}


def test_a_tail_cut_off_together_with_its_head_is_caught_by_a_backup(log, tmp_path):
    file = write_backup(log, tmp_path / "copy.zip")
    noted = read_manifest_head(file)
    assert noted.lines == 5
    assert verify_audit_log(log, recorded_heads=[noted]) == []
    tamper(log, "delete from audit_line where number >= 4")
    tamper(log, "update audit_head set lines = 3, hash = (select hash from audit_line "
                "where number = 3)")  # fmt: skip
    assert faults(log) == []
    assert faults(log, recorded_heads=[noted]) == [(5, "not_as_noted")]


def test_a_log_written_anew_is_caught_by_a_backup(log, tmp_path):
    noted = read_manifest_head(write_backup(log, tmp_path / "copy.zip"))
    tamper(log, "delete from audit_line")
    tamper(log, "update audit_head set lines = 0, hash = beginning")
    for _ in range(7):
        write_audit_line(log, "planificadora-1", "sign_out", {})
    assert faults(log) == []
    assert faults(log, recorded_heads=[noted]) == [(5, "not_as_noted")]


def test_an_empty_log_noted_is_the_beginning(store):
    head = read_audit_head(store)
    write_audit_line(store, "coordinacion", "sign_out", {})
    assert verify_audit_log(store, recorded_heads=[head]) == []
    assert verify_audit_log(store, recorded_heads=[AuditHead(0, "0" * 64)]) == [
        AuditFinding(0, "not_as_noted")
    ]


def test_a_file_without_a_note_shows_no_head(tmp_path):
    (tmp_path / "copy.zip").write_text("no backup", encoding="utf-8")
    with pytest.raises(BackupError) as raised:
        read_manifest_head(tmp_path / "copy.zip")
    assert raised.value.placeholders == {"file": "copy.zip"}


def test_many_at_once_make_one_chain(store):
    def work(thread):
        for _ in range(15):
            write_audit_line(store, f"taller-{thread}", "sign_out", {})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert read_audit_head(store).lines == 90
    assert verify_audit_log(store) == []
    assert [line.number for line in read_audit_lines(store, limit=100)] == list(range(90, 0, -1))


def test_no_query_changes_or_deletes_a_line():
    for path in source_files.files("queries", suffix=".sql"):
        if path.parent.name != "migrations":
            text = path.read_text(encoding="utf-8").lower()
            assert not re.search(r"(update|delete\s+from|drop\s+table)\s+audit_line", text), path


# --- what may stand there ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "details"),
    [
        ("export", {"place": "casa"}),
        ("export", {"what": "13.9012,-89.8412"}),
        ("export", {"what": "Casa de las Flores"}),
        ("export", {"rows": 13.9012}),
        ("export", {"suppressed": {"Casa Flores": 1}}),
        ("export", {"suppressed": {"places": "13.9"}}),
        ("export", {"what": None}),
        ("export", {"format": "x" * 65}),
        ("sign_in", {"password": "secreto"}),
        ("sign_in_failed", {"client": "192.168.1.7"}),
        ("passphrase_changed", {"new": "cuatro"}),
        ("story", {}),
    ],
)
def test_places_names_and_secrets_are_refused(store, action, details):
    with pytest.raises(AuditDetailError) as raised:
        write_audit_line(store, "coordinacion", action, details)
    assert raised.value.placeholders == {"action": action}
    assert read_audit_lines(store) == []


@pytest.mark.parametrize("who", ["", "ana@correo.org", "Ana María", "x" * 65])
def test_who_is_a_word(store, who):
    with pytest.raises(AuditDetailError):
        write_audit_line(store, who, "sign_out", {})


def test_no_action_has_room_for_a_secret_or_a_place():
    words = {name for names in ALLOWED_DETAILS.values() for name in names}
    assert not words & {"password", "passphrase", "name", "place", "lat", "lon", "file", "ip"}


def test_a_community_stands_there_by_a_chance_word(store):
    write_audit_line(store, "coordinacion", "export", EXPORT)
    with store.cursor() as cursor:
        (details,) = cursor.execute("select details from audit_line").fetchone()
    assert "village" not in details
    assert re.fullmatch("[0-9a-f]{16}", json.loads(details)["community"])
    assert read_audit_lines(store)[0].details["community"] == "village"


# --- who is at work ------------------------------------------------------------------------------


def test_who_is_at_work_holds_for_the_thread_and_ends():
    assert current_actor() == "command"
    elsewhere = []
    with acting_as("planificadora-1"):
        thread = threading.Thread(target=lambda: elsewhere.append(current_actor()))
        thread.start()
        thread.join()
        with acting_as("coordinacion"):
            assert current_actor() == "coordinacion"
        assert current_actor() == "planificadora-1"
    assert current_actor() == "command"
    assert elsewhere == ["command"]


def test_a_backup_and_a_restore_stand_in_the_log(log, home, tmp_path):
    with acting_as("coordinacion"):
        file = write_backup(log, tmp_path / "copy.zip")
    line = read_audit_lines(log, limit=1)[0]
    assert (line.who, line.action, line.details) == ("coordinacion", "backup", {"protected": False})
    before = read_audit_head(log)
    restore_backup(file, home)
    store = open_store(home)
    line = read_audit_lines(store, limit=1)[0]
    assert (line.number, line.action) == (6, "restore")
    assert line.details == {"lines": before.lines, "hash": before.hash}
    assert verify_audit_log(store, recorded_heads=[read_manifest_head(file)]) == []
    store.close()
