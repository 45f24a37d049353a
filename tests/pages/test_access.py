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
from geo.access.role_summary import SUMMARY_ROLES, summarise_role
from geo.access.sign_in import sign_in, sign_out, sign_out_everywhere
from geo.errors import SessionExpiredError
from geo.language import gettext
from geo.model import Community
from geo.store.audit import read_audit_lines
from geo.store.backup_manifest import MANIFEST_FILE
from geo.store.communities import add_community, list_communities, read_community
from geo.store.transaction import Transaction
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


def in_menu(session):
    labels = {link.proto.label for link in session.at.get("page_link")}
    return {name for name in SCREENS if gettext(f"menu.{name}") in labels}


def by_address(session, name):
    """Go where a typed address leads; one that is not there is asked for all the same."""
    pages = {Path(page["script_path"]).stem for page in session.at._registered_pages.values()}
    if name in pages:
        return session.open(name)
    session.at._page_hash = calc_hash(name)
    session.at.run()
    return session


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
        session = ScreenSession()
        listed = in_menu(session)
        for name in SCREENS:
            reached = by_address(session, name).title in titles(name)
            expected = is_allowed(role, f"screen:{name}", published=published)
            table.append((role or "nobody", name, name in listed, reached, expected))
            assert not session.at.exception
    written = [f"{'published' if published else 'not published'}: by menu, by address"]
    for role, name, *cells, _ in table:
        results = ["allowed" if one else "refused" for one in cells]
        written.append(f"{role:12} {name:10} {results[0]:8} {results[1]}")
    sys.stdout.write(source_files.report(written) + "\n")
    assert [row for row in table if not row[2] == row[3] == row[4]] == []


def test_who_has_to_sign_in_learns_no_difference_between_a_closed_place_and_none(vega, come_as):
    come_as(vega, None)
    closed, none = ScreenSession(community="vega"), ScreenSession(community="nowhere")
    assert closed.title == none.title == gettext("access.title.out")
    assert "Vega" not in closed.words
    assert closed.words == none.words.replace("nowhere", "vega")


def test_a_closed_place_costs_the_store_what_none_costs(vega, come_as, monkeypatch):
    asked, run = [], Transaction._execute_query

    def noted(self, name, parameters):
        asked.append(name)
        return run(self, name, parameters)

    come_as(vega, None)
    ScreenSession(community="elsewhere")
    monkeypatch.setattr(Transaction, "_execute_query", noted)
    costs = []
    for slug in ("vega", "nowhere"):
        asked.clear()
        ScreenSession(community=slug)
        costs.append(list(asked))
    assert costs[0] == costs[1]
    assert costs[0]


def test_nobody_signed_in_sees_the_demonstration_and_takes_no_file(guarded_demo, come_as):
    add_community(guarded_demo, Community("vega", "La Vega", timezone="America/El_Salvador"))
    come_as(guarded_demo, None)
    session = ScreenSession(comes_home=False).open("map")
    assert session.title == gettext("map.title")
    assert "La Vega" not in session.words
    assert not session.at.get("download_button")


def test_a_member_takes_no_file_and_a_planner_does(guarded_demo, come_as):
    come_as(guarded_demo, "member")
    assert not ScreenSession(comes_home=False).open("map").at.get("download_button")
    come_as(guarded_demo, "planner")
    assert ScreenSession(comes_home=False).open("map").at.get("download_button")


def test_a_role_taken_away_is_gone_with_the_next_touch(vega, come_as):
    come_as(vega, "trainer")
    session = ScreenSession(comes_home=False).open("setup")
    assert session.title == gettext("setup.title.list")
    change_role(vega, NAMES["trainer"], role="member")
    session.at.run()
    assert session.title == gettext("access.title.out"), "the change of role ended the visit"
    come_as(vega, "trainer")
    session.at.run()
    assert session.title == gettext("home.title")
    assert in_menu(session) == set(SCREENS) - {"setup"}


def test_signing_out_everywhere_empties_a_tab_that_stayed_open(vega, come_as):
    come_as(vega, "member")
    session = ScreenSession(comes_home=False).open("home", way__start="secret")
    assert session.title == gettext("home.title")
    sign_out_everywhere(vega, NAMES["member"])
    session.at.run()
    assert session.title == gettext("access.title.out")
    assert "way:start" not in session.at.session_state


# --- reserved places -----------------------------------------------------------------------------


def reserved_rows(session):
    return session.words.count(gettext("map.confidential"))


def test_a_coordinator_sees_confidential_places_only_once_she_asks_and_it_is_noted(
    guarded_demo, come_as
):
    come_as(guarded_demo, "coordinator")
    session = ScreenSession(comes_home=False).open("map")
    assert reserved_rows(session) == 2
    session.press("reveal")
    assert reserved_rows(session) == 0
    assert gettext("confidential.shown") in session.words
    line = read_audit_lines(guarded_demo)[0]
    assert (line.who, line.action) == ("coordinacion", "reveal")
    assert line.details == {"community": "chancala", "what": "services", "rows": 2}
    assert reserved_rows(session.open("home").press("cover").open("map")) == 2


