"""Rows that must be unique stay so when two transactions add the same one at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import duckdb
import pytest

from geo.access import passwords
from geo.access.accounts import add_account, list_accounts
from geo.errors import AccountExistsError
from geo.store import database as database_module
from geo.store import open_store
from geo.store.queries import list_migrations

PASSWORD = "lluvia tambor limón"
NOW = datetime(2026, 5, 1)


@pytest.fixture
def store(home):
    store = open_store(home)
    yield store
    store.close()


def test_an_account_that_two_add_at_once_is_there_once(store, monkeypatch):
    monkeypatch.setattr(passwords, "hash_password", lambda password: password)

    def add(_):
        try:
            add_account(store, "promotora", role="member", password=PASSWORD)
        except AccountExistsError:
            return "exists"
        return "added"

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(add, range(16)))
    assert found == ["added", *["exists"] * 15]
    assert len(list_accounts(store)) == 1


def test_a_duplicate_that_stays_one_is_raised_and_leaves_nothing(store):
    def add(transaction):
        for _ in range(2):
            transaction.execute("access/publish", community="villa", published_at=NOW)

    with pytest.raises(duckdb.ConstraintException):
        store.transact(add)
    assert store.rows("access/published", community="villa") == []


def test_duplicates_of_an_earlier_program_do_not_keep_the_store_shut(home):
    known = list_migrations()
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(
            database_module, "list_migrations", lambda: [one for one in known if one[0] < 28]
        )
        before = open_store(home)
        with before.cursor() as cursor:
            for failures in (3, 3):
                cursor.execute(f"insert into attempt values ('a', {failures}, now()::timestamp)")
        before.close()
    after = open_store(home)
    with after.cursor() as cursor:
        assert cursor.execute("select count(*) from attempt").fetchone() == (1,)
    after.close()


def test_keys_are_there_after_the_file_was_written_anew(store):
    def keys():
        with store.cursor() as cursor:
            return cursor.execute("select index_name from duckdb_indexes() order by 1").fetchall()

    before = keys()
    assert len(before) == len([name for _, name in list_migrations() if name.endswith("_key")])
    store.rewrite_file()
    assert keys() == before
