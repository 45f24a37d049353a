"""
Every command, for everybody: nothing hidden is told, and where it lies changes no byte.

The second is the stronger: what is the same wherever the hidden places lie in their zone cannot be
reckoned back from. A coordinator's answers are searched too: there the search must find them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict

import pytest

from geo.coverage import measurement
from geo.store import open_store
from tests import source_files
from tests.leaks import requests, seeding
from tests.leaks.searching import search, table
from tests.thorough import choose

OTHERS = ("public", "network")
PACKED = ("gpkg", "parquet", "fgb")  # files with places as floating-point numbers
READ = {"here": requests.READERS, "there": OTHERS, "beyond": ("public",)}
NOBODY = "00000000-0000-0000-0000-000000000000"  # no service
# Not asked for anybody: whoever runs them holds the passphrase. What they say is searched as well.
OWN = (
    "account add otra-cuenta --role member",
    "account list",
    "account password otra-cuenta",
    "account role otra-cuenta --role planner",
    "account sign-out otra-cuenta",
    "account unlock otra-cuenta",
    "account remove otra-cuenta",
    "audit list --most 1000",
    "audit check",
    "backup --to {out}/copy.zip",
    "community add orilla --name Orilla",
    "community settle orilla --day 05:30-18:30 --stale-days 90",
    f"community boundary orilla {source_files.ROOT}/data/demo/zones.geojson --all-districts",
    "community list",
    "retention preview --months 1",
    f"retention agree --community {seeding.SLUG} --session S1",
    f"layer import {source_files.ROOT}/data/demo/services.geojson "
    f"--community {seeding.SLUG} --layer services",
    f"inspect {source_files.ROOT}/data/demo/services.geojson",
    "layer form --layer services --to {out}/form.xlsx",
    f"layer imports --community {seeding.SLUG}",
    f"layer waiting --community {seeding.SLUG}",
    f"layer resolve --community {seeding.SLUG} --batch {NOBODY} --decision leave_out",
    f"layer undo --community {seeding.SLUG} --batch {NOBODY}",
    f"service add --community {seeding.SLUG} --type health --name Posta --place 13.9,-89.84",
    *(
        f"service {act} {NOBODY} --community {seeding.SLUG}"
        for act in ("edit --phone 1", "confirm", "delete", "restore")
    ),
    f"scenario add {{out}}/none.yaml --community {seeding.SLUG}",
    f"scenario adopt none --community {seeding.SLUG}",
    f"scenario remove {seeding.SCENARIO} --community {seeding.SLUG}",
    f"streets import {source_files.ROOT}/data/demo/chancala.osm --community {seeding.SLUG}",
    f"streets download --community {seeding.SLUG} --from http://127.0.0.1:9/",
    f"capture make --community {seeding.SLUG} --to {{out}}/mapa.html",
    f"capture import {{out}}/none.geojson --community {seeding.SLUG}",
    "demo",
    "passphrase set",
    "passphrase change",
    "retention run --months 1200",
    f"community forget {seeding.SLUG} --confirm {seeding.SLUG}",
    "restore {out}/none.zip",
)


@pytest.fixture(scope="module")
def homes(seeded, tmp_path_factory):
    """Copy the three installations: what is run here is written into their logs."""
    folder = tmp_path_factory.mktemp("asked")
    names = ("here", "there", "beyond")
    copies = {name: folder / name for name in names}
    for name, copy in copies.items():
        shutil.copytree(getattr(seeded, name), copy)
    yield copies
    for copy in copies.values():
        open_store(copy, passphrase=seeding.PASSPHRASE).close()


@pytest.fixture(scope="module")
def answers(homes, tmp_path_factory):
    """Ask everything of all three: by installation, audience and line."""
    out = tmp_path_factory.mktemp("out")
    told = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_PASSPHRASE", seeding.PASSPHRASE)
        # How often a hidden service is placed by chance is a matter of precision only.
        patch.setattr(measurement, "SIMULATION_COUNT", choose(4, measurement.SIMULATION_COUNT))
        for name, home in homes.items():
            for audience in READ[name]:
                for line in requests.for_somebody():
                    told[name, audience, line] = requests.told_by(home, out / "x", line, audience)
    return told


def searched(answers, audience):
    """Search all answers for an audience: bytes and findings, by family."""
    bytes_, met, outputs = defaultdict(int), defaultdict(list), defaultdict(int)
    secrets = seeding.SECRETS.get(audience, seeding.DOORS)
    for (name, reader, line), told in answers.items():
        if (name, reader) != ("here", audience):
            continue
        for part, content in told.items():
            outputs[line.family] += 1
            bytes_[line.family] += len(content)
            met[line.family] += search(f"{' '.join(line.words)} {part}", content, secrets)
    return [
        (family, outputs[family], audience, bytes_[family], len(met[family])) for family in bytes_
    ], met


def test_nothing_hidden_is_shown(answers):
    rows, faults = [], []
    for audience in OTHERS:
        more, met = searched(answers, audience)
        rows += more
        faults += [one for family in met.values() for one in family]
    heads = ("command", "outputs", "audience", "bytes", "findings")
    table("Commands searched for what is hidden", heads, rows)
    assert not faults


def test_the_search_finds_it_where_a_coordinator_may_read_it(answers):
    rows, met = searched(answers, "coordinator")
    heads = ("command", "outputs", "audience", "bytes", "findings")
    table("The same search on a coordinator's answers", heads, rows)
    for ending in requests.LAYER_ENDINGS:
        hows = {one.how.split()[0] for one in met[f"layer export .{ending}"]}
        assert {"word", "packed" if ending in PACKED else "written"} <= hows, ending
        found = {one.secret for one in met[f"layer export .{ending}"]}
        assert found == {one.name for one in seeding.DOORS}
    assert met["layer history"]
    assert met["route"]


def differences(answers, other, audience, scratch):
    """Compare what is told where the hidden lies here, and elsewhere."""
    rows, faults = defaultdict(lambda: [0, 0, 0]), []
    for (name, reader, line), told in answers.items():
        if (name, reader) != ("here", audience):
            continue
        moved = answers[other, audience, line]
        assert moved.keys() == told.keys()
        for part, content in told.items():
            pair = [requests.same_each_time(part, x, scratch) for x in (content, moved[part])]
            count = rows[line.family]
            count[0] += 1
            count[1] += len(content)
            if pair[0] != pair[1]:
                count[2] += 1
                faults.append(f"{' '.join(line.words)} {part}")
    return [(family, n, audience, size, off) for family, (n, size, off) in rows.items()], faults


HEADS = ("command", "outputs", "audience", "bytes compared", "different")


@pytest.mark.parametrize("audience", OTHERS)
def test_wherever_it_lies_in_its_zone_every_answer_is_the_same(answers, tmp_path, audience):
    rows, faults = differences(answers, "there", audience, tmp_path)
    table("Commands before and after the hidden was moved in its zone", HEADS, rows)
    assert not faults, source_files.report(faults)


def test_the_public_is_not_shown_even_the_zone(answers, tmp_path):
    rows, faults = differences(answers, "beyond", "public", tmp_path)
    table("Commands before and after the shelter was moved to another zone", HEADS, rows)
    assert not faults, source_files.report(faults)


def test_every_command_is_searched(seeded, tmp_path, monkeypatch):
    """What no audience is named for is a coordinator's; even there no secret is said."""
    home, rows, faults, run = tmp_path / "own", [], [], set()
    shutil.copytree(seeded.here, home)
    monkeypatch.setenv("AMPARO_NEW_PASSWORD", "otra lluvia tambor limón")
    monkeypatch.setenv("AMPARO_NEW_PASSPHRASE", "otra frase de cuatro palabras")
    for text in OWN:
        words = tuple(text.split())
        path = next(path for path in requests.leaves() if words[: len(path)] == path)
        told = requests.told_by(home, tmp_path / "out", requests.Line("", words))
        if path == ("passphrase", "change"):
            monkeypatch.setenv("AMPARO_PASSPHRASE", "otra frase de cuatro palabras")
        found = [one for part in told.values() for one in search(text, part, seeding.DOORS)]
        rows.append((" ".join(path), sum(map(len, told.values())), len(found)))
        faults += found
        run.add(path)
    table("Commands that name no audience", ("command", "bytes", "findings"), rows)
    assert not faults
    for path in requests.leaves():
        assert path in run or requests.has_audience(path), f"search what {' '.join(path)} says"
    asked = {
        line.words[: len(path)] for line in requests.for_somebody() for path in requests.leaves()
    }
    assert not [
        path for path in requests.leaves() if requests.has_audience(path) and path not in asked
    ]


def test_a_process_of_its_own_says_the_same(homes, answers, tmp_path):
    """What is run in this process elsewhere here is what a terminal would show."""
    open_store(homes["here"], passphrase=seeding.PASSPHRASE).close()
    line = next(line for line in requests.for_somebody() if line.family == "layer export .geojson")
    words = [word.format(out=tmp_path) for word in line.words]
    ran = subprocess.run(
        [sys.executable, "-m", "geo", *words, "--audience", "public", "--home", homes["here"]],
        cwd=source_files.ROOT, capture_output=True, check=True,
    )  # fmt: skip
    told = answers["here", "public", line]
    assert ran.stdout.replace(str(tmp_path).encode(), b"") == told["said"]
    (file,) = tmp_path.glob("*.geojson")
    assert file.read_bytes() == told[file.name]
