"""Who comes in: first protection, roles and screens, reserved places, what a coordinator tends."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from streamlit.util import calc_hash

from geo.access.accounts import change_role, list_accounts
from geo.access.publication import is_published, publish_community
from geo.access.rights import is_allowed
from geo.access.sign_in import sign_in, sign_out, sign_out_everywhere
from geo.errors import SessionExpiredError
from geo.language import gettext
from geo.model import Community
from geo.store.audit import read_audit_lines
from geo.store.backup_manifest import MANIFEST_FILE
from geo.store.communities import add_community, list_communities, read_community
from pages.ui import visitor
from tests import source_files
from tests.pages import protected
from tests.pages.conftest import ScreenSession
from tests.pages.protected import NAMES, PASSWORD

SCREENS = ("home", "map", "route", "coverage", "setup", "access")


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Check passwords and passphrases quickly."""
    protected.at_low_cost(monkeypatch)


@pytest.fixture
def come_as(monkeypatch):
    """Let the browser of this test send the cookie of a role; None sends none."""

    def come(store, role):
        token = None if role is None else protected.enter(store, role)
        protected.send(monkeypatch, token)
        return token

    return come


@pytest.fixture
def vega(empty):
    """Give a place of one's own in a protected installation, and an account of each role."""
    add_community(empty, Community("vega", "La Vega", timezone="America/El_Salvador"))
    protected.protect(empty)
    return empty


@pytest.fixture
def guarded_demo(demo):
    protected.protect(demo)
    return demo


def in_menu(came):
    labels = {link.proto.label for link in came.at.get("page_link")}
    return {name for name in SCREENS if gettext(f"menu.{name}") in labels}


def by_address(came, name):
    """Go where a typed address leads; one that is not there is asked for all the same."""
    known = {Path(page["script_path"]).stem for page in came.at._registered_pages.values()}
    if name in known:
        return came.open(name)
    came.at._page_hash = calc_hash(name)
    came.at.run()
    return came


def titles(name):
    if name == "access":
        return {gettext(f"access.title.{stands}") for stands in ("protect", "in", "out")}
    return {gettext("setup.title.list" if name == "setup" else f"{name}.title")}


def actions(store):
    return [(line.who, line.action) for line in read_audit_lines(store)]


# --- roles and screens ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("published", [False, True])
def test_each_role_finds_its_screens_and_no_others(vega, come_as, published):
    if published:
        publish_community(vega, "vega")
    table = []
    for role in (None, "member", "trainer", "planner", "coordinator"):
        come_as(vega, role)
        came = ScreenSession()
        listed = in_menu(came)
        for name in SCREENS:
            reached = by_address(came, name).title in titles(name)
            expected = is_allowed(role, f"screen:{name}", published=published)
            table.append((role or "nobody", name, name in listed, reached, expected))
            assert not came.at.exception
    written = [f"{'published' if published else 'not published'}: by menu, by address"]
    for role, name, *found, _ in table:
        told = ["allowed" if one else "refused" for one in found]
        written.append(f"{role:12} {name:10} {told[0]:8} {told[1]}")
    sys.stdout.write(source_files.report(written) + "\n")
    assert [row for row in table if not row[2] == row[3] == row[4]] == []


def test_who_has_to_sign_in_learns_no_difference_between_a_closed_place_and_none(vega, come_as):
    come_as(vega, None)
    closed, none = ScreenSession(community="vega"), ScreenSession(community="nowhere")
    assert closed.title == none.title == gettext("access.title.out")
    assert "Vega" not in closed.words
    assert closed.words == none.words.replace("nowhere", "vega")


def test_nobody_signed_in_sees_the_demonstration_and_takes_no_file(guarded_demo, come_as):
    add_community(guarded_demo, Community("vega", "La Vega", timezone="America/El_Salvador"))
    come_as(guarded_demo, None)
    came = ScreenSession().open("map")
    assert came.title == gettext("map.title")
    assert "La Vega" not in came.words
    assert not came.at.get("download_button")


def test_a_member_takes_no_file_and_a_planner_does(guarded_demo, come_as):
    come_as(guarded_demo, "member")
    assert not ScreenSession().open("map").at.get("download_button")
    come_as(guarded_demo, "planner")
    assert ScreenSession().open("map").at.get("download_button")


def test_a_role_taken_away_is_gone_with_the_next_touch(vega, come_as):
    come_as(vega, "trainer")
    came = ScreenSession().open("setup")
    assert came.title == gettext("setup.title.list")
    change_role(vega, NAMES["trainer"], role="member")
    came.at.run()
    assert came.title == gettext("access.title.out"), "the change of role ended the visit"
    come_as(vega, "trainer")
    came.at.run()
    assert came.title == gettext("home.title")
    assert in_menu(came) == set(SCREENS) - {"setup"}


def test_signing_out_everywhere_empties_a_tab_that_stayed_open(vega, come_as):
    come_as(vega, "member")
    came = ScreenSession().open("home", way__start="secret")
    assert came.title == gettext("home.title")
    sign_out_everywhere(vega, NAMES["member"])
    came.at.run()
    assert came.title == gettext("access.title.out")
    assert "way:start" not in came.at.session_state


# --- reserved places -----------------------------------------------------------------------------


def reserved_rows(came):
    return came.words.count(gettext("map.confidential"))


