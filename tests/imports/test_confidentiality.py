"""Whatever a file, a mark or a map calls a shelter, nobody but a coordinator is shown the place."""

from __future__ import annotations

import json

import pytest

from geo.errors import LayerRowsError
from geo.exports.layer_export import export_layer
from geo.imports.layer_import import import_layer
from geo.layers.likely_shelter import is_likely_shelter
from geo.model import Community
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import add_community
from geo.workshop.mark import is_confidential_mark

LON, LAT = -77.0123457, -12.0765433
TRACES = ("-77.01234", "-12.07654", "7701234", "1207654")

YES_HEADERS = [
    "confidential", "Confidential?", "CONFIDENTIAL", "is_confidential", "confidencial",
    "¿Es confidencial?", "confidencialidad", "lugar confidencial", "reservado", "Reservado?",
    "lugar reservado", "secreto", "es secreto", "restringido", "acceso restringido", "restricted",
    "private", "privado", "conf\u0456dencial", "confiden\u200bcial", "ｃｏｎｆｉｄｅｎｃｉａｌ",
    "конфиденциально", "Конфиденциально?", "секретно", "закрытое место", "жашыруун", "купуя",
    "pakasqa", "no publicar", "not public", "не публиковать",
]  # fmt: skip
YES_VALUES = [
    "sí", "si", "SI", "Sí ", "yes", "YES", "y", "s", "1", "1.0", "true", "verdadero", "x", "X", "✓",
    "да", "Да", "ооба", "ari", "confidencial", "reservado", "ѕí",
]  # fmt: skip
NAMES = [
    "Refugio Luz", "Albergue municipal", "ALBERGUE", "Casa de acogida", "Casa de Acogida Sol",
    "Hogar de paso", "casa de paso", "Casa segura", "CASA-SEGURA", "casasegura", "Safe house",
    "Women's shelter", "Safe haven", "Приют «Надежда»", "Кризисный центр", "Убежище", "Башпаанек",
    "БАШПААНЕК үйү", "Refug\u200bio", "R\u0435fugio", "Ｒｅｆｕｇｉｏ", "Re\u0301fugio",
    "Refu\u00adgio", "Alb\u202eergue", "Аlbergue", "Прию\u0301т", "Casa  de\u00a0acogida",
]  # fmt: skip
ORDINARY = [
    "Posta de salud",
    "Comisaría",
    "Casa de la mujer",
    "Refugees welcome",
    "Iglesia",
    "школа",
]


@pytest.fixture
def store(home):
    with acting_as("coordinacion", "coordinator"):
        opened = open_store(home)
        add_community(opened, Community("villa", "Villa", timezone="America/Lima"))
        yield opened
        opened.close()


def bring(store, folder, header, value, *, kind="police", name="Casa", slug="villa"):
    """Import a table of one service, with a column of one cell."""
    return bring_rows(store, folder, header, [(kind, name, value)], slug=slug)


