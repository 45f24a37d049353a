import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community
from geo.errors import (
    BoundaryAntimeridianError,
    BoundaryMissingError,
    CommunityUnknownError,
    DownloadOfflineError,
    DownloadRefusedError,
    ExtractAntimeridianError,
    ExtractNotOsmError,
    ExtractOutsideBoundaryError,
    StreetsCrsMissingError,
)
from geo.imports.street_import import (
    MARGIN_M,
    buffer_boundary,
    import_streets,
    update_streets,
)
from geo.network.street_network import estimate_metric_crs
from geo.osm.street_servers import SERVERS_VARIABLE
from geo.parsing.source import SourceFile
from geo.privacy.view import open_view
from geo.store import communities as records
from geo.store import open_store
from geo.store.streets import (
    count_streets,
    read_street_bounds,
    read_street_edges,
    read_turn_restrictions,
)
from geo.street_files.street_choices import StreetChoices
from geo.street_files.street_file import OSM_ATTRIBUTION
from pages.ui import map_layers
from tests.network.napkin import STEP_M, draw
from tests.street_files import town

STREET = {"highway": "residential"}
SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (0, 5), 5: (1, 5)}
GROUND = shapely.box(-0.0005, -0.0005, 0.0025, 0.0025)


@pytest.fixture
def store():
    opened = open_store()
    create_community(opened, NewCommunity("vega", "La Vega"))
    yield opened
    opened.close()


@pytest.fixture
def village(tmp_path):
    ways = [(10, [1, 2, 3], STREET), (11, [4, 5], STREET)]
    return draw(tmp_path / "v.osm", SPOTS, ways, told={2: {"amenity": "police"}})


@pytest.fixture
def server(village, monkeypatch):
    """Answer every question with the village, or with the status somebody put there."""
    status = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = village.read_bytes()
            self.send_response(status.pop() if status else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            return

    answering = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=answering.serve_forever, args=(0.01,))
    thread.start()
    answering.address = f"http://127.0.0.1:{answering.server_port}/api/interpreter"
    answering.status = status
    monkeypatch.setenv(SERVERS_VARIABLE, answering.address)
    yield answering
    answering.shutdown()
    answering.server_close()
    thread.join()


def test_streets_come_with_their_counts_source_and_time_zone(store, village):
    counts = import_streets(store, "vega", village).counts
    community = records.read_community(store, "vega")
    assert (counts["ways"], counts["edges"], counts["fragments"]) == (2, 2, 2)
    assert counts["fragment_m"] == round(STEP_M)
    assert counts["candidates"] == count_streets(store, "vega")["candidates"] == 1
    assert (community.streets_version, community.streets_source) == (1, OSM_ATTRIBUTION)
    assert community.timezone is not None


def test_turn_restrictions_are_stored_with_the_streets_and_replaced_with_them(store, tmp_path):
    ways = [(10, [1, 2], STREET), (11, [2, 3], STREET), (12, [2, 5], STREET)]
    plain = draw(tmp_path / "plain.osm", SPOTS, ways)
    members = '<member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>'
    told = f"""<relation id="9" version="1">{members}<member type="way" ref="12" role="to"/>
        <tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation></osm>"""
    restricted = tmp_path / "restricted.osm"
    restricted.write_text(plain.read_text().replace("</osm>", told))
    import_streets(store, "vega", restricted)
    (turn,) = read_turn_restrictions(store, "vega").to_dict("records")
    edges = read_street_edges(store, "vega").set_index("edge")
    node = edges.loc[turn["from_edge"], "v" if turn["at_last_node"] else "u"]
    assert node in edges.loc[turn["to_edge"], ["u", "v"]].tolist()
    assert not turn["mandatory"]
    import_streets(store, "vega", plain)
    assert read_turn_restrictions(store, "vega").empty


@pytest.mark.parametrize(("joins", "length_m"), [(True, [4]), (False, [])])
def test_connectors_are_shown_on_the_map(store, tmp_path, joins, length_m):
    spots = {1: (0, 0), 2: (4, 0), 3: (2, 1), 4: (2, 4 / STEP_M)}
    ways = [(10, [1, 2], STREET), (11, [3, 4], {"highway": "footway"})]
    import_streets(store, "vega", draw(tmp_path / "v.osm", spots, ways), joins_fragments=joins)
    connectors = open_view(store, "vega", "public").connectors
    metres = connectors.to_crs(connectors.estimate_utm_crs()).length if joins else []
    assert list(metres) == pytest.approx(length_m, abs=0.05)
    names = map_layers.list_selectable_layers(open_view(store, "vega", "public"))
    assert (map_layers.CONNECTORS in names) is joins


