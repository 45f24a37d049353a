import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from geo.errors import StoreBusyError, StoreUnreadableError, WriteConflictError
from geo.store import database as database_module
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.forget import forget_community
from geo.store.layers import read_layer
from geo.store.queries import list_migrations, load_query
from tests import source_files
from tests.feature_edits import add_features
from tests.store.napkin import VILLAGE, WHO, homes, people, tables

THREADS, EACH = 8, 50


# --- rows that are read once until something is written -------------------------------------------


def slugs(store):
    return [row["slug"] for row in store.cached_rows("communities/slugs")]


def test_cached_rows_are_read_again_after_every_write(store):
    assert slugs(store) == ["village"]
    store.cached_rows("communities/slugs")[0]["slug"] = "changed by who asked"
    assert slugs(store) == ["village"]
    add_community(store, replace(VILLAGE, slug="another"))
    assert slugs(store) == ["another", "village"]
    forget_community(store, "village", confirm="village")
    assert slugs(store) == ["another"]


def test_rows_are_cached_by_their_parameters(store):
    add_community(store, replace(VILLAGE, slug="another"))
    for slug in ("village", "another"):
        assert [one["slug"] for one in store.cached_rows("communities/list", slug=slug)] == [slug]


def test_rows_read_while_another_writes_are_not_kept(store, monkeypatch):
    read = store.rows

    def write_meanwhile(name, /, **parameters):
        rows = read(name, **parameters)
        monkeypatch.undo()
        add_community(store, replace(VILLAGE, slug="another"))
        return rows

    monkeypatch.setattr(store, "rows", write_meanwhile)
    slugs(store)
    assert slugs(store) == ["another", "village"]


def test_a_query_is_run_once_until_something_is_written(store, monkeypatch):
    before = slugs(store)
    monkeypatch.setattr(store, "rows", lambda *_, **__: pytest.fail("nothing was written"))
    assert slugs(store) == before


# --- migrations -----------------------------------------------------------------------------------


def test_no_two_migrations_have_one_number():
    numbers = [number for number, _ in list_migrations()]
    assert numbers == sorted(set(numbers))


def test_every_migration_is_noted_once_and_none_is_taken_again(home, real_migrations):
    store = open_store(home)
    first = store.rows("store/applied_migrations")
    store.close()
    again = open_store(home)
    assert again.rows("store/applied_migrations") == first
    again.close()
    assert [(row["number"], row["name"]) for row in first] == list_migrations()


def test_a_store_of_an_earlier_program_learns_what_is_new(home, monkeypatch):
    known = list_migrations()
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "list_migrations", lambda: known[:3])
        store = open_store(home)
        assert "feature" not in tables(store)
        store.close()
    store = open_store(home)
    assert [row["number"] for row in store.rows("store/applied_migrations")] == [
        number for number, _ in known
    ]
    assert tables(store)["feature"] == []
    store.close()


def test_a_migration_that_fails_leaves_none_of_those_before_it(home, monkeypatch):
    known = list_migrations()
    with monkeypatch.context() as broken:
        twice = (known[0][0] + 100, known[0][1])
        broken.setattr(database_module, "list_migrations", lambda: [*known[:3], twice])
        with pytest.raises(duckdb.CatalogException):
            open_store(home)
    store = open_store(home)
    assert len(store.rows("store/applied_migrations")) == len(known)
    store.close()


def test_a_store_of_a_newer_program_is_not_touched(home):
    store = open_store(home)
    store.transact(lambda w: w.execute("store/add_migration", number=9999, name="migrations/later"))
    store.close()
    before = (home / DATABASE_FILE_NAME).read_bytes()
    with pytest.raises(StoreUnreadableError) as raised:
        open_store(home)
    assert raised.value.placeholders == {"file": DATABASE_FILE_NAME}
    assert (home / DATABASE_FILE_NAME).read_bytes() == before


# --- opening --------------------------------------------------------------------------------------


def test_one_process_opens_a_store_once(home):
    store = open_store(home)
    assert open_store(str(home)) is store
    assert open_store() is store  # AMPARO_HOME names the same folder
    store.close()
    again = open_store(home)
    assert again is not store
    again.close()


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 5000, b"DUCK" * 2000])
def test_a_file_that_is_no_store_is_unreadable_and_stays(home, content):
    home.mkdir()
    (home / DATABASE_FILE_NAME).write_bytes(content)
    with pytest.raises(StoreUnreadableError) as raised:
        open_store(home)
    assert raised.value.placeholders == {"file": DATABASE_FILE_NAME}
    assert (home / DATABASE_FILE_NAME).read_bytes() == content


OPEN = """
import sys
from geo.errors import StoreBusyError
from geo.store import open_store
try:
    open_store(sys.argv[1])
except StoreBusyError as error:
    print(error)
"""


def test_a_second_program_is_shown_that_the_store_is_busy(store):
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, store.folder],
        cwd=source_files.ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "error.store_busy(file='amparo.duckdb')"


