"""Rows with a doubt wait, the others are taken; every row of a file is accounted for."""

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.visitor import ANONYMOUS
from geo.errors import (
    ImportBatchUnknownError,
    LayerCrsError,
    LayerRowsError,
    WaitingRowsUnknownError,
    WriteDeniedError,
)
from geo.formats.reading import read_layer_file
from geo.imports.accounting import make_account
from geo.imports.import_choices import NO_CHOICES, ImportChoices, accept_proposals
from geo.imports.import_undo import undo_import
from geo.imports.layer_checks import split_layer
from geo.imports.layer_import import import_layer
from geo.imports.proposal_decisions import carry_out_all
from geo.imports.row_doubts import set_apart_doubtful, set_apart_misplaced
from geo.imports.row_proposals import Corrections
from geo.imports.waiting_rows import list_visible_batches, read_waiting_batches, resolve_rows
from geo.model import Community
from geo.parsing.source import SourceFile
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import add_community
from geo.store.history import read_history
from geo.store.layers import read_layer
from tests.imports.napkin import table

CANTON = shapely.box(-89.95, 13.7, -89.75, 13.9)
COMMUNITY = Community(slug="canton", name="Canton", boundary=CANTON)
HEAD = "name,type,lat,lon,phone"
SURE = "Uno,health,13.80123,-89.91234,22220001"
ROWS = (
    SURE,
    "Dos,choza,13.80223,-89.91334,22220002",
    "Tres,police,-89.91334,13.80223,22220003",
    "Cuatro,police,0,0,22220004",
    "Cinco,police,13.81,-89.9,22220005",
    "Uno,health,13.80123,-89.91234,22220009",
    "Siete,police,13.80123,270.08766,22220007",
    "Ocho,police,,,",
    "Nueve,court,15.12345,-88.12345,22220008",
)


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, COMMUNITY)
    yield store
    store.close()


def bring(store, path, *rows, **options):
    file = table(path / "lista.csv", "\n".join([HEAD, *rows, ""]))
    return import_layer(store, "canton", "services", file, waits=True, **options)


def names(store):
    return sorted(read_layer(store, "canton", "services")["name"])


def kinds(report):
    account = make_account([report])
    return {one["kind"]: (one["rows"], one["proposal"]) for one in account["doubts"]}


def check_identity(account):
    for part in (account, *account["layers"]):
        assert part["read"] == part["taken"] + part["waiting"] + part["left_out"]


def test_sure_rows_are_taken_and_the_others_wait_for_what_they_are(store, tmp_path):
    report = bring(store, tmp_path, *ROWS)
    assert names(store) == ["Uno"]
    assert kinds(report) == {
        "code": ([2], None),
        "looks_swapped": ([3], "swap_axes"),
        "zero_place": ([4], "leave_out"),
        "coarse_place": ([5], None),
        "duplicate": ([6], "leave_out"),
        "out_of_range": ([7], "shift_longitude"),
        "no_phone": ([8], None),
        "far_outside": ([9], None),
    }
    account = make_account([report])
    assert [account[name] for name in ("read", "taken", "waiting", "left_out")] == [9, 1, 8, 0]
    check_identity(account)
    (batch,) = read_waiting_batches(store, "canton")
    assert batch.features.index.tolist() == [2, 3, 4, 5, 6, 7, 8, 9]


def test_proposals_do_what_they_say_and_the_rest_goes_on_waiting(store, tmp_path):
    batch = bring(store, tmp_path, *ROWS).batch
    report = resolve_rows(store, "canton", batch, None, "proposal")
    assert (report.taken, report.left_out, report.waiting) == ((3, 7), (4, 6), (2, 5, 8, 9))
    assert names(store) == ["Siete", "Tres", "Uno"]
    held = read_layer(store, "canton", "services").set_index("name").geometry
    assert held["Tres"].wkt == "POINT (-89.91334 13.80223)"
    assert held["Siete"].wkt == "POINT (-89.91234 13.80123)"


