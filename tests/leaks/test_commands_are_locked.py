"""
Every command asks for the passphrase: whoever has it is a coordinator, and nobody else is anything.

The commands are those of the command line itself; one that is added there is asked here, too.
"""

from __future__ import annotations

import shutil

from click.testing import CliRunner

from geo.access.rights import ACCESS_RIGHTS, is_allowed
from geo.access.roles import ROLES
from geo.commands.main import amparo
from geo.language import gettext
from geo.store.passphrase import PASSPHRASE_VARIABLE
from tests.leaks.requests import command_of, leaves
from tests.leaks.searching import table

NEEDED = {
    "service": "health",
    "kind": "health",
    "role": "member",
    "origin": "13.9,-89.84",
    "layer": "services",
    "situation": "threat",
    "decision": "leave_out",
    "scenario": "Centro",
}


def words_for(path, folder):
    """Give a command all it insists on, whatever that is."""
    words = []
    for option in command_of(path).params:
        if not option.required:
            continue
        value = NEEDED.get(option.name, "x")
        if option.name in ("to", "file"):
            value = str(folder / "x.geojson")
        words += [value] if option.param_type_name == "argument" else [option.opts[0], value]
    extra = {"route": ["--to-service", "health"], "coverage": ["--minutes", "9"]}
    extra["report"] = extra["coverage"]
    return [*path, *words, *extra.get(path[0], [])]


def test_commands_ask_for_the_passphrase(seeded, tmp_path, monkeypatch):
    """Whoever runs them is a coordinator by the passphrase, and nobody without it."""
    home = shutil.copytree(seeded.here, tmp_path / "home")
    monkeypatch.setenv("AMPARO_NEW_PASSWORD", "otra lluvia tambor limón")
    monkeypatch.setenv("AMPARO_NEW_PASSPHRASE", "otra frase de cuatro palabras")
    before = {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}
    rows, unasked = [], {("restore",), ("passphrase", "change"), ("inspect",), ("layer", "form")}
    locked = gettext("error.store_locked", file="amparo.duckdb")
    wrong = gettext("error.passphrase_wrong", file="amparo.duckdb")
    for path in leaves():
        told = []
        for said, answer in ((None, locked), ("otra frase cualquiera", wrong)):
            monkeypatch.delenv(PASSPHRASE_VARIABLE, raising=False)
            if said:
                monkeypatch.setenv(PASSPHRASE_VARIABLE, said)
            words = [*words_for(path, tmp_path), "--home", str(home)]
            ran = CliRunner().invoke(amparo, words, catch_exceptions=False)
            refused = ran.exit_code == 2 and answer in ran.stderr
            told.append("refused" if refused else ran.stderr.strip()[:40])
            assert ran.exit_code == 2, (path, ran.output)
            assert refused or path in unasked, (path, ran.output)
        rows.append((" ".join(path), *told, ", ".join(_offered(path))))
        assert _offered(path), path
    table("Commands", ("command", "no passphrase", "another one", "offered to"), rows)
    assert {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()} == before


def _offered(path):
    """List the roles to whom a screen may offer the same."""
    name = "_".join(path) if f"command:{'_'.join(path)}" in ACCESS_RIGHTS else path[0]
    return [role for role in ROLES if is_allowed(role, f"command:{name.replace('-', '_')}")]
