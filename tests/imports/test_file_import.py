"""One file feeds several layers: by rules, by what it says itself, and what is unclear waits."""

import json

import geopandas as gpd
import pytest
import shapely

from geo.errors import (
    MeaningColumnError,
    MeaningNeededError,
    MeaningUnclearError,
    WriteDeniedError,
)
from geo.imports.accounting import make_account
from geo.imports.file_import import SettledFile, save_file, settle_file
from geo.imports.file_report import format_file_report, make_file_record
from geo.imports.file_splitting import split_file
from geo.imports.import_choices import NO_CHOICES
from geo.imports.import_undo import undo_import
from geo.imports.incoming_places import list_incoming_places
from geo.imports.meaning_rules import MeaningRules, parse_column_rule, parse_value_rule
from geo.imports.row_proposals import Corrections
from geo.imports.row_settling import settle_rows
from geo.imports.waiting_rows import list_visible_batches, read_waiting_batches, resolve_rows
from geo.model import Community
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import add_community
from geo.store.layers import read_layer
from geo.store.source_meanings import read_meanings
from tests.imports.test_waiting_rows import CANTON, check_identity


def square(lon, lat):
    return shapely.box(lon, lat, lon + 0.001, lat + 0.001)


def spot(number):
    return shapely.Point(-89.91234 + number / 1000, 13.80123)


# A map of a workshop: folders that say what they hold, one that does not, colours.
ROWS = (
    ("Zonas de riesgo", "#ff0000", "Esquina", None, square(-89.9, 13.8)),
    ("Hospitales", None, "Posta", None, spot(1)),
    ("Hospitales", None, "Casa de acogida Luz", None, spot(2)),
    ("Varios", "#0000ff", "Parque", None, spot(3)),
    ("Varios", "#0000ff", "Hogar de acogida Sol", "sí", spot(4)),
    ("Borrador", "#888888", "Prueba", None, spot(5)),
)
RISKS = parse_value_rule("colour:#f00=risk_areas/poor_lighting/severity:3")
DRAFTS = parse_value_rule("folder:borrador=left_out")
RULES = MeaningRules(values=(RISKS, DRAFTS))


def frame(rows=ROWS):
    columns = ["folder", "colour", "name", "reservado"]
    cells = [row[:-1] for row in rows]
    made = gpd.GeoDataFrame(cells, columns=columns, geometry=[row[-1] for row in rows], crs=4326)
    return numbered(made)


def numbered(made):
    made = made.set_axis(range(1, len(made) + 1))
    made.attrs |= {"file": "mapa.kml", "reprojected_from": None, "crs_assumed": False}
    return made


def spots(cells, count):
    return numbered(gpd.GeoDataFrame(cells, geometry=[spot(0)] * count, crs=4326))


def layer_rows(parsed):
    found = {layer: one.checked.frame.index.tolist() for layer, one in parsed.layers.items()}
    return found | {
        "unclear": parsed.unclear.frame.index.tolist(),
        None: parsed.left_out.index.tolist(),
    }


def test_rules_and_folders_say_the_layer_and_the_rest_is_unclear():
    parsed = split_file(frame(), RULES)
    assert layer_rows(parsed) == {
        "risk_areas": [1],
        "services": [2, 3],
        "unclear": [4, 5],
        None: [6],
    }
    area = parsed.layers["risk_areas"].checked.frame.loc[1]
    assert (area["category"], area["severity"]) == ("poor_lighting", 3)
    assert parsed.layers["services"].checked.frame["type"].tolist() == ["health", "health"]


def test_a_likely_shelter_fails_closed_in_every_layer():
    risky = parse_value_rule("folder:Hospitales=risk_areas")
    parsed = split_file(frame(), MeaningRules(values=(risky,)))
    assert 3 in parsed.unclear.frame.index  # a layer that discloses every place may not have it
    assert ("row.likely_shelter", 3) in [(key, row) for row, key, _ in parsed.unclear.doubts]
    services = split_file(frame(), RULES).layers["services"].checked.frame
    assert services["confidential"].tolist() == [False, True]