def test_rows_are_corrected_or_taken_as_they_are(store, tmp_path):
    batch = bring(store, tmp_path, *ROWS).batch
    chosen = Corrections(codes={"type:choza": "legal_aid"})
    assert resolve_rows(store, "canton", batch, [2], "take", corrections=chosen).taken == (2,)
    phone = Corrections(values={"phone": "22229999"})
    assert resolve_rows(store, "canton", batch, [8], "take", corrections=phone).taken == (8,)
    report = resolve_rows(store, "canton", batch, None, "take")
    assert report.taken == (3, 4, 5, 6, 9)
    assert report.waiting == (7,)  # its longitude is on no map: nobody may take it so
    services = read_layer(store, "canton", "services").set_index("name")
    assert services.loc["Dos", "type"] == "legal_aid"
    assert services.loc["Ocho", "phone"] == "22229999"


def test_a_correction_that_is_not_valid_changes_nothing(store, tmp_path):
    batch = bring(store, tmp_path, *ROWS).batch
    wrong = Corrections(values={"type": "castillo"})
    with pytest.raises(LayerRowsError):
        resolve_rows(store, "canton", batch, [2], "take", corrections=wrong)
    with pytest.raises(WaitingRowsUnknownError):
        resolve_rows(store, "canton", batch, [1], "take")
    assert names(store) == ["Uno"]
    assert len(read_waiting_batches(store, "canton")[0].features) == 8


def test_the_same_file_again_changes_nothing(store, tmp_path):
    batch = bring(store, tmp_path, *ROWS).batch
    resolve_rows(store, "canton", batch, None, "proposal")
    before = names(store)
    again = bring(store, tmp_path, *ROWS)
    assert names(store) == before
    assert (again.added, again.unchanged) == (0, 1)
    assert (again.taken_before, again.left_out_before) == ((3, 7), (4, 6))
    assert again.waiting == (2, 5, 8, 9)
    account = make_account([again])
    check_identity(account)
    assert [one["kind"] for one in account["fixes"] if one["rows"]] == [
        "left_out_before", "taken_before"
    ]  # fmt: skip
    assert sum(len(one.features) for one in read_waiting_batches(store, "canton")) == 4


def test_an_import_is_undone_with_what_was_decided_on_it(store, tmp_path):
    import_layer(store, "canton", "services", table(tmp_path / "a.csv", f"{HEAD}\n{SURE}\n"))
    other = "Diez,court,13.80321,-89.91432,22220010"
    batch = bring(store, tmp_path, other, *ROWS[1:5], replace=True).batch
    resolve_rows(store, "canton", batch, None, "proposal")
    assert names(store) == ["Diez", "Tres"]
    report = undo_import(store, "canton", batch)
    assert names(store) == ["Uno"]
    assert (report.removed, report.restored, report.kept) == (2, 1, 0)
    assert read_waiting_batches(store, "canton") == []
    with pytest.raises(ImportBatchUnknownError):
        undo_import(store, "canton", batch)
    actions = [one.action for one in read_history(store, "canton", "services")]
    assert actions.count("add") == 4


def test_numbers_are_read_as_somebody_says(store, tmp_path):
    file = table(tmp_path / "gente.csv", "lat,lon,people\n13.80123,-89.91234,1.250\n13.8,-89.9,4\n")
    report = import_layer(store, "canton", "demand", file, waits=True)
    assert kinds(report) == {"number_undecided": ([1], None)}
    thousands = Corrections(numbers="thousands")
    resolve_rows(store, "canton", report.batch, None, "take", corrections=thousands)
    assert sorted(read_layer(store, "canton", "demand")["people"]) == [4, 1250]


