"""
A thief reads every file of the installation: at rest, at work, killed, copied, under another key.

Each stage is gone through twice, the second time without protection: there the same search must
find the words. Temporary files are encrypted in both: tests/store/test_protection.py shows what
they would tell otherwise.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from geo.errors import WrongPassphraseError
from geo.store import connection, open_store
from geo.store.audit import read_audit_lines
from geo.store.backup import write_backup
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.layers import count_features
from geo.store.passphrase_change import change_passphrase
from tests import source_files
from tests.leaks import seeding
from tests.leaks.searching import search, table

SECOND = "otra frase de cuatro palabras"
# Stands in notes, names, numbers, sources, accounts and keys; ASCII, as a file would hold it.
WORDS = (
    *seeding.WORDS, seeding.NOTE, seeding.NAME, seeding.SLUG, "Unidad de Salud de Chancala",
    "Puesto de polic", "Juzgado de Paz", "Casa del Amate", "Chancala Centro", "Los Encuentros",
    "Calle La Ermita", "cuenta-planner", "cuenta-coordinator", "0000 0006", "Fuente de prueba",
    seeding.PASSPHRASE, SECOND,
)  # fmt: skip
NEVER = (seeding.PASSPHRASE, SECOND)  # not even an open file holds these
SPILL = "create temp table spilled as select '" + seeding.NOTE + "' || i || hash(i) as note " \
    "from range(1_500_000) as numbers (i)"  # fmt: skip
WORK_AND_WAIT = """
import sys
from geo.store import open_store
from tests.leaks import seeding
store = open_store(sys.argv[1])
seeding.move(store, shelter=(13.88, -89.84))
told = dict(name=seeding.WORDS[0], phone=seeding.WORDS[1], source=seeding.WORDS[2])
from geo.store.layers import read_layer
from tests.feature_edits import edit_features
services = read_layer(store, seeding.SLUG, "services")
one = services[services["type"] == "shelter"].reset_index(drop=True).assign(**told)
edit_features(store, seeding.SLUG, "services", one, who="test")
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module", params=[True, False], ids=["protected", "open"])
def way(request, seeded, tmp_path_factory):
    """Give an installation that is protected, and the same one without protection."""
    protected = request.param
    home = tmp_path_factory.mktemp("disk") / "home"
    if protected:
        shutil.copytree(seeded.here, home)
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("AMPARO_PASSPHRASE", raising=False)
            patch.setattr(seeding, "PASSPHRASE", None)
            seeding.seed(home)
    return protected, home


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stages(home: Path, passphrase: str | None, scratch: Path):
    """Go through what an installation lives through, and read its files at each stage."""
    yield "at rest", files(home)
    if sys.platform != "win32":  # Windows has no SIGKILL
        _killed(home, passphrase)
        yield "killed, log not yet written back", files(home)
    with pytest.MonkeyPatch.context() as patch:  # no setting changes once the store is open
        patch.setitem(connection.DUCKDB_SETTINGS, "memory_limit", "60MB")
        store = open_store(home, passphrase=passphrase)
        yield "open", files(home)
        with store.cursor() as cursor:
            cursor.execute(SPILL)
            yield "a large question under way", files(home)
            cursor.execute("drop table spilled")
        store.close()
    store = open_store(home, passphrase=passphrase)
    write_backup(store, scratch / "copy.zip")
    yield "backup", files(scratch)
    if passphrase is not None:
        change_passphrase(store, current_passphrase=passphrase, new_passphrase=SECOND)
        yield "another passphrase, open", files(home)
    store.close()
    yield "closed again", files(home)


def _killed(home: Path, passphrase: str | None) -> None:
    environment = {**os.environ, "AMPARO_PASSPHRASE": passphrase or ""}
    working = subprocess.Popen(
        [sys.executable, "-c", WORK_AND_WAIT, str(home)], cwd=source_files.ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with working:
        assert working.stdout.readline() == "done\n"
        working.kill()
        working.stdin.close()
    assert working.returncode == -signal.SIGKILL
    assert (home / f"{DATABASE_FILE_NAME}.wal").stat().st_size > 0


def test_no_word_stands_in_any_file(way, tmp_path, monkeypatch):
    protected, home = way
    passphrase = seeding.PASSPHRASE if protected else None
    if not protected:
        monkeypatch.delenv("AMPARO_PASSPHRASE")
    rows, met, temporary = [], {}, tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for stage, contents in stages(home, passphrase, _folder(tmp_path / "copies")):
        contents |= {f"tmp/{name}": content for name, content in files(temporary).items()}
        for name, content in contents.items():
            found = [word for word in WORDS if word.encode() in content]
            places = search(name, content, seeding.DOORS)
            rows.append((stage, name, len(content), len(found), len(places)))
            met.setdefault(stage, set()).update(found)
            assert not set(found) & set(NEVER), (stage, name)
            if protected:
                assert (found, places) == ([], []), (stage, name)
    title = f"{len(WORDS)} words and 2 places, {'protected' if protected else 'NOT protected'}"
    table(title, ("stage", "file", "bytes", "words", "places"), rows)
    if not protected:
        assert len(met["at rest"]) >= 15
        assert set(seeding.WORDS[:3]) <= met["killed, log not yet written back"]
        assert len(met["backup"]) >= 15


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_wrong_or_an_old_key_opens_nothing_and_changes_no_byte(seeded, tmp_path, monkeypatch):
    monkeypatch.delenv("AMPARO_PASSPHRASE")
    home = shutil.copytree(seeded.here, tmp_path / "home")
    rows = []

    def knock(stage, said):
        before = files(home)
        with pytest.raises(WrongPassphraseError):
            open_store(home, passphrase=said)
        same = files(home) == before
        rows.append((stage, said, "refused", "same" if same else "changed"))
        assert same

    for wrong in (SECOND, seeding.PASSPHRASE + " ", seeding.PASSPHRASE.upper(), "0" * 64):
        knock("first passphrase", wrong)
    store = open_store(home, passphrase=seeding.PASSPHRASE)
    counts = count_features(store, seeding.SLUG)
    change_passphrase(store, current_passphrase=seeding.PASSPHRASE, new_passphrase=SECOND)
    store.close()
    for wrong in (seeding.PASSPHRASE, "x"):
        knock("second passphrase", wrong)
    store = open_store(home, passphrase=SECOND)
    assert count_features(store, seeding.SLUG) == counts
    assert read_audit_lines(store, limit=1)[0].action == "passphrase_changed"
    store.close()
    table("Keys that do not fit", ("file is under the", "said", "answer", "bytes"), rows)
