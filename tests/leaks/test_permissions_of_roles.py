"""
Every kind of visitor asks the running server for everything, and is answered as the table says.

The rows are those of `geo.access.rights`: what is added there is asked here, too, or the test says
what is missing to ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import httpx
import pytest
from starlette.routing import Route

from geo.access.rights import ACCESS_RIGHTS, is_allowed
from geo.access.roles import ROLES
from geo.access.sessions import SESSION_COOKIE
from geo.language import gettext, texts_by_prefix
from pages.screens import SCREENS, WELCOME
from server import application
from server.paths import SIGN_OUT_PATH
from tests import source_files
from tests.leaks import seeding, wire
from tests.leaks.conftest import serving
from tests.leaks.requests import leaves
from tests.leaks.searching import search, table
from tests.leaks.walking import comparable

PUBLISHED = f"community={seeding.SLUG}"
HIDDEN = f"community={seeding.UNPUBLISHED.slug}"
# Kind of visitor: the role that must be answered, whether it is published, the token's name.
KINDS = {
    **{role: (role, True, role) for role in ROLES},
    "revoked": (None, True, "revoked"),
    "expired": (None, True, "expired"),
    "nobody, published": (None, True, None),
    "nobody, not published": (None, False, None),
}
# What stands in the addresses of routes.
PLACES = {
    "package": "map", "path": "frame.js", "community": seeding.SLUG,
    "version": "1", "zoom": "14", "x": "4102", "y": "7556", "reader": "public",
}  # fmt: skip
ADDRESSES = ("/", "/home", "/map", "/way", "/coverage", "/place", "/access", "/none", "/welcome")
START = {True: "home", False: "welcome"}  # where there is nothing to see, a welcome stands first
# Whoever has no code of a drawing session is refused, whatever the role.
WITH_A_CODE = ("synchronise_marks", "read_mark_history", "list_street_names")
# Without a provider, as here, nobody finds these; tests/pages/test_oidc.py configures one.
WITH_A_PROVIDER = ("redirect_to_provider", "handle_provider_callback")
NOT_ON_A_SCREEN = ("act:draw",)  # asked by its own tests, on the page of its own
EXPORTS = {"act:export_public": "public", "act:export_network": "network"}


@pytest.fixture(scope="module")
def server(seeded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("roles")
    with serving(seeded.here, folder) as running:
        yield running


@pytest.fixture(scope="module")
def runs(server, seeded):
    """Open every screen as every kind of visitor, by its address."""
    told = {}
    for kind, (_, published, token) in KINDS.items():
        held = seeded.visits[token][0] if token else None
        with wire.connected(server.url, held) as asked:
            for screen in (WELCOME, *SCREENS):
                first = screen.name in ("home", START[published])
                path = "" if first else screen.url_path
                told[kind, screen.name] = asked.run(path, PUBLISHED if published else HIDDEN)
    return told


def shown(run):
    """Tell which screen a run ended on, by the menu that came last."""
    last = [one.navigation for one in run.messages if one.WhichOneof("type") == "navigation"][-1]
    path = {page.page_script_hash: page.url_pathname for page in last.app_pages}
    address = path[last.page_script_hash] or ("home" if "map" in path.values() else "welcome")
    return next(screen.name for screen in (*SCREENS, WELCOME) if screen.url_path == address)


def print_rows(title, told):
    """Print what each kind was answered, in the order of the table."""
    rows = {what: [told[what, kind] for kind in KINDS] for what, _ in told}
    table(title, ("what", *KINDS), [(what, *answers) for what, answers in rows.items()])


def test_screens(runs):
    told, faults = {}, []
    for screen in [one.name for one in (WELCOME, *SCREENS)]:
        for kind, (role, published, _) in KINDS.items():
            there = shown(runs[kind, screen]) == screen
            empty = not published and role is None  # nothing to see: a welcome, and no home
            right = is_allowed(role, f"screen:{screen}", published=published)
            if screen in ("welcome", "home"):
                right = right and empty == (screen == "welcome")
            told[f"screen:{screen}", kind] = "yes" if there else "no"
            faults += [] if there == right else [f"{kind}: {screen} is {there}, not {right}"]
            if published and not there and screen in runs[kind, screen].menu:
                faults.append(f"{kind}: {screen} stands in the menu")
    print_rows("Screens, by their address", told)
    assert not faults, source_files.report(faults)


def test_a_screen_that_is_refused_answers_as_one_that_never_was(server, seeded):
    for kind in ("member", "nobody, published"):
        token = KINDS[kind][2]
        held = seeded.visits[token][0] if token else None
        told = []
        for path in ("place", "there-never-was"):
            with wire.connected(server.url, held) as asked:
                told.append(comparable(asked.run(path, PUBLISHED)))
        assert told[0] == told[1], kind


def test_who_may_not_know_a_community_is_not_shown_its_name(runs):
    name = [seeding.SearchTarget("unpublished", (seeding.UNPUBLISHED.name,))]
    for (kind, screen), run in runs.items():
        role = KINDS[kind][0]
        if role is None:
            assert not search(f"{kind} {screen}", run.bytes, name)
    assert search("", runs["member", "map"].bytes, name), "the search finds it where it is told"


# --- acts ----------------------------------------------------------------------------------------


def has_part(name, runs, kind):
    """Tell whether the screen of access offers to tend something."""
    word = gettext(f"access.part.{name}")
    pills = [one.delta.new_element.button_group for one in runs[kind, "access"].deltas(
        "button_group")]  # fmt: skip
    return any(option.content == word for one in pills for option in one.options)


def asked_of(what) -> Callable[..., bool | None] | None:
    """Give what tells whether an act is offered; None where nobody wrote how to ask."""
    name = what.partition(":")[2]
    if what in EXPORTS:
        return partial(_files, EXPORTS[what])
    known = {
        "act:sign_out": lambda runs, kind: SIGN_OUT_PATH.encode() in runs[kind, "access"].bytes,
        "act:open_drawing": lambda runs, kind: runs[kind, "drawing_sessions"].holds("open_session"),
        "act:download": lambda runs, kind: runs[kind, "support"].holds("poster"),
        "act:edit_pathway": lambda runs, kind: runs[kind, "pathways"].holds("change_line"),
        "act:capture": lambda runs, kind: runs[kind, "drawing_sessions"].holds("capturing"),
        "act:reveal": lambda runs, kind: runs[kind, "map"].holds("reveal"),
        # Only once reserved places are shown, which `act:reveal` and the forged one below ask.
        "act:export_coordinator": lambda runs, kind: runs[kind, "map"].holds("reveal"),
    }
    if what in known:
        return known[what]
    key = f"access.part.{name}"
    return partial(has_part, name) if key in texts_by_prefix("") else None


def _files(audience, runs, kind):
    """Tell whether files may be taken along; nothing where the visitor reads for others."""
    reads = "public" if KINDS[kind][0] is None else "network"
    return b"-file:" in runs[kind, "map"].bytes if reads == audience else None


def test_acts(runs):
    told, faults = {}, []
    for what in (what for what in ACCESS_RIGHTS if what.startswith("act:")):
        ask = asked_of(what)
        assert ask or what in NOT_ON_A_SCREEN, f"write here how {what} is asked for"
        for kind, (role, published, _) in KINDS.items():
            there = ask(runs, kind) if ask else None
            told[what, kind] = {True: "yes", False: "no", None: "-"}[there]
            right = is_allowed(role, what, published=published)
            if there is not None and there != right:
                faults.append(f"{kind}: {what} is {there}, not {right}")
    print_rows("Acts, as the screens offer them (-: reads for another audience)", told)
    assert not faults, source_files.report(faults)


def test_nobody_tends_or_reveals_by_a_forged_answer(server, seeded, runs):
    """Send what a coordinator's page would send: for anybody else it is as if it were not sent."""
    pills = runs["coordinator", "access"].id_of("part", "button_group")
    reveal = runs["coordinator", "map"].id_of("reveal")
    word = gettext("access.part.audit")
    rows = []
    for kind, (role, published, token) in KINDS.items():
        query = PUBLISHED if published else HIDDEN
        held = seeded.visits[token][1] if token else None
        with wire.connected(server.url, held) as asked:
            forged = wire.state(pills, string_array_value=[word])
            before, after = asked.run("access", query), asked.run("access", query, forged)
            tended = before.stayed() != after.stayed()
            before = asked.run("map", query)
            after = asked.run("map", query, wire.state(reveal, trigger_value=True))
            revealed = bool(search(kind, after.bytes, seeding.DOORS))
        rows.append((kind, "yes" if tended else "no", "yes" if revealed else "no"))
        assert (tended, revealed) == (role == "coordinator",) * 2, kind
    table("Forged answers of widgets", ("visitor", "tends", "reveals"), rows)