def test_points_of_risk_areas_wait_for_their_radius(store, tmp_path):
    file = table(tmp_path / "p.csv", "category,severity,lat,lon\ndark,3,13.80123,-89.91234\n")
    report = import_layer(store, "canton", "risk_areas", file, waits=True)
    assert kinds(report) == {"points": ([1], None)}
    resolve_rows(store, "canton", report.batch, None, "take", radius_m=25)
    (shape,) = read_layer(store, "canton", "risk_areas").geometry
    assert shape.geom_type == "Polygon"


def test_what_is_proposed_is_accepted_at_once(store, tmp_path):
    report = bring(store, tmp_path, *ROWS, choices=accept_proposals(NO_CHOICES))
    assert report.skipped == (4,)
    check_identity(make_account([report]))


def test_a_missing_column_refuses_the_file(store, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,rubrica\n13.80123,-89.91234,azul\n")
    with pytest.raises(LayerRowsError):
        import_layer(store, "canton", "services", file, waits=True)
    assert list_visible_batches(store, "canton") == []


def test_others_see_and_decide_on_their_own_files_only(store, tmp_path):
    with acting_as("planner-1", "planner"):
        batch = bring(store, tmp_path, *ROWS).batch
    with acting_as("planner-2", "planner"):
        assert read_waiting_batches(store, "canton") == []
        with pytest.raises(ImportBatchUnknownError):
            resolve_rows(store, "canton", batch, None, "leave_out")
        with pytest.raises(ImportBatchUnknownError):
            undo_import(store, "canton", batch)
    with acting_as(ANONYMOUS, None), pytest.raises(WriteDeniedError):
        resolve_rows(store, "canton", batch, None, "leave_out")
    assert len(read_waiting_batches(store, "canton")) == 1  # a coordinator's eye


cells = st.sampled_from(["", "0", "13.8012", "-89.91", "181", "x", "1,5", "1.250", "Ñ", "police"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=6))
def test_every_row_is_in_the_layer_or_waits_for_something(rows):
    text = "\n".join([HEAD, SURE, *(",".join(row) for row in rows), ""])
    try:
        frame = read_layer_file(SourceFile("a.csv", content=text.encode()), "services")
    except LayerCrsError:  # most of the coordinates are not degrees: the whole file is refused
        return
    checked, waiting = split_layer(frame, "services")
    checked, waiting = set_apart_misplaced(checked, waiting, COMMUNITY, NO_CHOICES)
    checked, waiting = set_apart_doubtful(checked, waiting, COMMUNITY, "services")
    in_layer, apart = set(checked.frame.index), set(waiting.frame.index)
    assert in_layer | apart == set(frame.index.get_level_values(0))
    assert not in_layer & apart
    assert {one.row for one in waiting.doubts} == apart


def test_a_newer_file_tells_what_changed_and_what_is_gone(store, tmp_path):
    other = "Diez,court,13.80321,-89.91432,22220010"
    bring(store, tmp_path, SURE, other)
    moved = "Uno,health,13.80124,-89.91235,22220001"
    report = bring(store, tmp_path, moved)
    assert (report.added, report.changed, report.gone) == (1, 1, 1)
    assert names(store) == ["Diez", "Uno", "Uno"]
    report = bring(store, tmp_path, moved, choices=ImportChoices(outdated="remove"))
    assert (report.unchanged, report.removed) == (1, 2)
    held = read_layer(store, "canton", "services")
    assert held.geometry.to_wkt().tolist() == ["POINT (-89.91235 13.80124)"]
    undo_import(store, "canton", report.batch)
    assert names(store) == ["Diez", "Uno", "Uno"]


def test_what_waits_of_a_newer_file_keeps_what_is_there(store, tmp_path):
    bring(store, tmp_path, SURE, ROWS[7].replace(",,,", ",13.80555,-89.91555,22220011"))
    doubtful = "Uno,health,0,0,22220001"
    report = bring(
        store, tmp_path, "Once,court,13.80321,-89.91432,1", doubtful,
        choices=ImportChoices(outdated="remove"),
    )  # fmt: skip
    assert report.waiting == (2,)
    assert names(store) == ["Once", "Uno"]  # one is gone; of the other the new place waits


def test_a_file_of_coarse_places_alone_is_told_and_taken(store, tmp_path):
    report = bring(store, tmp_path, "Uno,health,13.8,-89.9,2222", "Dos,court,13.81,-89.88,2223")
    assert (report.added, report.waiting) == (2, ())
    assert [notice.key for notice in report.notices] == ["import.notice_coarse"]


def test_types_are_proposed_by_the_words_of_a_row_and_by_its_name(store, tmp_path):
    rows = [
        "Juzgado de Paz,Justicia,13.80123,-89.91234,22220001",
        "Fiscalía General,Justicia,13.80223,-89.91334,22220002",
        "Escuela,Educación,13.80323,-89.91434,22220003",
        "La Esperanza,Casa de acogida (albergue y salud),13.80423,-89.91534,22220004",
        "Hospital,policía y hospital,13.80523,-89.91634,22220005",
        "TOTAL,5,,,",
    ]
    report = bring(store, tmp_path, *rows)
    proposed = {row: (one.proposal, one.finding.placeholders.get("proposed"))
                for one in report.doubts for row in one.rows}  # fmt: skip
    assert proposed == {
        1: ("set_code", "court"),
        2: ("set_code", "prosecutor"),
        3: (None, None),
        4: ("set_code", "shelter"),
        5: (None, None),
        6: ("leave_out", None),
    }
    done = carry_out_all(store, "canton", report)
    layer = read_layer(store, "canton", "services").set_index("name")
    assert dict(layer["type"]) == {
        "Juzgado de Paz": "court", "Fiscalía General": "prosecutor", "La Esperanza": "shelter"
    }  # fmt: skip
    assert layer.loc["La Esperanza", "confidential"]
    assert (done.added, done.waiting, done.left_out_as_proposed) == (3, (3, 5), (6,))
    check_identity(make_account([done]))


def test_a_file_without_types_waits_where_names_tell_some(store, tmp_path):
    lines = ("name,lat,lon", "Hospital,13.80123,-89.91234", "Plaza,13.80223,-89.91334", "")
    file = table(tmp_path / "mapa.csv", "\n".join(lines))
    report = import_layer(store, "canton", "services", file, waits=True)
    proposals = [(one.rows, one.proposal) for one in report.doubts]
    assert proposals == [((1,), "set_code"), ((2,), None)]
    batch = report.batch
    corrections = Corrections(values={"type": "other"})
    resolve_rows(store, "canton", batch, [2], "take", corrections=corrections)
    resolve_rows(store, "canton", batch, None, "proposal")
    layer = read_layer(store, "canton", "services").set_index("name")
    assert dict(layer["type"]) == {"Hospital": "health", "Plaza": "other"}


def test_a_row_that_comes_twice_waits(store, tmp_path):
    report = bring(store, tmp_path, SURE, SURE)
    assert kinds(report) == {"repeated": ([2], "leave_out")}
    assert names(store) == ["Uno"]


def test_a_building_becomes_a_point_inside_it_and_copies_of_the_world_are_one(store, tmp_path):
    ring = [[-89.901, 13.8], [-89.9, 13.8], [-89.9, 13.801], [-89.901, 13.801], [-89.901, 13.8]]
    features = [
        ("Hospital", "amenity=hospital", {"type": "Polygon", "coordinates": [ring]}),
        ("PNC", "police", {"type": "Point", "coordinates": [-449.90123, 13.80123]}),
    ]
    document = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name, "type": code}, "geometry": shape}
        for name, code, shape in features]}  # fmt: skip
    path = tmp_path / "mapa.geojson"
    path.write_text(json.dumps(document))
    report = import_layer(store, "canton", "services", path, waits=True)
    assert {one.proposal for one in report.doubts} == {"several", "shift_longitude"}
    assert carry_out_all(store, "canton", report).waiting == ()
    layer = read_layer(store, "canton", "services").set_index("name")
    assert layer.geometry["Hospital"].within(shapely.Polygon(ring))
    assert layer.geometry["PNC"].equals_exact(shapely.Point(-89.90123, 13.80123), 1e-9)


