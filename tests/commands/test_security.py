"""Passphrases, accounts, audit log, retention and forgetting at the command line."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from geo.commands import password_prompt
from geo.commands.main import amparo
from geo.language import gettext
from geo.store import open_store, opening
from geo.store.actor import COMMAND_LINE_ACTOR
from geo.store.audit import read_audit_lines, write_audit_line
from geo.store.communities import add_community
from geo.store.data_folder import DATABASE_FILE_NAME
from tests import source_files
from tests.feature_edits import add_features
from tests.store.napkin import VILLAGE, WHO, homes

FIRST, SECOND = "lluvia tambor candado jueves", "otra frase de cuatro palabras"
PASSWORD = "lluvia tambor limón"


@pytest.fixture
def run(home):
    """Run a command; give its exit code, its record and its sentences."""

    def ran(*words, **environment):
        done = CliRunner().invoke(
            amparo, [*map(str, words)], env={"AMPARO_HOME": str(home), **environment},
            catch_exceptions=False,
        )  # fmt: skip
        if (store := opening._open_stores.get(home / DATABASE_FILE_NAME)) is not None:
            store.close()  # as where a process ends: the next one asks for the passphrase again
        return done.exit_code, json.loads(done.stdout or "null"), done.stderr.strip()

    return ran


@pytest.fixture
def run_process(home):
    """Run a command as `run` does, in a process of its own."""

    def ran(*words, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "geo", *map(str, words)],
            cwd=source_files.ROOT, env={**os.environ, "AMPARO_HOME": str(home), **environment},
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, json.loads(done.stdout or "null"), done.stderr.strip()

    return ran


@pytest.fixture
def village(home):
    store = open_store(home)
    add_community(store, VILLAGE)
    add_features(store, "village", "demand", homes(3, 4), who=WHO)
    write_audit_line(store, "coordinacion", "sign_out", {})
    store.close()
    return home


def said(key, **blanks):
    return gettext(key, "es", **blanks)


@pytest.mark.slow
def test_a_store_is_protected_and_every_command_asks_for_its_passphrase(run, run_process, village):
    assert run_process("passphrase", "set", AMPARO_NEW_PASSPHRASE=FIRST) == (
        0,
        {"protected": True},
        "",
    )
    locked = (2, None, said("error.store_locked", file="amparo.duckdb"))
    for words in (
        ("community", "list"),
        ("account", "list"),
        ("audit", "check"),
        ("retention", "preview"),
        ("backup", "--to", village / "copy.zip"),
        ("community", "forget", "village", "--confirm", "village"),
    ):
        assert run(*words) == locked
    assert run_process("community", "list") == locked
    code, record, _ = run_process("community", "list", AMPARO_PASSPHRASE=FIRST)
    assert (code, record["communities"][0]["community"]) == (0, "village")
    wrong = run("community", "list", AMPARO_PASSPHRASE=SECOND)
    assert wrong == (2, None, said("error.passphrase_wrong", file="amparo.duckdb"))


@pytest.mark.slow
def test_a_passphrase_is_changed_by_who_knows_it(run, village):
    run("passphrase", "set", AMPARO_NEW_PASSPHRASE=FIRST)
    again = run("passphrase", "set", AMPARO_PASSPHRASE=FIRST, AMPARO_NEW_PASSPHRASE=SECOND)
    assert again == (2, None, said("error.store_protected", file="amparo.duckdb"))
    nobody = run("passphrase", "change", AMPARO_NEW_PASSPHRASE=SECOND)
    assert nobody == (2, None, said("error.password_missing", variable="AMPARO_PASSPHRASE"))
    short = run("passphrase", "change", AMPARO_PASSPHRASE=FIRST, AMPARO_NEW_PASSPHRASE="corta")
    assert short == (2, None, said("error.passphrase_short", least=12))
    done = run("passphrase", "change", AMPARO_PASSPHRASE=FIRST, AMPARO_NEW_PASSPHRASE=SECOND)
    assert done == (0, {"protected": True}, "")
    assert run("audit", "check", AMPARO_PASSPHRASE=FIRST)[0] == 2
    code, record, _ = run("audit", "check", AMPARO_PASSPHRASE=SECOND)
    assert (code, record["line_count"], record["intact"]) == (0, 3, True)


@pytest.mark.slow
def test_accounts_come_and_go(run):
    made = run("account", "add", "Coordinacion", "--role", "coordinator",
               AMPARO_NEW_PASSWORD=PASSWORD)  # fmt: skip
    assert made == (0, {"account": "coordinacion", "role": "coordinator"}, "")
    refused = run("account", "add", "ana@correo.org", "--role", "member",
                  AMPARO_NEW_PASSWORD=PASSWORD)  # fmt: skip
    assert refused == (2, None, said("error.account_name", least=3, most=40, digits=4))
    silent = run("account", "password", "coordinacion")
    assert silent == (2, None, said("error.password_missing", variable="AMPARO_NEW_PASSWORD"))
    assert run("account", "list")[1] == {
        "accounts": [{"account": "coordinacion", "role": "coordinator"}]
    }
    assert run("account", "remove", "coordinacion") == (0, {"account": "coordinacion"}, "")
    assert run("account", "list")[1] == {"accounts": []}


@pytest.mark.slow
def test_the_log_is_listed_and_checked(run, village):
    code, record, _ = run("audit", "list", "--most", 1)
    assert code == 0
    (line,) = record["lines"]
    assert (line["number"], line["who"], line["action"]) == (1, "coordinacion", "sign_out")
    store = open_store(village)
    with store.cursor() as cursor:
        cursor.execute("update audit_line set who = 'nadie'")
    store.close()
    assert run("audit", "check") == (2, None, said("error.audit_broken", faults="1 (changed)"))
    store = open_store(village)
    with store.cursor() as cursor:
        cursor.execute("delete from audit_line")
        cursor.execute("delete from audit_head")
    store.close()
    assert run("audit", "check") == (2, None, said("error.audit_broken", faults="0 (head)"))


@pytest.mark.slow
def test_a_community_is_forgotten_with_the_copies_one_names(run, village):
    run("backup", "--to", village / "copy.zip")
    unsure = run("community", "forget", "village", "--confirm", "vilage")
    assert unsure == (2, None, said("error.forget_unconfirmed", community="village"))
    code, record, told = run("community", "forget", "village", "--confirm", "village")
    assert (code, [one["path"] for one in record["remaining_files"]]) == (
        0,
        [str(village / "copy.zip")],
    )
    assert told.startswith("Queda 1 copia")
    run("demo")
    copy = village / "copy.zip"
    code, record, told = run(
        "community", "forget", "chancala", "--confirm", "chancala", "--also", copy
    )
    erased = [{"path": str(copy), "bytes": None}]
    assert (code, record["erased_files"], record["remaining_files"], told) == (0, erased, [], "")
    assert not copy.exists()


def test_an_export_stands_in_the_log(run, village, tmp_path):
    to = tmp_path / "people.geojson"
    code, _, _ = run("layer", "export", "--community", "village", "--layer", "demand",
                     "--to", to, "--audience", "public")  # fmt: skip
    assert code == 0
    store = open_store(village)
    line = read_audit_lines(store, limit=1)[0]
    assert (line.who, line.action) == (COMMAND_LINE_ACTOR, "export")
    told = {name: line.details[name] for name in ("community", "audience", "what", "format")}
    assert told == {
        "community": "village", "audience": "public", "what": "demand", "format": "geojson",
    }  # fmt: skip
    store.close()


def test_a_secret_is_asked_for_twice_and_never_shown(home, monkeypatch):
    monkeypatch.setattr(password_prompt, "is_interactive", lambda: True)
    words = ["account", "add", "taller", "--role", "trainer", "--home", str(home)]
    ran = CliRunner().invoke(
        amparo, words, input=f"{PASSWORD}\notra cosa\n{PASSWORD}\n{PASSWORD}\n"
    )
    assert ran.exit_code == 0
    assert json.loads(ran.stdout) == {"account": "taller", "role": "trainer"}
    assert "tambor" not in ran.output
    open_store(home).close()