@pytest.mark.parametrize("role", ["planner", "trainer", "member", None])
def test_nobody_else_can_ask_for_them(guarded_demo, come_as, role):
    come_as(guarded_demo, role)
    session = ScreenSession(comes_home=False).open(
        "map", revealed=(role and NAMES[role], "chancala")
    )
    assert "reveal" not in {button.key for button in session.at.button}
    assert reserved_rows(session) == 2


def test_a_file_with_confidential_places_wants_to_be_confirmed(guarded_demo, come_as):
    come_as(guarded_demo, "coordinator")
    session = ScreenSession(comes_home=False).open("map").press("reveal")
    assert not session.at.get("download_button")
    session.at.checkbox(key="with_reserved:layers").set_value(True).run()
    assert session.at.get("download_button")


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
        return ScreenSession(comes_home=False, **address).open("access", part=part)

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
    session = tending(part, lang=locale)
    assert session.fault is None
    assert not session.at.exception
    assert gettext(said, locale) in session.words


def test_she_adds_an_account_that_can_sign_in(vega, tending):
    session = tending("accounts")
    session.at.text_input(key="new_account").set_value("taller-2")
    session.at.text_input(key="new_password").set_value(PASSWORD)
    session.at.text_input(key="new_password_again").set_value(PASSWORD)
    session.at.radio(key="new_role").set_value("trainer")
    session.press("add")
    assert gettext("access.added", account="taller-2") in session.words
    assert sign_in(vega, "taller-2", PASSWORD, client="here")
    assert ("coordinacion", "account_added") in actions(vega)


def test_she_changes_a_role_and_removes_an_account(vega, tending):
    session = tending("accounts")
    session.at.radio(key="chosen_account").set_value("planificadora").run()
    session.at.radio(key="role_planificadora").set_value("member").run()
    session.press("save_role")
    assert {one.name: one.role for one in list_accounts(vega)}["planificadora"] == "member"
    session.at.radio(key="chosen_account").set_value("planificadora").run()
    session.at.checkbox(key="remove_planificadora").set_value(True).run()
    session.press("remove")
    assert "planificadora" not in {one.name for one in list_accounts(vega)}


def test_she_publishes_a_place_and_takes_it_back(vega, tending):
    session = tending("publish").press("publish_vega")
    assert is_published(vega, read_community(vega, "vega"))
    session.press("withdraw_vega")
    assert not is_published(vega, read_community(vega, "vega"))


def test_she_reads_the_log_in_words_and_checks_it(vega, tending):
    session = tending("audit").press("check")
    assert gettext("audit.did.sign_in") in session.words
    assert "El registro está como se escribió" in session.words
    vega.transact(
        lambda transaction: transaction.execute("audit/update_head", lines=1, hash="0" * 64)
    )
    assert "no está como se escribió" in session.press("check").fault
    with vega.cursor() as cursor:
        cursor.execute("delete from audit_head")
        cursor.execute("update audit_line set details = 'x', done_at = 'infinity'")
    assert "no está como se escribió" in session.press("check").fault
    assert gettext("audit.did.unreadable") in session.words


def test_forgetting_a_place_wants_its_name(vega, tending):
    session = tending("forget")
    session.at.text_input(key="erase_vega").set_value("otra").run()
    session.press("erase")
    assert "No se borró nada" in session.fault
    session.at.text_input(key="erase_vega").set_value("vega").run()
    session.press("erase")
    assert list_communities(vega) == []
    assert gettext("erase.done", name="La Vega") in session.words


def test_a_backup_can_be_taken_along(vega, tending, monkeypatch):
    files = {}

    def offered(_label, data, **told):
        files[told["file_name"]] = data

    monkeypatch.setattr("streamlit.download_button", offered)
    tending("backup")
    box = zipfile.ZipFile(io.BytesIO(files[f"amparo-{date.today()}.zip"]()))
    assert MANIFEST_FILE in box.namelist()
    assert actions(vega)[0] == ("coordinacion", "backup")


@pytest.mark.parametrize("role", ["planner", "trainer", "member"])
def test_others_tend_nothing(vega, come_as, role):
    come_as(vega, role)
    session = ScreenSession(comes_home=False).open("access", part="accounts")
    assert session.title == gettext("access.title.in")
    assert gettext("access.add") not in session.words


# --- roles in words ------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [None, "member", "coordinator"])
def test_everybody_reads_what_each_role_may(vega, come_as, reader):
    come_as(vega, reader)
    session = ScreenSession()
    by_address(session, "access")
    labels = [one.label for one in session.at.expander]
    assert [gettext(f"access.role_name.{role}") for role in SUMMARY_ROLES] == labels[-6:]
    for role in SUMMARY_ROLES:
        [expander] = [
            one for one in session.at.expander if one.label == gettext(f"access.role_name.{role}")
        ]
        lines = " ".join(one.value for one in expander.get("html") if hasattr(one, "value"))
        lines = lines or " ".join(one.proto.body for one in expander.get("html"))
        summary = summarise_role(role)
        for kind, by_action in (("writes", summary.writes), ("proposes", summary.proposes)):
            for action in ("add", "replace", "edit", "delete"):
                line = f"<b>{gettext(f'access.line.{kind}_{action}')}</b>"
                assert (line in lines) == (action in by_action), (role, line)
        changes_nothing = not summary.writes and not summary.proposes
        assert (gettext("access.writes_nothing") in lines) == changes_nothing