def test_an_area_around_the_earth_waits(store, tmp_path):
    def area(west, east):
        ring = [[west, 13.8], [east, 13.8], [east, 13.81], [west, 13.81], [west, 13.8]]
        properties = {"category": "poor_lighting", "severity": 3}
        shape = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": properties, "geometry": shape}

    path = tmp_path / "zonas.geojson"
    features = [area(-89.901, -89.9), area(-179.5, 179.5)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = import_layer(store, "canton", "risk_areas", path, waits=True)
    assert (report.added, kinds(report)) == (1, {"wide_area": ([2], None)})


def test_a_point_that_most_rows_of_a_short_list_share_waits(store, tmp_path):
    rows = [f"Casa {number},health,13.80123,-89.91234,2222000{number}" for number in range(4)]
    report = bring(store, tmp_path, *rows, "Otra,police,13.80223,-89.91334,22220009")
    assert kinds(report) == {"shared_place": ([1, 2, 3, 4], None)}


def test_a_broken_line_is_a_row_that_waits(store, tmp_path):
    line = '{{"type":"Feature","properties":{{"name":"{0}","type":"health"}},"geometry":' \
        '{{"type":"Point","coordinates":[-89.9{0}12,13.8012]}}}}'  # fmt: skip
    path = tmp_path / "lista.geojsonl"
    path.write_text("\n".join([line.format(1), line.format(2)[:-9], line.format(3), ""]))
    report = import_layer(store, "canton", "services", path, waits=True)
    assert names(store) == ["1", "3"]
    assert report.waiting == (2,)
    check_identity(make_account([report]))


def test_a_download_that_broke_off_is_taken_up_to_there(store, tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Posta {number}", "type": "health"},
            "geometry": {"type": "Point", "coordinates": [-89.90112 - number / 1000, 13.80123]},
        }
        for number in range(3)
    ]
    path = tmp_path / "bajado.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features})[:-30])
    report = import_layer(store, "canton", "services", path, waits=True)
    assert names(store) == ["Posta 0", "Posta 1"]
    assert kinds(report) == {"broken_off": ([3], None)}
    check_identity(make_account([report]))


