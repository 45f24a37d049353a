import json

import geopandas as gpd
import pytest

from geo.errors import (
    AmparoError,
    LayerFileEmptyError,
    LayerMemoryError,
    LayerNotUmapError,
    LayerRemoteError,
    LayerSyntaxError,
    LayerTableUnknownError,
)
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.parsing.source import SourceFile
from tests.formats.mutations import mutate
from tests.imports.napkin import area, point


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def layer(name, *features, key="_umap_options", **options):
    return {
        "type": "FeatureCollection",
        "features": list(features),
        key: {"name": name, **options},
    }


def umap(*layers, **properties):
    centre = {"type": "Point", "coordinates": [-77, -12]}
    whole = {"type": "umap", "uri": "https://umap.example/m/1", "geometry": centre}
    return json.dumps({**whole, "properties": properties, "layers": layers}, ensure_ascii=False)


def source(text):
    return SourceFile("a.umap", content=text if isinstance(text, bytes) else text.encode())


def read(text, table=None):
    return read_layer_file(source(text), "services", table=table)


MAP = umap(
    layer(
        "Riesgos",
        feature(area(), name="lote", _umap_options={"color": "DarkRed"}),
        feature(area(), name="otro", tipo="x"),
        color="Orange",
    ),
    layer("Vacía"),
    layer("Servicios", feature(point(1, 2), description="<b>a</b>"), iconUrl="/uploads/salud.svg"),
    color="Navy",
)


def test_all_layers_are_read_where_other_readers_read_one_point(tmp_path):
    assert list_layers(source(MAP)) == ["Riesgos", "Vacía", "Servicios"]
    frame = read(MAP)
    assert frame["layer"].tolist() == ["Riesgos", "Riesgos", "Servicios"]
    assert frame["colour"].tolist() == ["#8b0000", "#ffa500", "#000080"]
    assert frame["icon"].tolist() == [None, None, "salud"]
    assert frame["description"][3] == "a"
    assert frame["tipo"].tolist() == [None, "x", None]
    (tmp_path / "a.json").write_text(MAP, encoding="utf-8")
    assert len(gpd.read_file(tmp_path / "a.json")) == 1


def test_one_layer_is_read_by_its_name():
    assert read(MAP, table="Servicios").geometry[1].wkt == "POINT (1 2)"
    with pytest.raises(LayerTableUnknownError):
        read(MAP, table="Otra")
    with pytest.raises(LayerFileEmptyError):
        read(MAP, table="Vacía")


def test_the_form_of_old_versions():
    old = feature(point(), name="a", _storage_options={"color": "#F00", "iconClass": "Drop"})
    frame = read(umap(layer("Vieja", old, key="_storage")))
    assert frame[["layer", "colour", "icon"]].iloc[0].tolist() == ["Vieja", "#ff0000", "Drop"]
    assert list(frame.columns) == ["name", "layer", "colour", "icon", "geometry"]


def test_nested_layers_have_a_path():
    inner = layer("Día", feature(point()), id="b", parent="a")
    nested = {**layer("Zona"), "layers": [layer("Norte", feature(point()))]}
    text = umap(layer("Noche", id="a"), inner, nested, layer("Noche"))
    assert list_layers(source(text)) == ["Noche", "Noche/Día", "Zona", "Zona/Norte", "Noche (2)"]
    assert read(text)["layer"].tolist() == ["Noche/Día", "Zona/Norte"]


def test_data_of_another_server_is_not_fetched_and_its_layer_is_named():
    remote = layer("Clima", remoteData={"url": "http://127.0.0.1:9/x.geojson", "format": "geojson"})
    frame = read(umap(remote, layer("Aquí", feature(point()), remoteData={})))
    (notice,) = frame.attrs["notices"]
    assert (notice.key, notice.placeholders) == ("import.notice_remote_layers", {"layers": "Clima"})
    with pytest.raises(LayerRemoteError):
        read(umap(remote))


def test_features_without_a_place_or_that_are_none_are_rows():
    frame = read(umap(layer("A", feature(None), None, 5, feature({"type": "Point"}))))
    assert len(frame) == 4
    assert [one.row for one in frame.attrs["findings"]] == [4]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (umap(), LayerFileEmptyError),
        (umap(layer("A")), LayerFileEmptyError),
        (json.dumps({"type": "FeatureCollection", "features": []}), LayerNotUmapError),
        ("[]", LayerNotUmapError),
        (MAP[:250], LayerSyntaxError),
        (" ", LayerFileEmptyError),
    ],
)
def test_files_that_are_no_map(content, error):
    with pytest.raises(error):
        read(content)


def test_damaged_files_end_in_rows_or_in_an_exact_error():
    rows = 0
    for content in mutate(MAP.encode(), 300):
        try:
            rows += len(read(content))
        except AmparoError:
            continue
    assert rows > 30


def test_layers_without_number_are_refused_at_once():
    with pytest.raises(LayerMemoryError):
        read(umap(*[layer("a")] * 20_000))


@pytest.mark.parametrize(
    ("cut", "layers", "lost"),
    [
        pytest.param('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": '
                     '{"type": "Point"', ["Riesgos", "Riesgos", None], 0, id="first feature"),
        pytest.param('"iconUrl"', ["Riesgos", "Riesgos", "(3)", None], 1, id="options of the last"),
        pytest.param('"Vac', ["Riesgos", "Riesgos", None], 0, id="name of an empty layer"),
    ],
)  # fmt: skip
def test_what_stands_before_a_break_is_read_and_a_layer_without_its_name_waits(cut, layers, lost):
    frame = read(MAP[: MAP.index(cut) + len(cut)])
    assert frame["layer"].tolist() == layers
    findings = [(one.row, one.key) for one in frame.attrs["findings"]]
    assert findings == [(len(layers), "row.broken_off")]
    assert [one.key for one in frame.attrs["doubts"]] == ["row.layer_lost"] * lost
    assert "import.notice_damaged_json" in [one.key for one in frame.attrs["notices"]]


def test_of_a_map_damaged_in_between_nothing_behind_the_damage_is_read():
    frame = read(MAP.replace('"name": "otro"', '"name": "otro', 1))
    assert frame["layer"].tolist() == ["(1)", None]
    assert [one.key for one in frame.attrs["doubts"]] == ["row.layer_lost"]
    whole = read(MAP[:-5], "Riesgos")
    assert len(whole) == 2
    assert [one.key for one in whole.attrs["notices"]] == ["import.notice_damaged_json"]
