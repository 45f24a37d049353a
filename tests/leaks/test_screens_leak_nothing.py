"""
Every screen, as every kind of visitor: nothing hidden is in what the server sends.

The socket's bytes are asked for without a browser, widget by widget; two servers, where hidden
places lie elsewhere in their zones, must say the same. What the server writes down on the way, its
log at its most talkative and its files after a kill, is searched too.
"""

from __future__ import annotations

import signal
from collections import Counter

import httpx
import pytest

from geo.access.roles import ROLES
from geo.access.sessions import SESSION_COOKIE
from geo.errors import AmparoError
from geo.imports.error_messages import format_error
from geo.language import gettext
from tests import source_files
from tests.leaks import seeding, wire
from tests.leaks.conftest import serving
from tests.leaks.searching import search, table
from tests.leaks.walking import ADDRESSES, QUERY, REACHES, comparable, is_alike, walk

# Who asks for everything, and who for every screen: by name, token and audience.
WALKERS = {"nobody": (None, "public"), "planner": ("planner", "network")}
VISITORS = {
    **{role: (role, "network") for role in ROLES if role != "planner"},
    "revoked": ("revoked", "public"),
    "expired": ("expired", "public"),
}
PLANNER = ("here", "planner")
HEADS = ("what was asked", "asked", "visitor", "bytes", "findings")
OWN = (  # addresses that Streamlit itself answers, whoever asks
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check",
    "/favicon.png", "/healthz", "/calendar", "/media/none.png", "/component/none/index.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def servers(seeded, tmp_path_factory):
    """Serve two installations that differ in where the hidden services lie."""
    folder = tmp_path_factory.mktemp("screens")
    talkative = ("--logger.level", "debug")
    with (
        serving(seeded.here, folder / "here", *talkative) as here,
        serving(seeded.there, folder / "there", *talkative) as there,
    ):
        yield here, there


@pytest.fixture(scope="module")
def walks(servers, seeded):
    """Walk through both: by installation, visitor and what was asked."""
    found = {}
    for name, server in zip(("here", "there"), servers, strict=True):
        for who, (token, _) in WALKERS.items():
            held = seeded.visits[token][0] if token else None
            with wire.connected(server.url, held) as asked:
                found |= {(name, who, what): run for what, run in walk(asked).items()}
    return found


@pytest.fixture(scope="module")
def visits(servers, seeded):
    """Open every screen as the other kinds of visitor."""
    found = {}
    for who, (token, _) in VISITORS.items():
        with wire.connected(servers[0].url, seeded.visits[token][0]) as asked:
            found |= {(who, name): asked.run(path, QUERY) for name, path in ADDRESSES.items()}
    return found


def family(what):
    return what.partition(",")[0]


def test_what_was_requested_was_answered(walks):
    """An answer that is only a fault tells nothing, and proves nothing."""
    unknown = format_error(AmparoError(), "es")[0].encode()
    assert not [key for key, run in walks.items() if unknown in run.bytes]
    seen = {what: run for (name, who, what), run in walks.items() if (name, who) == PLANNER}
    assert seen["screen map"].title == gettext("map.title")
    for kind, limits in REACHES.items():
        word = gettext(f"service_type.{kind}").encode()
        runs = [run for what, run in seen.items() if what.startswith(f"coverage of {kind}")]
        assert len(runs) == len(limits)
        assert all(word in run.bytes for run in runs)
        drawn = [tuple(comparable(run)) for run in runs]
        assert len(set(drawn)) == len(limits), "each threshold has another answer"


def test_nothing_hidden_is_sent(walks, visits):
    size, asked, met, faults = Counter(), Counter(), Counter(), []
    audiences = {who: audience for who, (_, audience) in {**WALKERS, **VISITORS}.items()}
    sent = {(who, what): run for (name, who, what), run in walks.items() if name == "here"}
    sent |= {(who, f"screen {name}"): run for (who, name), run in visits.items()}
    for (who, what), run in sent.items():
        found = search(f"{who}: {what}", run.bytes, seeding.SECRETS[audiences[who]])
        row = (family(what), who)
        size[row] += len(run.bytes)
        asked[row] += 1
        met[row] += len(found)
        faults += found
    rows = [(what, asked[what, who], who, size[what, who], met[what, who]) for what, who in size]
    table("Bytes of the screens' socket, searched for what is hidden", HEADS, rows)
    assert not faults


def test_wherever_it_lies_in_its_zone_every_screen_is_the_same(walks):
    """Both servers have one clock that stands, so what is open now is the same in both."""
    rows, different = [], []
    for who in WALKERS:
        for (name, other, what), run in walks.items():
            if (name, other) == ("here", who):
                parts = [content for _, content in comparable(run)]
                alike = is_alike(run, walks["there", who, what])
                rows.append((what, len(parts), who, sum(map(len, parts)), not alike))
                different += [] if alike else [f"{who}: {what}"]
    heads = ("what was asked", "parts", "visitor", "bytes compared", "different")
    table("Screens before and after the hidden was moved in its zone", heads, rows)
    assert not different, source_files.report(different)


def test_the_search_finds_it_where_a_coordinator_reveals_it(servers, seeded):
    rows = []
    with wire.connected(servers[0].url, seeded.visits["coordinator"][1]) as asked:
        before = {name: asked.run(name, QUERY) for name in ("map", "")}
        button = before["map"].id_of("reveal")
        asked.run("map", QUERY, wire.state(button, trigger_value=True))
        after = {name: asked.run(name, QUERY) for name in ("map", "")}
    for name in ("map", ""):
        found = [len(search("", one[name].bytes, seeding.DOORS)) for one in (before, after)]
        rows.append((name or "home", len(after[name].bytes), *found))
        assert found[0] == 0
    table("The same search, a coordinator", ("screen", "bytes", "covered", "revealed"), rows)
    shown = search("", after["map"].bytes, seeding.DOORS)
    assert {one.how.split()[0] for one in shown} >= {"word", "written"}
    assert {one.secret for one in shown} == {one.name for one in seeding.DOORS}


def test_no_tile_and_no_address_of_the_server_shows(servers, seeded):
    """Tiles around the shelter, at all zooms, are as large wherever it lies; their order varies."""
    rows, faults = [], []
    here, there = (httpx.Client(base_url=server.url) for server in servers)
    with here, there:
        for zoom in range(8, 19):
            content = b""
            for x, y in around(seeding.SHELTER["here"], zoom):
                path = f"/amparo/tiles/{seeding.SLUG}/1/{zoom}/{x}/{y}.mvt"
                tiles = [client.get(path).content for client in (here, there)]
                assert len(tiles[0]) == len(tiles[1]), path
                content += tiles[0]
            found = search(f"tiles {zoom}", content, seeding.SECRETS["public"])
            rows.append((f"tiles, zoom {zoom}", 9, "anybody", len(content), len(found)))
            faults += found
        for path in OWN:
            for token in (None, *ROLES):
                cookies = {"cookie": f"{SESSION_COOKIE}={seeded.visits[token][1]}"} if token else {}
                answer = here.get(path, headers=cookies)
                faults += search(path, answer.content + str(answer.headers).encode(),
                                 seeding.SECRETS["public"])  # fmt: skip
            rows.append((path, 1 + len(ROLES), "each", len(answer.content), 0))
    table("Tiles and addresses", HEADS, rows)
    assert not faults


def around(place, zoom):
    """Name the tile that a place lies in, and those around it."""
    import math

    lat, lon = place
    across = 2**zoom
    x = int((lon + 180) / 360 * across)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across)
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


def test_what_the_server_leaves_behind_leaks_nothing(servers, walks, visits):
    """The last test here: the server is killed, and all it wrote is read."""
    here = servers[0]
    files = [here.log, *(path for path in here.home.rglob("*") if path.is_file())]
    here.process.send_signal(signal.SIGKILL)
    here.process.wait(timeout=20)
    files += [path for path in here.home.rglob("*") if path.is_file() and path not in files]
    rows, faults = [], []
    for path in files:
        found = search(path.name, path.read_bytes(), seeding.SECRETS["public"])
        faults += found
        rows.append((path.name, path.stat().st_size, len(found)))
    table("Log and files of the killed server", ("file", "bytes", "findings"), rows)
    assert here.log.stat().st_size > 10_000
    assert not faults