def test_progress_only_grows_and_ends_at_one(store, village):
    told = []
    import_streets(store, "vega", village, progress=lambda share, key: told.append((share, key)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert told[-1] == (1.0, "streets.saved")
    assert "streets.reading" in {key for _, key in told}
    assert 0 <= shares[0] < shares[-1]


def test_other_streets_take_the_place_of_the_old(store, village, tmp_path):
    import_streets(store, "vega", village)
    import_streets(store, "vega", draw(tmp_path / "w.osm", SPOTS, [(12, [1, 2], STREET)]))
    edges = read_street_edges(store, "vega")
    assert len(edges) == 1
    assert read_street_bounds(store, "vega") == tuple(edges.total_bounds)
    assert records.read_community(store, "vega").streets_version == 2


def test_a_bad_file_leaves_the_old_streets(store, village, tmp_path):
    import_streets(store, "vega", village)
    bad = tmp_path / "photo.osm"
    bad.write_bytes(b"\xff\xd8\xff\xe0 no streets in here")
    with pytest.raises(ExtractNotOsmError):
        import_streets(store, "vega", bad)
    assert count_streets(store, "vega")["edges"] == 2
    assert records.read_community(store, "vega").streets_version == 1


def test_stopping_in_the_middle_leaves_the_old_streets(store, village):
    class StoppedError(Exception):
        pass

    def stop(share, _key):
        if share > 0.3:
            raise StoppedError

    import_streets(store, "vega", village)
    with pytest.raises(StoppedError):
        import_streets(store, "vega", village, progress=stop)
    assert records.read_community(store, "vega").streets_version == 1


def test_streets_more_than_the_margin_away_are_left_out(store, village, tmp_path):
    set_boundary(store, "vega", GROUND)
    far = {**SPOTS, 6: (60, 0), 7: (61, 0)}  # 6.4 km to the east
    ways = [(10, [1, 2], STREET), (13, [6, 7], STREET)]
    import_streets(store, "vega", draw(tmp_path / "w.osm", far, ways))
    assert read_street_edges(store, "vega").total_bounds[2] == pytest.approx(0.001)


def test_streets_of_somewhere_else_are_refused(store, village):
    set_boundary(store, "vega", shapely.box(10, 10, 10.1, 10.1))
    with pytest.raises(ExtractOutsideBoundaryError):
        import_streets(store, "vega", village)
    assert count_streets(store, "vega")["edges"] == 0


def test_no_community_no_streets(store, village):
    with pytest.raises(CommunityUnknownError):
        import_streets(store, "otra", village)


def test_the_margin_goes_all_around(store):
    assert buffer_boundary(None) is None
    ground = shapely.box(0, 0, 0.01, 0.01)
    west, south, east, north = buffer_boundary(ground).bounds
    assert -west == pytest.approx(MARGIN_M / 111_320, rel=0.01)
    assert north - 0.01 == pytest.approx(MARGIN_M / 110_574, rel=0.01)
    assert (east - 0.01, -south) == pytest.approx((-west, north - 0.01), rel=0.01)


def test_the_margin_is_metric_far_from_the_equator_too():
    ground = gpd.GeoDataFrame(geometry=[shapely.box(74.0, 42.0, 74.1, 42.1)], crs="EPSG:4326")
    wide = gpd.GeoSeries([buffer_boundary(ground.geometry[0])], crs="EPSG:4326")
    crs = estimate_metric_crs(ground)
    grown = wide.to_crs(crs).total_bounds - ground.to_crs(crs).total_bounds
    assert abs(grown) == pytest.approx([MARGIN_M] * 4, rel=0.01)


@pytest.mark.parametrize(
    "boundary",
    [
        shapely.box(179.9, -17, 180, -16.9),
        shapely.box(-180, -17, -179.9, -16.9),
        shapely.box(179.9, 64, 179.9999, 64.1),
        shapely.box(20, 41, 179.5, 81),
        shapely.box(30, -5, 31, 89.5),
        shapely.box(-81.4, -18.4, -68.6, 0.1),
    ],
)
def test_the_margin_is_a_valid_area_anywhere_on_earth(boundary):
    wide = buffer_boundary(boundary)
    assert wide.is_valid
    assert shapely.covers(shapely.box(-180, -90, 180, 90), wide)
    assert shapely.covers(wide, boundary)
    assert wide.bounds[2] - wide.bounds[0] < boundary.bounds[2] - boundary.bounds[0] + 3
    lowest = boundary.bounds[1] - MARGIN_M / 110_574
    assert wide.bounds[1] == pytest.approx(lowest, abs=0.001)
    for lon in (boundary.bounds[0], boundary.bounds[2]):  # at least the margin, at the highest edge
        sides = [lon - wide.bounds[0], wide.bounds[2] - lon]
        margin_m = min(abs(side) for side in sides) * 111_320
        margin_m *= np.cos(np.radians(boundary.bounds[3]))
        assert margin_m > 0.93 * MARGIN_M or 180 in np.abs(wide.bounds)


FIJI = shapely.union_all([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -178, -16)])
UNSPLIT = shapely.Polygon([(179.9, -17), (-179.9, -17), (-179.9, -16), (179.9, -16)])


@pytest.mark.parametrize("boundary", [FIJI, UNSPLIT, shapely.box(-180, -90, 180, 90)])
def test_a_boundary_on_both_sides_of_the_antimeridian_is_refused(store, boundary):
    with pytest.raises(BoundaryAntimeridianError):
        set_boundary(store, "vega", boundary)
    with pytest.raises(BoundaryAntimeridianError):
        buffer_boundary(boundary)
    assert records.read_community(store, "vega").boundary is None


def test_of_streets_across_the_antimeridian_those_of_one_side_are_imported(store, tmp_path):
    # 1---2 | 3---4, in the west at 179.99 degrees, in the east at -179.99
    spots = {1: (179_980, 0), 2: (179_990, 0), 3: (-179_990, 0), 4: (-179_980, 0)}
    file = draw(tmp_path / "taveuni.osm", spots, [(10, [1, 2, 3, 4], STREET)])
    with pytest.raises(ExtractAntimeridianError):
        import_streets(store, "vega", file)
    set_boundary(store, "vega", shapely.box(179.9, -0.1, 180, 0.1))
    import_streets(store, "vega", file)
    assert read_street_edges(store, "vega").total_bounds == pytest.approx(
        [179.98, 0, 179.99, 0], abs=1e-9
    )


def test_fetched_streets_are_imported_and_no_file_stays(store, server):
    set_boundary(store, "vega", GROUND)
    told = []
    counts = update_streets(
        store, "vega", server=server.address, progress=lambda *step: told.append(step)
    )
    assert counts["edges"] == count_streets(store, "vega")["edges"] == 2
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1] == (1.0, "streets.saved")
    assert list((store.folder / "downloads").iterdir()) == []


