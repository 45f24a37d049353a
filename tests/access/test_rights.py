"""Every role × everything there is to do: what is allowed, written down a second time."""

import ast
import re

import pytest

from geo.access.rights import ACCESS_RIGHTS, is_allowed
from geo.access.roles import ROLES, audience_for_role, parse_role
from geo.commands.main import amparo
from geo.errors import RoleUnknownError
from pages.screens import SCREENS, WELCOME
from tests import source_files

# coordinator, planner, trainer, member; then nobody signed in: published, not published.
EXPECTED = """
screen:welcome           yes yes yes yes  yes yes
screen:home              yes yes yes yes  yes no
screen:map               yes yes yes yes  yes no
screen:route               yes yes yes yes  yes no
screen:support           yes yes yes yes  yes no
screen:coverage          yes yes yes yes  yes no
screen:scenarios         yes yes yes no   no  no
screen:completeness      yes yes yes yes  yes no
screen:pathways          yes yes yes yes  yes no
screen:draw              yes no  yes no   no  no
screen:drawing_sessions           yes yes yes yes  no  no
screen:setup             yes yes yes no   no  no
screen:access            yes yes yes yes  yes yes
act:sign_out             yes yes yes yes  no  no
act:draw                 yes no  yes no   no  no
act:open_drawing         yes no  yes no   no  no
act:capture              yes no  yes no   no  no
act:download           yes yes yes yes  yes no
act:edit_pathway         yes yes yes no   no  no
act:export_public        yes yes yes no   no  no
act:export_network       yes yes yes no   no  no
act:export_coordinator   yes no  no  no   no  no
act:reveal               yes no  no  no   no  no
act:accounts             yes no  no  no   no  no
act:publish              yes no  no  no   no  no
act:audit                yes no  no  no   no  no
act:retention            yes no  no  no   no  no
act:forget               yes no  no  no   no  no
act:backup               yes no  no  no   no  no
command:demo             yes no  yes no   no  no
command:backup           yes no  no  no   no  no
command:restore          yes no  no  no   no  no
command:community        yes yes yes no   no  no
command:community_forget yes no  no  no   no  no
command:streets          yes yes yes no   no  no
command:layer            yes yes yes no   no  no
command:inspect          yes yes yes no   no  no
command:service          yes yes yes no   no  no
command:capture          yes no  yes no   no  no
command:route            yes yes yes yes  yes no
command:coverage         yes yes yes yes  yes no
command:report           yes yes yes yes  yes no
command:completeness     yes yes yes yes  yes no
command:site             yes yes yes yes  yes no
command:scenario         yes yes yes no   no  no
command:pathway          yes yes yes yes  yes no
command:passphrase       yes no  no  no   no  no
command:account          yes no  no  no   no  no
command:audit            yes no  no  no   no  no
command:retention        yes no  no  no   no  no
route:health             yes yes yes yes  yes yes
route:calendar_page           yes yes yes yes  yes yes
route:handle_sign_in            yes yes yes yes  yes yes
route:handle_sign_out             yes yes yes yes  yes yes
route:handle_quick_exit              yes yes yes yes  yes yes
route:redirect_to_provider         yes yes yes yes  yes yes
route:handle_provider_callback     yes yes yes yes  yes yes
route:show_join_page            yes yes yes yes  yes yes
route:handle_join               yes yes yes yes  yes yes
route:show_drawing_page               yes yes yes yes  yes yes
route:synchronise_marks              yes yes yes yes  yes yes
route:read_mark_history               yes yes yes yes  yes yes
route:list_street_names       yes yes yes yes  yes yes
route:serve_asset              yes yes yes yes  yes yes
route:serve_tile               yes yes yes yes  yes yes
route:serve_people_tile        yes yes yes yes  yes yes
"""
TABLE = {line.split()[0]: line.split()[1:] for line in EXPECTED.strip().splitlines()}
READERS = [*((role, False) for role in ROLES), (None, True), (None, False)]


def test_the_table_covers_everything():
    assert list(TABLE) == list(ACCESS_RIGHTS)
    assert {len(row) for row in TABLE.values()} == {len(READERS)}


@pytest.mark.parametrize("what", TABLE)
@pytest.mark.parametrize("reader", range(len(READERS)))
def test_each_may_what_the_table_says(what, reader):
    role, published = READERS[reader]
    assert is_allowed(role, what, published=published) == (TABLE[what][reader] == "yes")


@pytest.mark.parametrize("what", TABLE)
@pytest.mark.parametrize("role", ROLES)
def test_publishing_changes_nothing_for_those_signed_in(what, role):
    assert is_allowed(role, what, published=True) == is_allowed(role, what, published=False)


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("what", ["screen:secret", "", "screen", "place", "SCREEN:place"])
def test_what_is_not_in_the_table_nobody_may(role, what):
    assert not is_allowed(role, what, published=True)


def test_every_command_is_in_the_table():
    told = {what.partition(":")[2] for what in ACCESS_RIGHTS if what.startswith("command:")}
    assert {name.replace("-", "_") for name in amparo.commands} == told - {"community_forget"}


def test_every_screen_is_in_the_table():
    missing = [screen.name for screen in SCREENS if screen.right not in ACCESS_RIGHTS]
    assert not missing, f"who may open these? {missing}"


def test_every_page_is_a_registered_screen():
    files = {path.stem for path in source_files.files("pages") if path.parent.name == "pages"}
    assert files - {"shell", "screens", "__init__"} == {one.name for one in (WELCOME, *SCREENS)}


def test_every_route_is_in_the_table():
    code = source_files.tree(source_files.ROOT / "server" / "application.py")
    ends = [
        call.args[1].id
        for call in source_files.calls(code)
        if source_files.called(call) == "Route" and isinstance(call.args[1], ast.Name)
    ]
    assert ends
    missing = [name for name in ends if f"route:{name}" not in ACCESS_RIGHTS]
    assert not missing, f"who may ask these? {missing}"


def test_names_are_of_a_kind():
    assert not [
        what for what in ACCESS_RIGHTS if not re.fullmatch(r"(screen|act|command|route):\w+", what)
    ]


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        ("coordinator", "coordinator"),
        ("planner", "network"),
        ("trainer", "network"),
        ("member", "network"),
        (None, "public"),
    ],
)
def test_each_role_reads_for_an_audience(role, audience):
    assert audience_for_role(role) == audience


@pytest.mark.parametrize("code", ["admin", "", "Coordinator", "coordinator "])
def test_there_are_no_other_roles(code):
    with pytest.raises(RoleUnknownError):
        parse_role(code)
