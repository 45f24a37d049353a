"""What was disclosed once is repeated, whatever is drawn, counted or moved later."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.privacy.service_zones import ServiceSlot, assign_slots
from geo.privacy.site_matching import UNMATCHED, match_sites
from geo.store import open_store
from tests import village
from tests.feature_edits import replace_features

SPOTS = [(x, y) for x in range(25, 600, 50) for y in range(25, 600, 50)]
HOMES = [(spot, 3.0 + n % 4, 1.0 + n % 2) for n, spot in enumerate(SPOTS)]
WEST, EAST = village.box(0, 0, 300, 600), village.box(300, 0, 600, 600)
TWO = ((WEST, "1", "Oeste"), (EAST, "2", "Este"))


def put(store, layer, frame):
    replace_features(store, village.SLUG, layer, frame, who="test")


def shelters(*spots, gateways=("Línea 100", "DEMUNA")):
    frame = village.doors(*((spot, "shelter", True) for spot in spots))
    return frame.assign(gateway=list(gateways[: len(spots)]))


@pytest.fixture
def store(home):
    return village.found(
        layers={
            "demand": village.homes(*HOMES),
            "zones": village.zones(*TWO),
            "services": shelters((100, 100)),
            "risk_areas": village.risk_areas((village.box(110, 110, 130, 130), 3)),
        }
    )


def named(store):
    return village.seen(store).services["zone"].tolist()


def given(store):
    blocks = village.seen(store).demand
    return {name: tuple(rest) for name, *rest in blocks[["id", "people", "women"]].to_numpy()}


# --- zones of confidential services ---------------------------------------------------------------


def test_halving_the_zones_names_nothing_smaller(store):
    """Draw a line through the zone that was named, as often as the reader likes."""
    assert named(store) == ["Oeste"]
    west, east = 0.0, 300.0
    for _ in range(26):
        half = (west + east) / 2
        put(
            store,
            "zones",
            village.zones(
                (village.box(west, 0, half, 600), "1", "Oeste"),
                (shapely.box(half, 0, 600, 600), "2", "Este"),
            ),
        )
        [name] = named(store)
        assert name in (None, "Oeste, Este")
        west, east = (west, half) if half > 100 else (half, east)


def test_a_zone_drawn_anew_under_the_same_name_is_not_named_if_it_is_smaller(store):
    named(store)
    put(store, "zones", village.zones((village.box(90, 90, 110, 110), "1", "Oeste")))
    assert named(store) == [None]


def test_zones_that_are_only_renamed_are_named_by_their_new_name(store):
    named(store)
    put(store, "zones", village.zones((WEST, "1", "Poniente"), (EAST, "2", "Oriente")))
    assert named(store) == ["Poniente"]


def test_a_service_that_moves_is_told_to_be_in_one_of_both(store):
    named(store)
    put(store, "services", shelters((500, 500)))
    assert named(store) == ["Oeste, Este"]
    put(store, "services", shelters((100, 100)))
    assert named(store) == ["Oeste, Este"]


def test_a_service_taken_out_and_brought_again_elsewhere_counts_as_moved(store):
    named(store)
    put(store, "services", shelters())
    assert named(store) == []
    put(store, "services", shelters((500, 500), gateways=("otra",)))
    assert named(store) == ["Oeste, Este"]


def test_homes_added_later_do_not_split_what_was_merged(home):
    few = village.homes(*HOMES[:10])
    store = village.found(
        layers={"demand": few, "zones": village.zones(*TWO), "services": shelters((100, 100))}
    )
    assert named(store) == ["Oeste, Este"]
    put(store, "demand", village.homes(*HOMES))
    assert named(store) == ["Oeste, Este"]


def test_the_store_remembers_what_was_named_after_it_is_closed(store):
    folder = store.folder
    named(store)
    put(store, "services", shelters((500, 500)))
    store.close()
    again = open_store(folder)
    assert named(again) == ["Oeste, Este"]


def test_coverage_does_not_tell_into_which_zone_a_service_moved(store):
    """Simulate the service at homes of all zones that were ever named for it."""
    ask = CoverageRequest("shelter", TravelThreshold(metres=200), use_straight_lines=True)
    named(store)
    tables = []
    for spot in ((500, 500), (100, 100)):
        put(store, "services", shelters(spot))
        tables.append(measure_coverage(village.seen(store), ask).zones)
    pd.testing.assert_frame_equal(*tables)


def test_services_keep_their_own_zones_by_their_gateway():
    slots: list[ServiceSlot] = []
    assert assign_slots(slots, [(0, "a"), (1, "b")]) == [0, 1]
    assert assign_slots(slots, [(1, "a"), (0, "b")]) == [0, 1]
    assert [slot.zones for slot in slots] == [{0, 1}, {0, 1}]
    assert assign_slots(slots, [(0, "a"), (1, "b"), (2, "c")]) == [0, 1, 2]


# --- homes ----------------------------------------------------------------------------------------


def test_a_home_added_is_counted_only_with_others(store):
    before = given(store)
    put(store, "demand", village.homes(*HOMES, ((77, 77), 4.0, 2.0)))
    assert given(store) == before
    more = [((77 + n, 77 + 20.0 * n), 4.0, 2.0) for n in range(4)]
    put(store, "demand", village.homes(*HOMES, *more))
    after = given(store)
    assert before.items() < after.items()
    assert sum(people for people, _ in after.values()) == sum(p for _, p, _ in [*HOMES, *more])


def test_no_location_of_an_aggregate_moves(store):
    before = village.seen(store).demand.set_index("id").geometry
    put(store, "demand", village.homes(*HOMES[3:], ((77, 77), 4.0, 2.0)))
    after = village.seen(store).demand.set_index("id").geometry
    assert (before.loc[after.index] == after).all()


def test_a_home_removed_stays_counted_until_half_of_its_aggregate_is_gone(store):
    before = given(store)
    put(store, "demand", village.homes(*HOMES[1:]))
    assert given(store) == before
    put(store, "demand", village.homes(*HOMES[100:]))
    left = given(store)
    assert left.items() < before.items()
    put(store, "demand", village.homes(*HOMES[1:]))
    assert given(store) == before


def test_one_home_that_is_counted_again_changes_nothing_and_several_do(store):
    before = given(store)
    recounted = [(HOMES[0][0], 9.0, 4.0), *HOMES[1:]]
    put(store, "demand", village.homes(*recounted))
    assert given(store) == before
    put(store, "demand", village.homes(*((spot, n + 1, w) for spot, n, w in HOMES)))
    after = given(store)
    assert after.keys() == before.keys()
    assert sum(n for n, _ in after.values()) == sum(n for n, _ in before.values()) + len(HOMES)


def test_homes_measured_again_are_the_same_homes(store):
    before = given(store)
    put(store, "demand", village.homes(*(((x + 3, y - 3), n, w) for (x, y), n, w in HOMES)))
    assert given(store) == before


def test_masked_homes_stay_where_they_were_when_others_come(home):
    few = [((0, 0), 2.0, 1.0)]
    store = village.found(layers={"demand": village.homes(*few)})
    [before] = village.seen(store).demand.geometry
    put(store, "demand", village.homes(*few, ((900, 0), 1.0, 0.0)))
    assert before in list(village.seen(store).demand.geometry)


def test_each_home_is_matched_once_and_the_nearest_first():
    at = gpd.GeoSeries(village.on_earth(shapely.Point(0, 0), shapely.Point(12, 0)))
    sites = pd.DataFrame(
        {"lon": at.x, "lat": at.y, "people": [3.0, 3.0], "women": None, "aggregate": ["a", "a"]}
    )
    homes = village.homes(((6.1, 0), 3.0, None), ((1, 0), 3.0, None), ((30, 0), 3.0, None))
    assert match_sites(sites, homes, village.METRIC).tolist() == [1, 0, UNMATCHED]


# --- parcels --------------------------------------------------------------------------------------


def parcels(store):
    return list(village.seen(store, "public").risk_areas.geometry)


def test_the_parcel_of_a_small_area_stays_whatever_is_counted(store):
    before = parcels(store)
    put(store, "demand", village.homes(*HOMES[::3]))
    assert parcels(store) == before
    put(store, "demand", village.homes(*HOMES, *(((x + 9, y), 2.0, 1.0) for (x, y), *_ in HOMES)))
    assert parcels(store) == before


def test_a_small_area_outside_all_parcels_gets_a_square_of_its_own(store):
    parcels(store)
    far = village.box(5110, 110, 5130, 130)
    put(store, "risk_areas", village.risk_areas((far, 3)))
    [shape] = village.in_metres(gpd.GeoSeries(parcels(store), crs="EPSG:4326"))
    assert shape.contains(far)
    assert 900_000 < shape.area < 1_100_000


def test_whoever_draws_areas_finds_no_home_by_what_the_public_is_shown(store):
    """Move an outline across homes: where it is shown as drawn does not depend on the homes."""
    given(store)
    outlines = [village.box(0, 0, east, 110) for east in (*range(101, 141), *range(200, 600, 20))]
    put(store, "risk_areas", village.risk_areas(*((one, 3) for one in outlines)))
    shown = [one.wkb for one in village.seen(store, "public").risk_areas.geometry]
    moved = [((x + 5.0, y), people, women) for (x, y), people, women in HOMES]
    before = given(store)
    put(store, "demand", village.homes(*moved))
    assert given(store) == before
    assert [one.wkb for one in village.seen(store, "public").risk_areas.geometry] == shown
    assert len(set(shown)) > 10  # some are shown as drawn