def test_a_file_of_exchanged_axes_waits_row_by_row_with_a_proposal(store, tmp_path):
    path = tmp_path / "al_reves.csv"
    rows = [f"Posta {n},health,{-89.90112 - n / 1000},13.80123,2222000{n}" for n in range(3)]
    rows.append("Posta lejos,health,-88.12345,14.20123,22220009")
    path.write_text("\n".join(["name,type,latitude,longitude,phone", *rows]))
    report = import_layer(store, "canton", "services", path, waits=True)
    assert kinds(report) == {"looks_swapped": ([1, 2, 3, 4], "swap_axes")}
    check_identity(make_account([report]))
    done = resolve_rows(store, "canton", report.batch, None, "proposal")
    assert len(done.taken) == 4
    placed = read_layer(store, "canton", "services")
    assert placed.geometry.y.round(5).tolist() == [13.80123] * 3 + [14.20123]


def test_shapes_without_any_column_wait_for_what_they_are(store, tmp_path):
    path = tmp_path / "puntos.geojson"
    path.write_text('{"type":"Point","coordinates":[-89.90123,13.80123]}')
    report = import_layer(store, "canton", "safe_zones", path, waits=True)
    assert kinds(report) == {"blank": ([1], None)}
    done = resolve_rows(
        store, "canton", report.batch, None, "take", corrections=Corrections({"kind": "shop"})
    )
    assert done.taken == (1,)
