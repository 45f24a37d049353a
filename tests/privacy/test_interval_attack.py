"""
What an attacker makes of all that is published: metres from the door, persons from the number.

Run with `-s` to read the tables.
"""

from __future__ import annotations

import json
import shutil
import sys

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.optimize import linprog

from geo.coverage import measurement
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import build_coverage_layers, build_coverage_report
from geo.formats.export_note import make_export_note
from geo.formats.geojson_file import format_geojson
from geo.model import Community
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.masking import mask_points
from geo.privacy.redaction import redact
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import View, open_view
from geo.store import open_store
from tests import village
from tests.privacy.unrecorded import UnrecordedDisclosure
from tests.thorough import choose

EXPORTS = choose(200, 1000)
FRESH = 10  # of them by a view of their own
AWAKE = "2026-05-01T12:00"
SIDE, APART = 10, 200.0  # a village of streets, SIDE by SIDE corners, this many metres apart
GATEWAY = "Llame a la línea 0000."


def told(title, rows):
    """Print a table where somebody reads along."""
    widths = [max(len(str(row[n])) for row in rows) for n in range(len(rows[0]))]
    lines = ["  ".join(str(c).ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    sys.stdout.write("\n" + "\n".join([title, *lines]) + "\n")


# --- a village whose shelter can be put anywhere --------------------------------------------------


def corners():
    return {f"{x}.{y}": (x * APART, y * APART) for x in range(SIDE) for y in range(SIDE)}


def streets():
    along = [(x, y, x + 1, y) for x in range(SIDE - 1) for y in range(SIDE)]
    across = [(x, y, x, y + 1) for x in range(SIDE) for y in range(SIDE - 1)]
    joined = [village.Street(f"{a}.{b}", f"{c}.{d}") for a, b, c, d in along + across]
    return village.edges(corners(), joined)


def homes():
    spots = [(x * APART + 70, y * APART + 15) for x in range(SIDE - 1) for y in range(SIDE - 1)]
    random = np.random.default_rng(3)
    people = random.integers(1, 12, len(spots))
    return village.homes(
        *((spot, float(n), float(n // 2)) for spot, n in zip(spots, people, strict=True))
    )


def quarters():
    half, whole = APART * (SIDE - 1) / 2, APART * (SIDE - 1)
    boxes = [
        shapely.box(x * half, y * half, x * half + half, y * half + half)
        for x in (0, 1)
        for y in (0, 1)
    ]
    assert boxes[-1].bounds[2] == whole
    return village.zones(
        *((box, f"{n}", name) for n, (box, name) in enumerate(zip(boxes, "ABCD", strict=True)))
    )


def with_shelter_at(spot, slug, *, by_street=True):
    """Found the village with its one shelter somewhere, or with none."""
    layers = {"demand": homes(), "zones": quarters()}
    if spot is not None:
        layers["services"] = village.doors((spot, "shelter", True)).assign(gateway=GATEWAY)
    whole = shapely.box(0, 0, APART * (SIDE - 1), APART * (SIDE - 1))
    boundary = village.on_earth(whole).iloc[0]
    community = Community(slug, "Servilleta", boundary=boundary, timezone="America/El_Salvador")
    return village.found(streets() if by_street else None, layers, community=community)


def report(store, slug, audience, minutes, *, service="shelter"):
    view = village.seen(store, audience, slug)
    when = view.moment(AWAKE) if view.has_streets else None
    answer = measure_coverage(
        view, CoverageRequest(service, TravelThreshold(minutes=minutes), departure_time=when)
    )
    return json.dumps(build_coverage_report(answer), default=float)


def at_homes():
    return [(spot.x, spot.y) for spot in village.in_metres(homes().geometry)]


def quarter_of(spot):
    half = APART * (SIDE - 1) / 2
    return int(spot[0] >= half), int(spot[1] >= half)


# --- hundreds of exports --------------------------------------------------------------------------


@pytest.mark.slow
def test_hundreds_of_exports_of_a_shelter_say_no_more_than_one(home):
    truth = (120.0, 640.0)
    store = with_shelter_at(truth, village.SLUG)
    near = [spot for spot in at_homes() if quarter_of(spot) == quarter_of(truth)]
    by_zone = np.hypot(*(np.mean(near, axis=0) - truth))
    rows = [
        ("audience", "exports", "different texts", "places found", "best guess [m]", "zone [m]")
    ]
    for audience in ("public", "network"):
        texts = {exported(store, audience) for _ in range(FRESH)}
        view = village.seen(store, audience)
        texts |= {exported(store, audience, view) for _ in range(EXPORTS - FRESH)}
        [text] = texts
        [feature] = json.loads(text)["features"]
        assert feature["geometry"] is None
        said = {name for name, value in feature["properties"].items() if value is not None}
        zone = {"zone"} if audience == "network" else set()
        # No hidden service is said to be public; GeoPackages and CSV have no third value.
        assert said == {"type", "gateway", "confidential", "public"} | zone
        assert feature["properties"]["public"] is False
        assert feature["properties"].get("zone") == ("A" if zone else None)
        rows.append((audience, EXPORTS, len(texts), 0, f"{by_zone:.0f}", f"{by_zone:.0f}"))
    told(f"{EXPORTS} exports of the services", rows)


def exported(store, audience, view=None):
    record = village.seen(store, audience).community
    fresh = view or View(store, record, audience)
    note = make_export_note(record, audience)
    return format_geojson(fresh.services, layer="services", note=note)


@pytest.mark.slow
def test_hundreds_of_exports_of_a_home_average_to_the_one_masked_place():
    living = homes()
    ground = DisclosureContext(homes=living, installation_secret=bytes(32))
    home = living.geometry.iloc[[40]]
    [truth] = village.in_metres(home)
    fixed = np.array([(p.x, p.y) for _ in range(EXPORTS) for p in mask_points(home, ground)])
    [once] = village.in_metres(mask_points(home, ground))
    # What would be if each export drew anew: the mean of a ring is its middle.
    random = np.random.default_rng(1)
    away = np.hypot(once.x - truth.x, once.y - truth.y)
    turns = random.uniform(0, 2 * np.pi, EXPORTS)
    anew = np.hypot(np.mean(away * np.cos(turns)), np.mean(away * np.sin(turns)))
    told(
        f"{EXPORTS} exports of one home, averaged",
        [
            ("draw", "metres from the truth"),
            ("once, then fixed", f"{away:.1f}"),
            ("anew each time (not done)", f"{anew:.1f}"),
        ],
    )
    assert np.ptp(fixed, axis=0).max() == 0
    assert away >= 64.0
    assert anew < away / 5


# --- differencing of coverage ---------------------------------------------------------------------


@pytest.fixture
def few_simulations(monkeypatch):
    """Place a hidden service a few times: how often matters to precision only."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", choose(4, measurement.SIMULATION_COUNT))


def sweep(spot, slug, audience, thresholds, *, by_street):
    store = with_shelter_at(spot, slug, by_street=by_street)
    return [report(store, slug, audience, minutes) for minutes in thresholds]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "thresholds", "by_street"),
    [
        ("network", range(2, 61, 8), False),
        ("network", range(2, 61, 8), True),
        ("public", (4, 12), False),
        ("public", (4, 12), True),
    ],
)
def test_sweeping_thresholds_finds_the_zone_and_no_more(
    few_simulations, audience, thresholds, by_street
):
    """
    Put the shelter at either end of its zone: nothing that is published changes.

    In another zone the network's numbers change, and the public's do not.
    """
    one, other, elsewhere = (70.0, 15.0), (870.0, 815.0), (1670.0, 1615.0)
    assert quarter_of(one) == quarter_of(other) != quarter_of(elsewhere)
    swept = {
        name: sweep(spot, name, audience, thresholds, by_street=by_street)
        for name, spot in (("one", one), ("other", other), ("elsewhere", elsewhere))
    }
    assert swept["one"] == swept["other"]
    assert (swept["one"] == swept["elsewhere"]) is (audience == "public")
    assert {json.loads(text)["published"] for text in swept["one"]} == {"by_zone"}


@pytest.mark.slow
def test_an_attacker_who_knows_everything_else_is_left_with_the_zone(few_simulations):
    """
    Try every fourth home as the place, simulate what would be published, and keep what fits.

    Beside it, what exact counts by zone would give away: the door itself.
    """
    truth = at_homes()[38]
    thresholds = (3, 7, 12, 18)
    seen = sweep(truth, "truth", "network", thresholds, by_street=False)
    exact = exact_counts(truth, thresholds)
    fits, fits_exact = [], []
    for number, spot in enumerate(tried := at_homes()[2::4]):
        if sweep(spot, f"try{number}", "network", thresholds, by_street=False) == seen:
            fits.append(spot)
        if np.array_equal(exact_counts(spot, thresholds), exact):
            fits_exact.append(spot)
    zone = [spot for spot in tried if quarter_of(spot) == quarter_of(truth)]
    rows = [
        ("published", "homes that fit", "mean distance to the truth [m]"),
        ("nothing but the zone", len(zone), f"{far(zone, truth):.0f}"),
        ("coverage, as it is told", len(fits), f"{far(fits, truth):.0f}"),
        ("exact counts by zone (not done)", len(fits_exact), f"{far(fits_exact, truth):.0f}"),
    ]
    told("Differencing of coverage, four thresholds, by someone who knows all homes", rows)
    assert fits == zone
    assert fits_exact == [truth]


def exact_counts(spot, thresholds):
    """People within a straight walk of a place, by quarter and threshold."""
    spots = np.array(at_homes())
    quarter = np.array([2 * x + y for x, y in map(quarter_of, spots)])
    minutes = np.hypot(*(spots - spot).T) * 1.3 / 75
    people = homes()["people"].to_numpy()
    return np.array(
        [np.bincount(quarter, people * (minutes <= limit), minlength=4) for limit in thresholds]
    )


def far(spots, truth):
    return float(np.mean(np.hypot(*(np.array(spots) - truth).T)))


def test_the_answer_with_and_without_the_shelter_differs_by_its_zone_alone():
    store = with_shelter_at((470.0, 415.0), "with")
    answer = json.loads(report(store, "with", "public", 9))
    assert answer["confidential_service_count"] == answer["service_count"] == 1
    assert answer["gap_count"] == 0
    assert answer["off_street_people"] == 0, "of whole blocks, and the same wherever the shelter is"
    assert all(zone["minutes"] is None for zone in answer["zones"])
    view = village.seen(store, "public", "with")
    ask = CoverageRequest("shelter", TravelThreshold(minutes=9), departure_time=view.moment(AWAKE))
    tables = build_coverage_layers(measure_coverage(view, ask))
    assert set(tables) == {"zones"}
    assert not isinstance(tables["zones"], gpd.GeoDataFrame)


def test_a_coordinator_sees_everything():
    store = with_shelter_at((470.0, 415.0), "whole")
    answer = json.loads(report(store, "whole", "coordinator", 9))
    assert (answer["published"], answer["confidential_service_count"], answer["service_count"]) == (
        "whole",
        0,
        1,
    )
    assert answer["gap_count"] > 0


# --- what ids, order and bounds tell --------------------------------------------------------------


def test_where_a_hidden_service_stood_in_the_layer_is_not_shown():
    doors = [((0, 0), "health", False), ((500, 0), "shelter", True), ((900, 0), "police", False)]
    ground = DisclosureContext(homes=homes(), zones=quarters())
    first, last = (
        redact(
            "services",
            named(village.doors(*order)),
            "network",
            disclosure=UnrecordedDisclosure(ground),
        )
        for order in (doors, [doors[0], doors[2], doors[1]])
    )
    assert first["type"].tolist() == last["type"].tolist() == ["health", "police", "shelter"]
    assert first["id"].iloc[-1] == last["id"].iloc[-1]
    assert first.total_bounds.tolist() == last.total_bounds.tolist()


def named(frame):
    return frame.assign(id=[f"id of {spot.wkt}" for spot in frame.geometry])


def test_the_public_sees_no_zone():
    ground = DisclosureContext(homes=homes(), zones=quarters())
    doors = named(village.doors(((500, 0), "shelter", True), ((0, 0), "police", False)))
    assert "zone" not in redact(
        "services", doors, "public", disclosure=UnrecordedDisclosure(ground)
    )
    assert redact("services", doors, "network", disclosure=UnrecordedDisclosure(ground))[
        "zone"
    ].tolist() == [None, "A"]


def test_a_zone_of_few_homes_is_shown_with_its_neighbour():
    small, rest = shapely.box(0, 0, 300, 300), shapely.box(300, 0, 1800, 1800)
    ground = DisclosureContext(
        homes=homes(), zones=village.zones((small, "1", "Chico"), (rest, "2", "Grande"))
    )
    doors = named(village.doors(((100, 100), "shelter", True)))
    assert redact("services", doors, "network", disclosure=UnrecordedDisclosure(ground))[
        "zone"
    ].tolist() == ["Chico, Grande"]


# --- bounding what is suppressed ------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(built_demo, tmp_path_factory):
    store = open_store(
        shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("demo") / "home")
    )
    yield open_view(store, "chancala", "public")
    store.close()


SEXES = ("women", "others")
STATES = ("safely", "roughly", "far", "no_way")
SUMS = {
    "people": STATES,
    "covered": STATES[:2],
    "covered_safely": STATES[:1],
    "uncovered": STATES[2:],
    "no_way": STATES[3:],
}


def outsider(answer):
    """Bound every hidden number of a report, knowing nothing but the report."""
    zones = len(answer["zones"])

    def row(of_zones, sexes, sums):
        chosen = np.zeros((zones, 2, 4))
        places = [STATES.index(state) for state in sums]
        chosen[np.ix_(of_zones, [SEXES.index(sex) for sex in sexes], places)] = 1
        return chosen.ravel()

    cells = {}
    for name, sums in SUMS.items():
        cells[name] = (answer[name], row(range(zones), SEXES, sums))
        cells[f"women.{name}"] = (answer["women"][name], row(range(zones), ["women"], sums))
        for n, zone in enumerate(answer["zones"]):
            cells[f"zones.{n}.{name}"] = (zone[name], row([n], SEXES, sums))
    for n, zone in enumerate(answer["zones"]):
        cells[f"zones.{n}.women"] = (zone["women"], row([n], ["women"], STATES))
        uncovered = zone["women_uncovered"]
        cells[f"zones.{n}.women_uncovered"] = (uncovered, row([n], ["women"], STATES[2:]))
    known = [(value, sums) for value, sums in cells.values() if isinstance(value, float)]
    few = [sums for value, sums in cells.values() if isinstance(value, str)]
    system = {
        "A_eq": np.array([sums for _, sums in known]),
        "b_eq": np.array([value for value, _ in known]),
        "A_ub": np.array(few) if few else None,
        "b_ub": np.full(len(few), MIN_FREQUENCY) if few else None,
    }
    assert {name for name, (value, _) in cells.items() if not isinstance(value, float)} == {
        place for place in answer["suppressed"] if not place.startswith("gaps")
    }
    widths = {}
    for name, (value, sums) in cells.items():
        if not isinstance(value, float):
            low, high = linprog(sums, **system), linprog(-sums, **system)
            widths[name] = np.inf if high.status == 3 else -high.fun - low.fun
    return widths


@pytest.mark.slow
@pytest.mark.parametrize("service", ["health", "police", "shelter", "accompaniment"])
def test_no_hidden_number_of_a_report_is_bounded_to_less_than_k(demo, service):
    rows = [("service", "minutes", "hidden", "narrowest interval [persons]")]
    for minutes in (7, 15, 30, 45):
        ask = CoverageRequest(
            service, TravelThreshold(minutes=minutes), departure_time=demo.moment(AWAKE)
        )
        answer = json.loads(
            json.dumps(build_coverage_report(measure_coverage(demo, ask)), default=float)
        )
        widths = outsider(answer)
        narrow = min(widths.values(), default=np.inf)
        rows.append((service, minutes, len(widths), f"{narrow:.3f}"))
        assert narrow >= MIN_FREQUENCY - 1e-4
        assert counts_below_k(answer) == []
    told("Everything suppressed, bounded by HiGHS from the report alone", rows)


def counts_below_k(answer):
    numbers = [answer[name] for name in SUMS] + list(answer["women"].values())
    numbers += [zone[name] for zone in answer["zones"] for name in (*SUMS, "women")]
    return [n for n in numbers if isinstance(n, float) and 0 < n < MIN_FREQUENCY]