def bring_rows(store, folder, header, rows, *, slug="villa"):
    """Import a table of services, each some metres from the one before; a header may be missing."""
    file = folder / "a.csv"
    lines = [",".join(["type", "name", "lat", "lon", *([header] if header else [])])]
    for number, (kind, name, value) in enumerate(rows):
        place = [str(LAT + 0.001 * number), str(LON)]
        lines.append(",".join([kind, f'"{name}"', *place, *([value] if header else [])]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_layer(store, slug, "services", file)


def flags(store, slug="villa"):
    """What the coordinator is shown of each service, by name."""
    services = open_view(store, slug, "coordinator").services
    return dict(zip(services["name"], services["confidential"], strict=True))


def shown(store, folder, audience):
    """What an audience is given: the layer, and a file."""
    view = open_view(store, "villa", audience)
    file = folder / f"{audience}.geojson"
    with acting_as("coordinacion", "coordinator"):
        export_layer(view, "services", file)
    return view.services.to_json() + file.read_text(encoding="utf-8")


def assert_hidden(store, folder):
    """Hidden places leave no trace of theirs: the first lies at `TRACES`, others north of it."""
    for audience in ("public", "network"):
        text = shown(store, folder, audience)
        assert not [trace for trace in TRACES if trace in text]
    view = open_view(store, "villa", "coordinator")
    assert view.services["confidential"].all()
    assert len(view.services)


def test_a_column_that_says_confidential_is_understood(store, tmp_path):
    for number, header in enumerate(YES_HEADERS):
        add_community(store, Community(slug := f"villa-{number}", "Villa", timezone="America/Lima"))
        bring(store, tmp_path, header, "sí", slug=slug)
        assert flags(store, slug) == {"Casa": True}, header


def test_a_place_whose_column_says_so_is_hidden(store, tmp_path):
    bring(store, tmp_path, YES_HEADERS[0], "sí")
    assert_hidden(store, tmp_path)


def test_a_yes_is_a_yes_in_five_languages(store, tmp_path):
    rows = [("police", f"Casa {n}", value) for n, value in enumerate(YES_VALUES)]
    bring_rows(store, tmp_path, "confidencial", rows)
    read = flags(store)
    assert {value: read[name] for _, name, value in rows} == dict.fromkeys(YES_VALUES, True)
    assert_hidden(store, tmp_path)


def test_a_cell_that_is_not_understood_stops_the_import(store, tmp_path):
    for value in ("quizás", "ver nota", "2", "?", "depende", "n/a?"):
        with pytest.raises(LayerRowsError) as fault:
            bring(store, tmp_path, "confidencial", value)
        assert {key for _, key, _ in fault.value.findings} == {"row.flag"}, value
    assert open_view(store, "villa", "coordinator").services.empty


def test_no_is_no(store, tmp_path):
    values = ["no", "No", "0", "falso", "нет", "жок", "mana", "público"]
    bring_rows(store, tmp_path, "confidencial", [("police", f"Casa {v}", v) for v in values])
    services = open_view(store, "villa", "public").services
    assert dict(zip(services["name"], services["confidential"], strict=True)) == {
        f"Casa {value}": False for value in values
    }


@pytest.mark.parametrize("kind", ["shelter", "accompaniment"])
@pytest.mark.parametrize("header", ["confidential", "confidencial", None])
def test_a_blank_leaves_it_to_the_type(store, tmp_path, kind, header):
    report = bring(store, tmp_path, header, "", kind=kind)
    assert report.made_confidential
    assert_hidden(store, tmp_path)


def test_a_type_that_often_is_confidential_is_public_where_the_file_says_so(store, tmp_path):
    bring(store, tmp_path, "público", "sí", kind="accompaniment")
    assert open_view(store, "villa", "public").services["confidential"].tolist() == [False]


def test_a_shelter_stays_confidential_whatever_the_file_says(store, tmp_path):
    bring(store, tmp_path, "público", "sí", kind="shelter")
    assert_hidden(store, tmp_path)


def test_what_is_called_a_shelter_is_confidential(store, tmp_path):
    assert [name for name in NAMES if not is_likely_shelter({"name": name})] == []
    report = bring_rows(store, tmp_path, None, [("police", name, None) for name in NAMES])
    assert report.confidential_rows == {"name": tuple(range(1, len(NAMES) + 1))}
    assert_hidden(store, tmp_path)


@pytest.mark.parametrize("name", ORDINARY)
def test_what_is_not_called_so_stays_open(name):
    assert not is_likely_shelter({"name": name})


def test_two_columns_that_contradict_each_other_stop_the_import(store, tmp_path):
    file = tmp_path / "a.csv"
    text = f"type,name,lat,lon,confidencial,público\npolice,Casa,{LAT},{LON},sí,sí\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LayerRowsError) as fault:
        import_layer(store, "villa", "services", file)
    assert {key for _, key, _ in fault.value.findings} == {"row.flags_differ"}


def test_an_attribute_of_geojson_is_read_as_a_column_is(store, tmp_path):
    file = tmp_path / "a.geojson"
    point = {"type": "Point", "coordinates": [LON, LAT]}
    properties = {"type": "police", "name": "Casa", "Confidencial": True}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    import_layer(store, "villa", "services", file)
    assert_hidden(store, tmp_path)


def test_a_confidential_place_that_comes_again_without_its_flag_stays_so(store, tmp_path):
    bring(store, tmp_path, "confidencial", "sí", name="Casa Violeta")
    file = tmp_path / "b.csv"
    text = f"type,name,lat,lon\npolice,Casa Violeta,{LAT + 0.0005},{LON}\n"
    file.write_text(text, encoding="utf-8")
    report = import_layer(store, "villa", "services", file, replace=True)
    assert report.confidential_rows == {"stored": (1,)}
    assert_hidden(store, tmp_path)


def test_a_trainer_finds_no_confidential_place_by_bringing_rows_near_it(store, tmp_path):
    """A row beside a hidden place is stored as any other, or the answer would tell where it is."""
    bring(store, tmp_path, "confidencial", "sí")
    file = tmp_path / "b.csv"
    file.write_text(f"type,name,lat,lon\npolice,Nueva,{LAT},{LON}\n", encoding="utf-8")
    with acting_as("capacitadora", "trainer"):
        report = import_layer(store, "villa", "services", file)
    assert (report.added, report.made_confidential) == (1, ())
    network = open_view(store, "villa", "network").services
    assert network["name"].dropna().tolist() == ["Nueva"]


def test_a_coordinator_s_file_that_comes_back_decides_nothing_anew(store, tmp_path):
    bring(store, tmp_path, None, None, name="Oficina")
    out = tmp_path / "out.geojson"
    export_layer(open_view(store, "villa", "coordinator"), "services", out)
    text = out.read_text(encoding="utf-8").replace("Oficina", "Casa refugio")
    out.write_text(text, encoding="utf-8")
    import_layer(store, "villa", "services", out, replace=True)
    assert_hidden(store, tmp_path)


@pytest.mark.parametrize(
    "attributes",
    [
        {"kind": "service", "category": "police", "confidential": True},
        {"kind": "service", "category": "accompaniment"},
        {"kind": "safe_zone", "category": "shop", "name": "R\u0435fugio"},
        {"kind": "service", "category": "health", "note": "es un albergue"},
    ],
)
def test_a_mark_is_confidential_by_its_flag_its_category_or_its_words(attributes):
    assert is_confidential_mark(attributes)


def test_a_risk_area_is_for_everybody():
    assert not is_confidential_mark({"kind": "risk_area", "category": "poor_lighting"})