# --- routes --------------------------------------------------------------------------------------


def routes():
    """List the routes of the server that are ours, by the name of what answers."""
    own = [route for route in application.ROUTES if isinstance(route, Route)]
    return {route.endpoint.__name__: route for route in own}


def address(route):
    """Fill the blanks of a route's address."""
    blanks = re.findall(r"{(\w+)(?::\w+)?}", route.path)
    missing = [name for name in blanks if name not in PLACES]
    assert not missing, f"say here what stands for {missing} of {route.path}"
    return re.sub(r"{(\w+)(?::\w+)?}", lambda blank: PLACES[blank[1]], route.path)


def test_routes(server, seeded):
    told, faults = {}, []
    assert {f"route:{name}" for name in routes()} <= set(ACCESS_RIGHTS)
    for kind, (role, published, token) in KINDS.items():
        left = iter(seeded.visits[token][2:] if token else [])  # some routes end the visit
        for name, route in routes().items():
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            cookies = {SESSION_COOKIE: next(left)} if token else {}
            answer = httpx.request(
                method, server.url + address(route), cookies=cookies, content=b"account=x",
                headers={"origin": server.url, "sec-fetch-site": "same-origin"},
            )  # fmt: skip
            there = answer.status_code not in (401, 403, 404)
            told[f"route:{name}", kind] = f"{'yes' if there else 'no'} {answer.status_code}"
            right = is_allowed(role, f"route:{name}", published=published)
            if name in WITH_A_PROVIDER:
                assert right, f"{name} is for everybody"
                right = answer.status_code != 404
            if there != (right and (name not in WITH_A_CODE or answer.status_code == 400)):
                faults.append(f"{kind}: {name} answers {answer.status_code}")
            assert not search(name, answer.content + str(answer.headers).encode(), seeding.DOORS)
    print_rows("Routes", told)
    assert not faults, source_files.report(faults)


def test_addresses_say_the_same_to_everybody(server, seeded):
    """What a direct address sends before the socket opens depends on nobody."""
    bodies = {}
    for path in (*ADDRESSES, "/?" + HIDDEN):
        for _, _, token in KINDS.values():
            cookies = {SESSION_COOKIE: seeded.visits[token][1]} if token else {}
            answer = httpx.get(server.url + path, cookies=cookies)
            bodies.setdefault(answer.status_code, set()).add(answer.content)
    assert list(bodies) == [200]
    assert len(bodies[200]) == 1


def test_every_screen_and_command_has_a_row():
    assert {what for what in ACCESS_RIGHTS if what.startswith("screen:")} == {
        screen.right for screen in (WELCOME, *SCREENS)
    }
    commands = {what.partition(":")[2] for what in ACCESS_RIGHTS if what.startswith("command:")}
    assert {path[0].replace("-", "_") for path in leaves()} <= commands
