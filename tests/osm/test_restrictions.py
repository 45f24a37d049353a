"""Restrictions of edges: what private ways, gates, hours and one-ways leave open."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from shapely import get_coordinates

from geo.network.polylines import segment_lengths_m
from geo.osm.extract import read_extract
from geo.osm.restricted_edges import STUB_LENGTH_M
from tests.network.napkin import STEP_M, draw

CASES = Path(__file__).parent / "cases"
STREET, PATH = {"highway": "residential"}, {"highway": "footway"}
#   4 - 5 - 6
#   |   |   |      the middle path 2-7-5, with a node of its own
#   |   7   |
#   1 - 2 - 3
LADDER = {1: (0, 0), 2: (4, 0), 3: (8, 0), 4: (0, 2), 5: (4, 2), 6: (8, 2), 7: (4, 1)}
RING = (10, [1, 2, 3, 6, 5, 4, 1], STREET)
MIDDLE = (11, [2, 7, 5], PATH)


def lengths(edges):
    return np.array([segment_lengths_m(get_coordinates(line)).sum() for line in edges.geometry])


def restricted(edges):
    return edges[edges["access"].notna() | edges["open_hours"].notna()]


@pytest.fixture
def read(tmp_path):
    def drawn(middle=PATH, *, ways=(), gate=None, spots=LADDER):
        told = None if gate is None else {7: gate}
        return read_extract(
            draw(tmp_path / "a.osm", spots, [RING, (11, [2, 7, 5], middle), *ways], told=told)
        ).edges

    return drawn


# --- the cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "values"),
    [
        ("gate_locked", {"access": "closed", "barrier": "gate", "open_hours": None}),
        ("gate_private", {"access": "destination", "barrier": "gate", "open_hours": None}),
    ],
)
def test_a_gate_restricts_half_a_metre_on_both_sides(case, values):
    edges = read_extract(CASES / f"{case}.osm").edges
    stubs = restricted(edges)
    assert lengths(stubs) == pytest.approx([STUB_LENGTH_M] * 2, abs=1e-3)
    assert stubs[list(values)].to_dict("records") == [values] * 2
    (gate,) = {*stubs["u"], *stubs["v"]} - {*edges.drop(stubs.index)[["u", "v"]].stack()}
    assert lengths(edges[edges["way"] == 200]).sum() == pytest.approx(500, rel=0.01)
    assert gate in {*stubs["u"]} & {*stubs["v"]}


@pytest.mark.parametrize(
    ("case", "hours"),
    [
        ("path_opening_hours_night", "06:00-18:00"),
        ("foot_conditional_night", "24/7; 18:00-06:00 off"),
    ],
)
def test_a_path_with_hours_has_them_and_a_node_of_its_own(case, hours):
    edges = read_extract(CASES / f"{case}.osm").edges
    path = edges[edges["way"] == 200]
    assert path["open_hours"].tolist() == [hours] * 2
    assert path["access"].tolist() == [None] * 2
    assert restricted(edges).index.tolist() == path.index.tolist()
    assert lengths(path)[0] == pytest.approx(lengths(path)[1])


# --- ways ----------------------------------------------------------------------------------------


def test_a_private_path_leads_to_destinations_only(read):
    edges = read({"highway": "service", "access": "private"})
    assert restricted(edges)["way"].tolist() == [11, 11]
    assert restricted(edges)["access"].tolist() == ["destination"] * 2
    assert restricted(edges)["barrier"].tolist() == [None] * 2


def test_a_path_that_is_not_restricted_is_one_edge_as_ever(read):
    edges = read()
    assert restricted(edges).empty
    assert (edges["way"] == 11).sum() == 1


def test_a_private_dead_end_is_not_split(read):
    private = (12, [7, 8], {"highway": "service", "access": "private"})
    edges = read(ways=[private], spots=LADDER | {8: (5, 1)})
    assert restricted(edges)["way"].tolist() == [12]


@pytest.mark.parametrize(
    ("tags", "sign"), [({"oneway:foot": "yes"}, 1), ({"oneway:foot": "-1"}, -1)]
)
@pytest.mark.parametrize("refs", [[2, 7, 5], [5, 7, 2]])
def test_one_way_on_foot_is_said_relative_to_the_edge(tmp_path, tags, sign, refs):
    extract = read_extract(draw(tmp_path / "a.osm", LADDER, [RING, (11, refs, PATH | tags)]))
    (edge,) = extract.edges[extract.edges["way"] == 11].itertuples()
    at = extract.nodes.geometry
    first, last = (at[edge.u], at[edge.v]) if edge.direction > 0 else (at[edge.v], at[edge.u])
    goes_up = last.y > first.y
    assert goes_up == ((sign > 0) == (refs[0] == 2))
    assert extract.edges["direction"].abs().sum() == 1


def test_one_way_of_vehicles_is_none_of_pedestrians(read):
    edges = read({"highway": "footway", "oneway": "yes"})
    assert not edges["direction"].any()
    assert edges["drive_direction"].abs().sum() == 1


# --- barriers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gate",
    [
        {"barrier": "gate", "locked": "yes"},
        {"barrier": "gate", "locked": "yes", "foot": "yes"},
        {"barrier": "lift_gate", "locked": "yes"},
        {"barrier": "gate", "access": "no"},
        {"barrier": "gate", "foot": "no"},
        {"barrier": "bollard", "foot": "no"},
        {"barrier": "stile", "access": "no"},
        {"barrier": "wall"},
        {"barrier": "fence"},
        {"barrier": "hedge"},
        {"foot": "no"},
        {"access": "no", "highway": "crossing"},
        {"barrier": "gate", "locked": "yes", "access": "private"},
        {
            "barrier": "gate",
            "access": "private",
            "locked": "yes",
            "locked:conditional": "no @ (Sa)",
        },
    ],
)
def test_a_closed_barrier_closes_both_sides(read, gate):
    stubs = restricted(read(gate=gate))
    assert stubs["access"].tolist() == ["closed"] * 2
    assert stubs["barrier"].tolist() == [gate.get("barrier", "yes")] * 2


@pytest.mark.parametrize(
    "gate",
    [
        {"barrier": "gate", "access": "private"},
        {"barrier": "gate", "access": "customers"},
        {"barrier": "lift_gate", "access": "permit"},
        {"barrier": "swing_gate", "foot": "private"},
        {"barrier": "gate", "access": "no", "foot": "destination"},
        {"barrier": "yes"},
        {"barrier": "spiked_thing"},
        {"access": "private"},
        {"barrier": "gate", "opening_hours": "when the guard is there"},
    ],
)
def test_a_private_or_unknown_barrier_leads_to_destinations(read, gate):
    assert restricted(read(gate=gate))["access"].tolist() == ["destination"] * 2


@pytest.mark.parametrize(
    "gate",
    [
        {"barrier": "gate"},
        {"barrier": "gate", "locked": "no"},
        {"barrier": "gate", "access": "yes"},
        {"barrier": "gate", "access": "private", "foot": "yes"},
        {"barrier": "lift_gate", "locked": "yes", "foot": "yes"},
        {"barrier": "gate", "opening_hours": "24/7"},
        {"barrier": "wall", "foot": "yes"},
        {"barrier": "bollard"},
        {"barrier": "jersey_barrier"},
        {"barrier": "bollard", "access": "no", "foot": "yes"},
        *({"barrier": kind} for kind in (
            "stile", "kissing_gate", "lift_gate", "swing_gate", "cycle_barrier", "turnstile",
            "full-height_turnstile", "block", "chain", "toll_booth", "border_control", "entrance",
            "cattle_grid", "kerb",
        )),
        {"motor_vehicle": "no"},
        {"highway": "crossing"},
    ],
)  # fmt: skip
def test_what_pedestrians_pass_cuts_no_footway(read, gate):
    edges = read(gate=gate)
    assert restricted(edges).empty
    assert (edges["way"] == 11).sum() == 1


@pytest.mark.parametrize(
    ("gate", "hours"),
    [
        ({"barrier": "gate", "opening_hours": "06:00-22:00"}, "06:00-22:00"),
        ({"barrier": "gate", "access:conditional": "no @ (22:00-06:00)"}, "24/7; 22:00-06:00 off"),
        (
            {"barrier": "gate", "foot": "no", "foot:conditional": "yes @ (06:00-22:00)"},
            "06:00-22:00 open",
        ),
        ({"barrier": "gate", "locked:conditional": "yes @ (22:00-06:00)"}, "24/7; 22:00-06:00 off"),
        (
            {"barrier": "gate", "locked": "yes", "locked:conditional": "no @ (06:00-22:00)"},
            "06:00-22:00 open",
        ),
    ],
)
def test_a_gate_with_hours_has_them_on_both_sides(read, gate, hours):
    stubs = restricted(read(gate=gate))
    assert stubs["open_hours"].tolist() == [hours] * 2
    assert stubs["access"].tolist() == [None] * 2
    assert stubs["barrier"].tolist() == ["gate"] * 2


def test_a_bollard_on_a_street_stops_vehicles_alone(read):
    edges = read(STREET, gate={"barrier": "bollard"})
    assert restricted(edges).empty
    stubs = edges[edges["barrier"].notna()]
    assert stubs["drive_access"].tolist() == ["closed"] * 2
    assert lengths(stubs) == pytest.approx([STUB_LENGTH_M] * 2, abs=1e-3)


def test_a_gate_at_a_junction_restricts_every_street_of_it(read):
    across = (12, [7, 8], PATH)
    edges = read(
        ways=[across], spots=LADDER | {8: (5, 1)}, gate={"barrier": "gate", "locked": "yes"}
    )
    assert restricted(edges)["access"].tolist() == ["closed"] * 3


def test_a_gate_at_the_end_of_a_way_cuts_it_once(tmp_path):
    told = {2: {"barrier": "gate", "locked": "yes"}}
    edges = read_extract(draw(tmp_path / "a.osm", LADDER, [(10, [1, 2], PATH)], told=told)).edges
    assert sorted(lengths(edges)) == pytest.approx([STUB_LENGTH_M, 4 * STEP_M - STUB_LENGTH_M])
    assert sorted(edges["access"].map(str)) == ["None", "closed"]


def test_two_gates_that_are_near_leave_a_piece_between_them(tmp_path):
    spots = {1: (0, 0), 2: (1, 0), 3: (1.003, 0), 4: (2, 0)}  # a third of a metre
    told = {2: {"barrier": "gate", "locked": "yes"}, 3: {"barrier": "gate", "access": "private"}}
    edges = read_extract(
        draw(tmp_path / "a.osm", spots, [(10, [1, 2, 3, 4], PATH)], told=told)
    ).edges
    assert sorted(edges["access"].map(str)) == ["None"] * 3 + ["closed"] * 2 + ["destination"] * 2
    assert (lengths(edges) > 0.05).all()
    assert lengths(edges).sum() == pytest.approx(2 * STEP_M)


def test_a_gate_on_one_of_two_nodes_on_one_spot_still_closes(tmp_path):
    spots = {1: (0, 0), 2: (1, 0), 3: (1, 0), 4: (2, 0)}
    for gate in (2, 3):
        told = {gate: {"barrier": "gate", "locked": "yes"}}
        file = draw(tmp_path / "a.osm", spots, [(10, [1, 2, 3, 4], PATH)], told=told)
        assert (read_extract(file).edges["access"] == "closed").sum() == 2


@pytest.mark.parametrize("closed", [2, 3])
def test_of_two_gates_on_one_spot_the_stricter_holds(tmp_path, closed):
    spots = {1: (0, 0), 2: (1, 0), 3: (1, 0), 4: (2, 0)}
    told = {ref: {"barrier": "gate", "access": "private"} for ref in (2, 3)}
    told[closed]["locked"] = "yes"
    file = draw(tmp_path / "a.osm", spots, [(10, [1, 2, 3, 4], PATH)], told=told)
    assert sorted(read_extract(file).edges["access"].map(str)) == ["None"] * 2 + ["closed"] * 2


def test_a_gate_inside_a_private_way_keeps_the_stricter(read):
    edges = read(
        {"highway": "service", "access": "private"}, gate={"barrier": "gate", "access": "no"}
    )
    way = edges[edges["way"] == 11]
    assert sorted(way["access"]) == ["closed"] * 2 + ["destination"] * 2


def test_a_gate_aside_of_all_ways_restricts_nothing(read):
    spots = LADDER | {9: (2, 1)}
    del spots[9]
    edges = read(gate=None, spots=spots)
    assert restricted(edges).empty


def test_restricted_edges_keep_a_simple_graph_in_one_part(read):
    edges = read(
        {"highway": "service", "access": "private"},
        ways=[(12, [2, 5], PATH | {"opening_hours": "06:00-18:00"})],
        gate={"barrier": "gate", "locked": "yes"},
    )
    graph = nx.Graph(list(zip(edges["u"], edges["v"], strict=True)))
    assert graph.number_of_edges() == len(edges)
    assert nx.is_connected(graph)
    assert nx.number_of_selfloops(graph) == 0


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway", "access": "no"},
        {"highway": "residential", "foot": "no"},
        {"highway": "construction"},
        {"highway": "trunk", "motorroad": "yes"},
    ],
)
def test_no_gap_is_bridged_where_a_way_is_closed(tmp_path, tags):
    # Three metres from street to street, and the way between them is closed.
    spots = {1: (0, 0), 2: (10, 0), 3: (20, 0), 4: (10, 0.03), 5: (10, 10), 6: (0, 10)}
    ways = [(10, [1, 2, 3], STREET), (11, [4, 5, 6], STREET)]
    gap = read_extract(draw(tmp_path / "a.osm", spots, ways)).counts
    assert (gap["fragments"], gap["connectors"]) == (1, 1)
    closed = read_extract(draw(tmp_path / "b.osm", spots, [*ways, (12, [2, 4], tags)])).counts
    assert (closed["fragments"], closed["connectors"]) == (2, 0)