def test_this_program_is_informed_too_and_may_open_later(home):
    code = "import sys, time; from geo.store import open_store; open_store(sys.argv[1]); " \
        "print('open', flush=True); sys.stdin.read()"  # fmt: skip
    other = subprocess.Popen(
        [sys.executable, "-c", code, home],
        cwd=source_files.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError):
            open_store(home)
        other.communicate()
    open_store(home).close()


# --- cursors and conflicts ------------------------------------------------------------------------


def test_threads_get_their_own_rows_and_lose_none(store):
    def work(thread: int) -> list[str]:
        wrong = []
        for turn in range(EACH):
            name = f"{thread}-{turn}"
            number = thread * EACH + turn
            store.transact(
                lambda w, number=number, name=name: w.execute(
                    "store/add_migration", number=10_000 + number, name=name
                )
            )
            slug = "village" if turn % 2 else f"nobody-{thread}"
            found = [row["slug"] for row in store.rows("communities/list", slug=slug)]
            if found != ([slug] if turn % 2 else []):
                wrong.append(f"{name}: {found}")
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [line for lines in pool.map(work, range(THREADS)) for line in lines]
    assert wrong == []
    noted = {row["number"]: row["name"] for row in store.rows("store/applied_migrations")}
    expected = {
        10_000 + thread * EACH + turn: f"{thread}-{turn}"
        for thread in range(THREADS)
        for turn in range(EACH)
    }
    assert {number: name for number, name in noted.items() if number >= 10_000} == expected


def test_threads_that_read_frames_of_their_own_get_their_own(store):
    for thread in range(4):
        add_features(store, f"v{thread}", "demand", homes(*[thread + 1] * 5), who=WHO)

    def work(thread: int) -> set[float]:
        slug = f"v{thread % 4}"
        return {value for _ in range(20) for value in people(read_layer(store, slug, "demand"))}

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))
    assert seen == [{thread % 4 + 1} for thread in range(8)]


def test_writers_that_meet_on_one_row_both_win_in_the_end(store):
    meet = threading.Barrier(2)
    tries = {"a": 0, "b": 0}

    def work(name):
        def change(writer):
            tries[name] += 1
            writer.rows("communities/list", slug="village")
            if tries[name] == 1:
                meet.wait(10)  # both have begun, neither has written
            writer.execute("communities/layers_changed", slug="village")
            time.sleep(0.05)

        store.transact(change)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, tries))
    assert store.rows("communities/list", slug="village")[0]["layers_version"] == 2
    assert sum(tries.values()) > 2


def test_a_writer_that_others_always_beat_is_informed_and_leaves_nothing(store, monkeypatch):
    monkeypatch.setattr(database_module, "FIRST_RETRY_WAIT_S", 0.0)
    tries = []

    def beaten(writer):
        tries.append(None)
        writer.rows("communities/list", slug="village")  # the transaction begins with a look
        store.transact(lambda other: other.execute("communities/layers_changed", slug="village"))
        writer.execute("store/add_migration", number=5000, name="lost")
        writer.execute("communities/layers_changed", slug="village")

    with pytest.raises(WriteConflictError):
        store.transact(beaten)
    assert len(tries) == database_module.MAX_TRANSACTION_ATTEMPTS
    assert 5000 not in {row["number"] for row in store.rows("store/applied_migrations")}
    assert store.rows("communities/list", slug="village")[0]["layers_version"] == len(tries)


def test_work_that_fails_half_way_leaves_nothing(store):
    def work(writer):
        writer.execute("store/add_migration", number=5000, name="half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.transact(work)
    assert 5000 not in {row["number"] for row in store.rows("store/applied_migrations")}
    store.transact(lambda w: w.execute("store/add_migration", number=5001, name="whole"))
    assert 5001 in {row["number"] for row in store.rows("store/applied_migrations")}


def test_readers_see_the_layer_before_or_after_an_import_and_nothing_between(store):
    seen, done = set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add(len(read_layer(store, "village", "demand")))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(1, 6):
        add_features(store, "village", "demand", homes(*[turn] * 100), who=WHO)
    done.set()
    reader.join()
    assert seen <= {0, 100, 200, 300, 400, 500}


# --- queries --------------------------------------------------------------------------------------


def test_a_query_knows_its_parameters():
    assert load_query("communities/list").parameters == {"slug"}


def test_a_query_that_is_not_there_is_a_fault_of_the_program():
    with pytest.raises(FileNotFoundError):
        load_query("communities/none")


def test_a_frame_given_to_a_statement_is_not_kept(store):
    frame = pd.DataFrame({"id": ["00000000-0000-0000-0000-000000000000"]})
    store.transact(lambda w: w.execute("layers/remove", frame, community="village", layer="zones"))
    with pytest.raises(duckdb.CatalogException):
        store.transact(lambda w: w.execute("layers/remove", community="village", layer="zones"))
