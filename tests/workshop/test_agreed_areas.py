"""Only what several groups agreed on goes to the map, in the areas that somebody chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from shapely.geometry import box, shape

from geo.errors import AgreedAreaMissingError, DrawingUnknownError, WriteDeniedError
from geo.privacy.view import open_view
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.forget import forget_community
from geo.store.retention import delete_expired_sessions
from geo.workshop.agreed_areas import find_agreed_areas, publish_agreed_areas
from geo.workshop.consensus_areas import ALL_SESSIONS, SessionFilter, read_consensus
from geo.workshop.drawing_sessions import open_drawing, share_drawing
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.withdrawn_marks import withdraw_marks
from tests.workshop.conftest import GROUP, SLUG, risk, square
from tests.workshop.test_publication import draw

STEP = 0.0004  # of a degree: each square is a thousandth wide
SOUTHERN = {"west": -89.0, "south": 13.99}


def network(store):
    return open_view(store, SLUG, "network")


@pytest.fixture
def groups(store):
    """Open three groups: all drew in the north, the first two also in the south, one alone."""
    codes = [open_drawing(store, SLUG, GROUP).code for _ in range(3)]
    marks = {}
    for number, code in enumerate(codes):
        mine = [risk(geometry=square(west=-89.0 + STEP * number), severity=number + 2, note="luz")]
        if number < 2:
            mine.append(risk(geometry=square(**SOUTHERN), holds="day" if number else "night"))
        else:
            mine.append(risk(geometry=square(west=-88.99)))
        marks[code] = draw(store, code, *mine)
        share_drawing(store, SLUG, code)
    return codes, marks


def agreed(store, **options):
    return find_agreed_areas(read_consensus(store, network(store)), **options)


def test_agreed_areas_are_connected_pieces_with_the_most_groups_first(store, groups):
    areas = agreed(store)
    assert areas["sessions"].tolist() == [3, 2]
    north = shape(square(west=-89.0 + STEP)).area + 0  # 4 to 14 tenths: where two or more lie
    assert areas.geometry[0].area == pytest.approx(north, rel=1e-3)
    assert areas.geometry[1].area == pytest.approx(shape(square()).area, rel=1e-3)
    assert agreed(store, min_sessions=3)["sessions"].tolist() == [3]
    assert agreed(store, min_sessions=4).empty


def test_only_the_chosen_area_goes_to_the_map_with_what_each_group_said(store, groups):
    codes, marks = groups
    areas = agreed(store)
    published = publish_agreed_areas(store, network(store), [areas.geometry[0]])
    assert (published.areas, published.sessions) == (1, 3)
    layer = network(store).risk_areas
    assert layer["session"].tolist() == codes
    assert layer["severity"].tolist() == [2, 3, 4]
    assert layer["id"].tolist() == [marks[code][0] for code in codes]
    assert layer["note"].isna().all(), "a note is one group's and nobody agreed on it"
    covered = shapely.union_all(layer.geometry.to_numpy())
    assert covered.area == pytest.approx(areas.geometry[0].area, rel=1e-3)
    assert not covered.intersects(box(-88.9995 + 0.01, 13.9, -88.9, 14.1))
    (line,) = read_audit_lines(store, limit=1)
    assert line.action == "agreed_areas_published"


def test_the_consensus_stays_as_it_was_and_groups_count_once(store, groups):
    before = read_consensus(store, network(store))
    publish_agreed_areas(store, network(store), list(agreed(store).geometry))
    after = read_consensus(store, network(store))
    assert after.session_count == before.session_count
    assert after.area_m2(min_sessions=1) == pytest.approx(before.area_m2(min_sessions=1), rel=1e-6)
    assert after.area_m2(min_sessions=2) == pytest.approx(before.area_m2(min_sessions=2), rel=1e-6)


def test_another_choice_replaces_the_earlier_one(store, groups):
    areas = agreed(store)
    publish_agreed_areas(store, network(store), list(areas.geometry))
    assert len(network(store).risk_areas) == 5
    publish_agreed_areas(store, network(store), [areas.geometry[1]])
    assert sorted(network(store).risk_areas["holds"]) == ["day", "night"]


def test_what_was_withdrawn_meanwhile_is_no_longer_agreed_on(store, groups):
    codes, _ = groups
    shown = agreed(store)
    publish_agreed_areas(store, network(store), list(shown.geometry))
    scope = DrawingScope(SLUG, codes[0])
    withdraw_marks(store, scope, list(read_ids(store, scope)))
    assert agreed(store)["sessions"].tolist() == [2]
    publish_agreed_areas(store, network(store), list(shown.geometry))
    layer = network(store).risk_areas
    assert layer["session"].tolist() == codes[1:]
    with pytest.raises(AgreedAreaMissingError):
        publish_agreed_areas(store, network(store), [shown.geometry[1]])
    assert len(network(store).risk_areas) == 2, "nothing was changed"


def read_ids(store, scope):
    from geo.workshop.mark_operations import read_marks

    return read_marks(store, scope)


def test_hours_of_the_filter_decide_what_counts_and_what_goes(store, groups):
    by_night = SessionFilter(slot="night")
    areas = find_agreed_areas(read_consensus(store, network(store), by_night))
    assert areas["sessions"].tolist() == [3]
    publish_agreed_areas(
        store, network(store), list(agreed(store).geometry), session_filter=by_night
    )
    assert set(network(store).risk_areas["holds"]) == {"night"}


def publish(store, session_filter, position=None, **options):
    areas = find_agreed_areas(read_consensus(store, network(store), session_filter), **options)
    chosen = list(areas.geometry)
    return publish_agreed_areas(
        store,
        network(store),
        chosen if position is None else [chosen[position]],
        session_filter=session_filter,
        **options,
    )


def measure(store, holds):
    layer = network(store).risk_areas
    return shapely.union_all(layer.geometry[layer["holds"].isin(holds)].to_numpy()).area


def test_a_choice_by_night_keeps_what_holds_by_day(store, groups):
    publish(store, ALL_SESSIONS)
    by_day, total = measure(store, ["day"]), len(network(store).risk_areas)
    assert by_day > 0
    publish(store, SessionFilter(slot="night"))
    layer = network(store).risk_areas
    assert measure(store, ["day"]) == pytest.approx(by_day, rel=1e-9)
    assert len(layer) == total
    assert layer["id"].is_unique
    copies = store.rows("workshop/agreed_copies", community=SLUG)
    assert sorted(row["id"] for row in copies) == sorted(layer["id"])


def test_a_choice_of_one_age_band_keeps_what_others_agreed_on(store):
    bands = ("18-29", "18-29", "30-44")
    codes = [open_drawing(store, SLUG, replace(GROUP, age_band=band)).code for band in bands]
    for number, code in enumerate(codes):
        draw(store, code, risk(geometry=square(west=-89.0 + STEP * number)))
        share_drawing(store, SLUG, code)
    publish(store, ALL_SESSIONS)
    before = network(store).risk_areas
    young = SessionFilter(age_band="18-29")
    for _ in range(2):  # the same choice twice changes nothing more
        publish(store, young)
        after = network(store).risk_areas
        assert sorted(after["session"]) == sorted(codes)
        for code in codes:
            areas = [one.loc[one["session"] == code, "geometry"].iloc[0] for one in (before, after)]
            assert shapely.symmetric_difference(*areas).area < 1e-10
    withdraw_marks(
        store, DrawingScope(SLUG, codes[2]), list(read_ids(store, DrawingScope(SLUG, codes[2])))
    )
    publish(store, young)
    assert len(network(store).risk_areas) == 3, "what is not shown here is not changed here"


def test_an_area_that_is_left_out_of_a_filtered_choice_goes(store, groups):
    publish(store, ALL_SESSIONS)
    night = SessionFilter(slot="night")
    for west in (-89.0, -89.0 + STEP):
        code = open_drawing(store, SLUG, GROUP).code
        draw(store, code, risk(geometry=square(west=west, south=13.97), holds="night"))
        share_drawing(store, SLUG, code)
    publish(store, night)
    both = measure(store, ["night"])
    publish(store, night, position=0)
    assert 0 < measure(store, ["night"]) < both
    assert measure(store, ["day"]) > 0


def test_a_group_that_is_on_the_map_completely_stays_so(store, groups):
    codes, marks = groups
    areas = agreed(store)
    publish_agreed_areas(store, network(store), list(areas.geometry))
    agree_drawing(store, SLUG, codes[2])
    assert network(store).risk_areas["id"].tolist().count(marks[codes[2]][0]) == 1
    publish_agreed_areas(store, network(store), [areas.geometry[1]])
    layer = network(store).risk_areas
    own = layer[layer["session"] == codes[2]]
    assert sorted(own["id"]) == sorted(marks[codes[2]])
    assert own["note"].notna().any()


def test_what_is_agreed_on_outlives_the_marks(store, groups):
    areas = agreed(store)
    publish_agreed_areas(store, network(store), list(areas.geometry))
    size = read_consensus(store, network(store)).area_m2(min_sessions=2)
    later = date(2031, 1, 1)
    assert len(delete_expired_sessions(store, today=later)) == 3
    assert len(network(store).risk_areas) == 5
    assert delete_expired_sessions(store, today=later) == [], "nothing is left to delete"
    after = read_consensus(store, network(store))
    assert after.area_m2(min_sessions=2) == pytest.approx(size, rel=1e-3)
    forget_community(store, SLUG, confirm=SLUG)
    assert store.rows("workshop/agreed_copies", community=SLUG) == []


def test_groups_that_do_not_touch_agree_on_nothing(store):
    for west in (-89.0, -88.99):
        code = open_drawing(store, SLUG, GROUP).code
        draw(store, code, risk(geometry=square(west=west)))
        share_drawing(store, SLUG, code)
    assert agreed(store).empty
    with pytest.raises(AgreedAreaMissingError):
        publish_agreed_areas(store, network(store), [shape(square())])


@pytest.mark.parametrize("role", ["planner", "member"])
def test_who_may_not_write_publishes_nothing(store, groups, role):
    areas = agreed(store)
    with acting_as("somebody", role), pytest.raises(WriteDeniedError):
        publish_agreed_areas(store, network(store), list(areas.geometry))
    with pytest.raises(DrawingUnknownError):
        publish_agreed_areas(store, open_view(store, SLUG, "public"), list(areas.geometry))
    assert network(store).risk_areas.empty