def test_a_coordinator_sees_confidential_places_only_once_she_asks_and_it_is_noted(
    guarded_demo, come_as
):
    come_as(guarded_demo, "coordinator")
    came = ScreenSession().open("map")
    assert reserved_rows(came) == 2
    came.press("reveal")
    assert reserved_rows(came) == 0
    assert gettext("confidential.shown") in came.words
    line = read_audit_lines(guarded_demo)[0]
    assert (line.who, line.action) == ("coordinacion", "reveal")
    assert line.details == {"community": "chancala", "what": "services", "rows": 2}
    assert reserved_rows(came.open("home").press("cover").open("map")) == 2


@pytest.mark.parametrize("role", ["planner", "trainer", "member", None])
def test_nobody_else_can_ask_for_them(guarded_demo, come_as, role):
    come_as(guarded_demo, role)
    came = ScreenSession().open("map", revealed=(role and NAMES[role], "chancala"))
    assert "reveal" not in {button.key for button in came.at.button}
    assert reserved_rows(came) == 2


def test_a_file_with_confidential_places_wants_to_be_confirmed(guarded_demo, come_as):
    come_as(guarded_demo, "coordinator")
    came = ScreenSession().open("map").press("reveal")
    assert not came.at.get("download_button")
    came.at.checkbox(key="with_reserved:layers").set_value(True).run()
    assert came.at.get("download_button")


def test_a_file_asked_for_after_signing_out_does_not_come(vega, come_as):
    token = come_as(vega, "planner")
    fetch = visitor.defer_as_visitor(lambda: "file")
    assert fetch() == "file"
    sign_out(vega, token)
    with pytest.raises(SessionExpiredError):
        fetch()


# --- what a coordinator tends --------------------------------------------------------------------


@pytest.fixture
def tending(vega, come_as):
    come_as(vega, "coordinator")

    def tend(part, **address):
        return ScreenSession(**address).open("access", part=part)

    return tend


@pytest.mark.parametrize("locale", ["es", "en"])
@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("accounts", "access.change"),
        ("publish", "publish.about"),
        ("audit", "audit.about"),
        ("retention", "retention.about"),
        ("forget", "erase.about"),
        ("backup", "backup.about"),
    ],
)
def test_each_part_speaks_the_language_and_breaks_nowhere(tending, part, said, locale):
    came = tending(part, lang=locale)
    assert came.fault is None
    assert not came.at.exception
    assert gettext(said, locale) in came.words


def test_she_adds_an_account_that_can_sign_in(vega, tending):
    came = tending("accounts")
    came.at.text_input(key="new_account").set_value("taller-2")
    came.at.text_input(key="new_password").set_value(PASSWORD)
    came.at.text_input(key="new_password_again").set_value(PASSWORD)
    came.at.radio(key="new_role").set_value("trainer")
    came.press("add")
    assert gettext("access.added", account="taller-2") in came.words
    assert sign_in(vega, "taller-2", PASSWORD, client="here")
    assert ("coordinacion", "account_added") in actions(vega)


def test_she_changes_a_role_and_removes_an_account(vega, tending):
    came = tending("accounts")
    came.at.radio(key="chosen_account").set_value("planificadora").run()
    came.at.radio(key="role_planificadora").set_value("member").run()
    came.press("save_role")
    assert {one.name: one.role for one in list_accounts(vega)}["planificadora"] == "member"
    came.at.radio(key="chosen_account").set_value("planificadora").run()
    came.at.checkbox(key="remove_planificadora").set_value(True).run()
    came.press("remove")
    assert "planificadora" not in {one.name for one in list_accounts(vega)}


def test_she_publishes_a_place_and_takes_it_back(vega, tending):
    came = tending("publish").press("publish_vega")
    assert is_published(vega, read_community(vega, "vega"))
    came.press("withdraw_vega")
    assert not is_published(vega, read_community(vega, "vega"))


def test_she_reads_the_log_in_words_and_checks_it(vega, tending):
    came = tending("audit").press("check")
    assert gettext("audit.did.sign_in") in came.words
    assert "El registro está como se escribió" in came.words
    vega.transact(
        lambda transaction: transaction.execute("audit/update_head", lines=1, hash="0" * 64)
    )
    assert "no está como se escribió" in came.press("check").fault


def test_forgetting_a_place_wants_its_name(vega, tending):
    came = tending("forget")
    came.at.text_input(key="erase_vega").set_value("otra").run()
    came.press("erase")
    assert "No se borró nada" in came.fault
    came.at.text_input(key="erase_vega").set_value("vega").run()
    came.press("erase")
    assert list_communities(vega) == []
    assert gettext("erase.done", name="La Vega") in came.words


def test_a_backup_can_be_taken_along(vega, tending, monkeypatch):
    made = {}

    def offered(_label, data, **told):
        made[told["file_name"]] = data

    monkeypatch.setattr("streamlit.download_button", offered)
    tending("backup")
    box = zipfile.ZipFile(io.BytesIO(made[f"amparo-{date.today()}.zip"]()))
    assert MANIFEST_FILE in box.namelist()
    assert actions(vega)[0] == ("coordinacion", "backup")


@pytest.mark.parametrize("role", ["planner", "trainer", "member"])
def test_others_tend_nothing(vega, come_as, role):
    come_as(vega, role)
    came = ScreenSession().open("access", part="accounts")
    assert came.title == gettext("access.title.in")
    assert gettext("access.add") not in came.words