def test_without_a_boundary_nobody_is_asked(store, server):
    with pytest.raises(BoundaryMissingError) as raised:
        update_streets(store, "vega", server=server.address)
    assert raised.value.placeholders == {"community": "La Vega"}


def test_a_refusal_leaves_the_old_streets(store, server, village):
    import_streets(store, "vega", village)
    set_boundary(store, "vega", GROUND)
    server.status.append(400)
    with pytest.raises(DownloadRefusedError):
        update_streets(store, "vega", server=server.address)
    assert count_streets(store, "vega")["edges"] == 2


def test_offline_is_said_so(store, server):
    set_boundary(store, "vega", GROUND)
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadOfflineError):
        update_streets(store, "vega", server=server.address)


def test_streets_for_a_protected_store_are_fetched_in_memory(home, server):
    store = open_store(home, passphrase="cuatro palabras juntas aquí")
    create_community(store, NewCommunity("vega", "La Vega"))
    set_boundary(store, "vega", GROUND)
    stale = home / "downloads" / "vega.osm.parts"
    seen = []

    def look(*_):
        seen.append([path for path in home.rglob("*.osm*") if path.is_file()])

    counts = update_streets(store, "vega", server=server.address, progress=look)
    assert counts["edges"] == 2
    assert seen
    assert not any(seen)
    store.close()
    stale.mkdir(parents=True)
    (stale / "a.osm").write_text("Calle Sin Alumbrado", encoding="utf-8")
    open_store(home, passphrase="cuatro palabras juntas aquí").close()
    assert not (home / "downloads").exists()


@pytest.mark.parametrize("uploaded", [False, True])
def test_streets_of_a_municipality_come_with_their_own_source(store, tmp_path, uploaded):
    path = tmp_path / "calles.gpkg"
    town.lines().to_file(path)
    file = SourceFile("calles.gpkg", content=path.read_bytes()) if uploaded else path
    imported = import_streets(store, "vega", file)
    assert imported.columns["oneway"] == "SENTIDO"
    assert imported.counts["rows_taken"] == imported.counts["rows_read"] == len(town.WAYS)
    assert records.read_community(store, "vega").streets_source == "calles.gpkg"
    import_streets(store, "vega", file, source="Municipalidad de Vega")
    assert records.read_community(store, "vega").streets_source == "Municipalidad de Vega"


def test_what_a_file_needs_is_asked_through_the_process(store, tmp_path):
    frame = town.lines().to_crs(32631)
    frame.to_file(tmp_path / "v.shp", encoding="utf-8")
    (tmp_path / "v.prj").unlink()
    with pytest.raises(StreetsCrsMissingError) as raised:
        import_streets(store, "vega", tmp_path / "v.shp")
    assert raised.value.placeholders["file"] == "v.shp"
    choices = StreetChoices(crs="EPSG:32631", columns={"name": "TIPO_VIA"})
    imported = import_streets(store, "vega", tmp_path / "v.shp", choices=choices)
    assert imported.columns["name"] == "TIPO_VIA"