def test_a_folder_called_after_shelters_makes_its_rows_confidential():
    rows = [("Casas de acogida", None, "Sol", None, spot(1)), *ROWS]
    rule = parse_value_rule("folder:Casas de acogida=services/type:other")
    checked = split_file(frame(rows), MeaningRules(values=(rule,))).layers["services"].checked
    assert checked.frame.loc[1, "confidential"]


def test_the_map_of_what_comes_in_passes_the_gate():
    community = Community(slug="canton", name="Canton", boundary=CANTON)
    parsed = split_file(frame(), RULES)
    settled = SettledFile(
        parsed,
        {
            layer: settle_rows(one, community, layer, NO_CHOICES, None, is_part=True)
            for layer, one in parsed.layers.items()
        },
    )

    def rows(audience):
        places = list_incoming_places(settled, audience)
        return sorted(zip(places["row"].astype(int), places["state"], strict=True))

    everything = [(1, "taken"), (2, "taken"), (3, "taken"), (4, "waiting"), (5, "waiting")]
    assert rows("coordinator") == [*everything, (6, "left_out")]
    # Neither the likely shelter that comes in, nor the one that waits.
    assert rows("network") == [(1, "taken"), (2, "taken"), (4, "waiting"), (6, "left_out")]


def test_what_the_file_keeps_for_persons_does_not_wait():
    rows = frame().assign(apellido="Pérez", observaciones="llamar a Ana, 7123 4567")
    unclear = split_file(rows, RULES).unclear.frame
    assert "Pérez" not in unclear.to_csv()
    assert "7123" not in unclear.to_csv()


@pytest.mark.parametrize(
    ("column", "value", "layer"),
    [
        ("folder", "Mapa/Lugares seguros", "safe_zones"),
        ("layer", "Безопасные места", "safe_zones"),
        ("layer", "Коркунучтуу жерлер", "risk_areas"),
        ("que_es", "área de risco", "risk_areas"),
        ("folder", "Juzgados", "services"),
        ("colour", "#00ff00", None),
        ("folder", "Escuelas", None),
        ("folder", "Otros", None),
    ],
)
def test_only_what_is_certain_is_taken_for_a_layer(column, value, layer):
    parsed = split_file(spots({column: [value] * 3}, 3), MeaningRules())
    assert list(parsed.layers) == ([layer] if layer else [])


def test_tags_of_openstreetmap_say_the_type_of_a_service():
    tags = {
        "@id": ["node/1", "node/2", "node/3"],
        "amenity": ["police", "school", "pharmacy"],
        "category": ["amenity=police", "amenity=school", "amenity=pharmacy"],
    }
    parsed = split_file(spots(tags, 3), MeaningRules())
    assert parsed.layers["services"].checked.frame["type"].to_dict() == {1: "police"}
    assert parsed.unclear.frame.index.tolist() == [2, 3]


def test_columns_are_fields_as_a_rule_says_or_none():
    rows = spots({"tipo": ["salud"], "lema": ["Posta"], "nombre": ["x"]}, 1)
    rules = MeaningRules(
        columns=(parse_column_rule("lema=services.name"), parse_column_rule("nombre=-")),
        layer="services",
    )
    checked = split_file(rows, rules).layers["services"].checked
    assert checked.frame.loc[1, "name"] == "Posta"
    assert checked.dropped_columns == ("nombre",)
    with pytest.raises(MeaningColumnError):
        split_file(rows, MeaningRules(columns=(parse_column_rule("nada=name"),)))
    with pytest.raises(MeaningColumnError):
        split_file(rows, MeaningRules(values=(parse_value_rule("nada:a=zones"),)))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(tmp_path_factory.mktemp("home"))
    add_community(opened, Community(slug="canton", name="Canton", boundary=CANTON))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "mapa.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {
                name: value
                for name, value in zip(("folder", "colour", "name", "reservado"), row, strict=False)
                if value
            },
            "geometry": json.loads(shapely.to_geojson(row[-1])),
        }
        for row in ROWS
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def counts(store):
    layers = ("risk_areas", "safe_zones", "services")
    return [len(read_layer(store, "canton", layer)) for layer in layers]


def test_one_file_goes_into_several_layers_at_once_and_is_undone_at_once(store, file):
    report = save_file(store, "canton", settle_file(store, "canton", file, RULES))
    record = make_file_record(report)
    check_identity(record)
    assert [record[name] for name in ("read", "taken", "waiting", "left_out")] == [6, 3, 2, 1]
    assert [one["layer"] for one in record["layers"]] == [
        "risk_areas",
        "services",
        "unclear",
        None,
    ]
    assert record["made_confidential"] == [3]
    assert any("mapa.geojson" in line for line in format_file_report(report, "es"))
    assert counts(store) == [1, 0, 2]

    [waiting] = read_waiting_batches(store, "canton")
    batch = waiting.batch.id
    with pytest.raises(MeaningNeededError):
        resolve_rows(store, "canton", batch, None, "take")
    chosen = Corrections(values={"kind": "community_house"})
    decided = resolve_rows(
        store, "canton", batch, [4], "take", corrections=chosen, layer="safe_zones"
    )
    assert (decided.taken, decided.waiting) == ((4,), ())
    decided = resolve_rows(store, "canton", batch, [5], "take", layer="services")
    assert (decided.taken, decided.waiting) == ((), (5,))  # nobody said yet what type it is
    [waiting] = read_waiting_batches(store, "canton")
    chosen = Corrections(values={"type": "other"})
    resolve_rows(store, "canton", waiting.batch.id, None, "take", corrections=chosen)
    services = read_layer(store, "canton", "services").set_index("name")
    assert services["confidential"].to_dict() == {
        "Posta": False,
        "Casa de acogida Luz": True,
        "Hogar de acogida Sol": True,
    }
    assert counts(store) == [1, 1, 3]

    again = save_file(store, "canton", settle_file(store, "canton", file, RULES))
    account = make_account(again.reports, again.left_out)
    check_identity(account)
    assert counts(store) == [1, 1, 3]
    undo_import(store, "canton", again.reports[0].batch)
    done = undo_import(store, "canton", report.reports[0].batch)
    assert (done.layer, done.removed) == (None, 5)
    assert counts(store) == [0, 0, 0]
    assert list_visible_batches(store, "canton") == []


def test_what_was_said_is_remembered_for_its_source_without_values_or_shelters(store, file):
    said = MeaningRules(
        values=(
            *RULES.values,
            parse_value_rule("name:Hogar de acogida Sol=services/type:other"),
            parse_value_rule("folder:Varios=safe_zones/kind:shop"),
        )
    )
    save_file(store, "canton", settle_file(store, "canton", file, said))
    remembered = read_meanings(store, "canton")
    assert sorted(remembered.values()) == [
        "left_out",
        "risk_areas/category:poor_lighting/severity:3",
    ]  # the folder has a shelter, too
    settled = settle_file(store, "canton", file)
    assert settled.parsed.left_out.index.tolist() == [6]
    assert settled.parsed.layers["risk_areas"].checked.frame["severity"].tolist() == [3]
    with acting_as("otra", "trainer"):
        assert read_meanings(store, "canton") == {}
    undo_import(store, "canton")


def test_nothing_is_saved_where_no_row_may_wait_or_nobody_may_write(store, file):
    with pytest.raises(MeaningUnclearError):
        settle_file(store, "canton", file, RULES, waits=False)
    settled = settle_file(store, "canton", file, RULES)
    with acting_as("nadie", None), pytest.raises(WriteDeniedError):
        save_file(store, "canton", settled)
    with acting_as("plan", "planner"), pytest.raises(WriteDeniedError):
        save_file(store, "canton", settled)  # risk areas are not hers: no layer is written
    assert counts(store) == [0, 0, 0]
