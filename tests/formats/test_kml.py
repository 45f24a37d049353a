import io
import zipfile

import geopandas as gpd
import pytest

from geo.errors import (
    AmparoError,
    LayerContentError,
    LayerDefinitionsError,
    LayerFileEmptyError,
    LayerMemoryError,
    LayerRemoteError,
    LayerSyntaxError,
    LayerTableUnknownError,
    LayerTooLargeError,
    LayerUnreadableError,
)
from geo.formats import kmz_archive
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.parsing.source import SourceFile
from tests.formats.mutations import mutate

POINT = "<Point><coordinates>-77.03,-12.05,0</coordinates></Point>"
RING = "<LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing>"
POLYGON = f"<Polygon><outerBoundaryIs>{RING}</outerBoundaryIs></Polygon>"


def placemark(inner, name="uno"):
    return f"<Placemark><name>{name}</name>{inner}</Placemark>"


def kml(body, namespace=' xmlns="http://www.opengis.net/kml/2.2"'):
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<kml{namespace}><Document>{body}</Document></kml>"


def source(content, name="mapa.kml"):
    return SourceFile(name, content=content.encode() if isinstance(content, str) else content)


def read(content, name="mapa.kml", table=None):
    return read_layer_file(source(content, name), "services", table=table)


def kmz(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_dot_", ".").replace("_in_", "/"), content)
    return packed.getvalue()


FOLDERS = kml(
    "<name>Barrio</name>"
    + placemark(POINT, "suelto")
    + f"<Folder><name>A</name>{placemark(POINT, 'en A')}"
    + f"<Folder><name>B</name>{placemark(POINT, 'en B')}{placemark(POINT, 'también')}</Folder>"
    + "</Folder><Folder><name>Vacía</name></Folder><Folder><name>A</name></Folder>"
)


def test_folders_are_layers_with_their_path_also_empty_and_equal_ones():
    assert list_layers(source(FOLDERS)) == ["Barrio", "A", "A/B", "Vacía", "A (2)"]
    frame = read(FOLDERS)
    assert frame["name"].tolist() == ["suelto", "en A", "en B", "también"]
    assert frame["folder"].tolist() == [None, "A", "A/B", "A/B"]


def test_one_folder_is_read_without_those_in_it():
    assert read(FOLDERS, table="A")["name"].tolist() == ["en A"]
    assert read(FOLDERS, table="A/B")["name"].tolist() == ["en B", "también"]
    assert read(FOLDERS, table="Barrio")["name"].tolist() == ["suelto"]
    with pytest.raises(LayerFileEmptyError):
        read(FOLDERS, table="Vacía")
    with pytest.raises(LayerTableUnknownError):
        read(FOLDERS, table="C")


def test_other_readers_take_the_first_folder_alone(tmp_path):
    (tmp_path / "mapa.kml").write_text(FOLDERS, encoding="utf-8")
    with pytest.warns(UserWarning, match="layer"):
        assert len(gpd.read_file(tmp_path / "mapa.kml")) < len(read(FOLDERS)) == 4


@pytest.mark.parametrize(
    ("inner", "wkt"),
    [
        (POINT, "POINT (-77.03 -12.05)"),
        ("<Point><coordinates> -77.03, -12.05, 8 </coordinates></Point>", "POINT (-77.03 -12.05)"),
        (
            "<LineString><coordinates>0,0,5\n 1,1,5</coordinates></LineString>",
            "LINESTRING (0 0, 1 1)",
        ),
        (RING, "LINESTRING (0 0, 1 0, 1 1, 0 0)"),
        (POLYGON, "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        (f"<MultiGeometry>{POINT}</MultiGeometry>", "POINT (-77.03 -12.05)"),
        (f"<MultiGeometry>{POLYGON}{POLYGON}</MultiGeometry>", "MULTIPOLYGON"),
        (f"<MultiGeometry>{POINT}{POLYGON}</MultiGeometry>", "GEOMETRYCOLLECTION"),
        (
            "<gx:Track><when>2024-01-01</when><gx:coord>0 0 5</gx:coord><gx:coord>1 1 5</gx:coord>"
            "</gx:Track>",
            "LINESTRING (0 0, 1 1)",
        ),
        ("<MultiGeometry/>", "None"),
        ("", "None"),
    ],
)
def test_each_kind_of_geometry(inner, wkt):
    frame = read(kml(placemark(inner)))
    assert str(frame.geometry[1]).startswith(wkt)
    assert frame.attrs["findings"] == []
    assert frame.attrs["crs_assumed"] is False


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (POLYGON.replace("1,0 1,1 ", ""), "too_few_points"),
        ("<Polygon><outerBoundaryIs/></Polygon>", "unreadable"),
        (POLYGON.replace("1,1", "1"), "unreadable"),
        (POLYGON.replace("1,1", "1,x"), "unreadable"),
        (POLYGON.replace("1,1", "nan,1"), "unreadable"),
        (f"<MultiGeometry>{POINT}<Point><coordinates>x</coordinates></Point></MultiGeometry>",) * 2,
    ],
)
def test_a_broken_geometry_is_a_row_with_a_finding(inner, reason):
    frame = read(kml(placemark(inner) + placemark(POINT)))
    assert len(frame) == 2
    assert frame.geometry[1] is None
    (finding,) = frame.attrs["findings"]
    assert (finding.row, finding.key) == (1, "row.broken")
    if not reason.startswith("<"):
        assert finding.placeholders["reason"].key == f"shape.broken.{reason}"


def test_an_open_ring_is_closed_and_its_row_is_doubted():
    opened = POLYGON.replace(" 0,0<", "<")
    frame = read(kml(placemark(POLYGON) + placemark(opened)))
    assert frame.geometry[2].equals(frame.geometry[1])
    assert [(one.row, one.key) for one in frame.attrs["doubts"]] == [(2, "row.ring_closed")]


def test_descriptions_are_plain_text():
    described = (
        "<description><![CDATA[<style>p{}</style><p>Sin <b>luz</b></p>de noche<br>a &lt; b"
        '<img src="http://x/y.png"><a href="http://x">más</a><table><tr><td>a</td><td>b</td></tr>'
        "</table>]]></description>"
    )
    compared = placemark("<description>5 &lt; 6</description>")
    frame = read(kml(placemark(described + POINT) + compared))
    assert frame["description"][1].split("\n") == ["Sin luz", "de noche", "a < bmás", "a b"]
    assert frame["description"][2] == "5 < 6"


def test_data_of_the_author_are_columns():
    data = (
        '<ExtendedData><Data name="tipo"><displayName>Tipo</displayName><value>salud</value></Data>'
        '<Data name="name"><value>otro</value></Data><SchemaData schemaUrl="#s">'
        '<SimpleData name="codigo">007</SimpleData></SchemaData>'
        "<mio:nota>a</mio:nota></ExtendedData>"
    )
    frame = read(kml(placemark(data + POINT)))
    row = frame.iloc[0]
    assert (row["tipo"], row["codigo"], row["name"], row["name (2)"]) == (
        "salud",
        "007",
        "uno",
        "otro",
    )
    assert row["nota"] == "a"


STYLES = (
    '<Style id="rojo"><IconStyle><color>ff0000ff</color><Icon><href>http://a/b/alerta.png?x=1'
    "</href></Icon></IconStyle><LineStyle><color>ff00ff00</color></LineStyle>"
    "<PolyStyle><color>80ff0000</color></PolyStyle></Style>"
    '<Style id="otro"><IconStyle><color>ffffffff</color></IconStyle></Style>'
    '<StyleMap id="par"><Pair><key>highlight</key><styleUrl>#otro</styleUrl></Pair>'
    "<Pair><key>normal</key><styleUrl>#rojo</styleUrl></Pair></StyleMap>"
    '<StyleMap id="vuelta"><Pair><key>normal</key><styleUrl>#vuelta</styleUrl></Pair></StyleMap>'
)


@pytest.mark.parametrize(
    ("inner", "style", "colour", "icon"),
    [
        (f"<styleUrl>#par</styleUrl>{POINT}", "par", "#ff0000", "alerta"),
        (f"<styleUrl>#rojo</styleUrl>{POLYGON}", "rojo", "#0000ff", None),
        (f"<styleUrl>#rojo</styleUrl>{RING}", "rojo", "#00ff00", None),
        (f"<styleUrl>http://x/y.kml#rojo</styleUrl>{RING}", "rojo", "#00ff00", None),
        (f"<styleUrl>#otro</styleUrl>{POINT}", "otro", None, None),
        (f"<styleUrl>#vuelta</styleUrl>{POINT}", "vuelta", None, None),
        (
            f"<Style><PolyStyle><color>ff112233</color></PolyStyle></Style>{POLYGON}",
            None,
            "#332211",
            None,
        ),
        (
            "<Style><LineStyle><color>ff112233</color></LineStyle><PolyStyle>"
            f"<color>ff445566</color><fill>0</fill></PolyStyle></Style>{POLYGON}",
            None,
            "#332211",
            None,
        ),
        (POINT, None, None, None),
    ],
)
def test_style_colour_and_icon_are_told(inner, style, colour, icon):
    row = read(
        kml(STYLES + placemark(inner) + placemark(f"<styleUrl>#par</styleUrl>{POINT}"))
    ).iloc[0]
    assert (row["style"], row["colour"], row["icon"]) == (style, colour, icon)


@pytest.mark.parametrize(
    "namespace",
    [
        "",
        ' xmlns="http://earth.google.com/kml/2.0"',
        ' xmlns="http://earth.google.com/kml/2.1"',
        ' xmlns:k="http://www.opengis.net/kml/2.2"',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_any_namespace_in_any_encoding_of_unicode(namespace, encoding):
    text = kml(placemark(POINT, "Ñandú — Ош"), namespace)
    assert read(text.encode(encoding))["name"].tolist() == ["Ñandú — Ош"]


@pytest.mark.parametrize(
    ("declared", "name"), [("windows-1251", "Ошский"), ("ISO-8859-1", "Ñandú"), ("UTF-8", "Ñandú")]
)
def test_old_encodings_are_read_by_their_declaration(declared, name):
    text = kml(placemark(POINT, name)).replace("UTF-8", declared)
    encoded = text.encode("cp1251" if declared == "windows-1251" else "cp1252")
    assert read(encoded)["name"].tolist() == [name]


def test_prefixed_elements_and_a_schema_of_old_versions():
    text = kml(placemark(POINT)).replace("<", "<k:").replace("<k:/", "</k:").replace("<k:?", "<?")
    assert read(text)["name"].tolist() == ["uno"]
    old = kml(
        '<Schema name="Servicio" parent="Placemark"><SimpleField name="Tipo"/></Schema>'
        f"<Servicio><name>a</name><Tipo>salud</Tipo>{POINT}</Servicio>"
    )
    assert read(old)[["name", "tipo"]].iloc[0].tolist() == ["a", "salud"]


def test_signs_that_xml_forbids_are_corrected_and_told():
    frame = read(kml(placemark(POINT, "Pan & vino&nbsp;\x01y &eacute;l &amp; &foo; &#233;")))
    assert frame["name"][1].replace("\xa0", " ").split() == "Pan & vino y él & &foo; é".split()
    assert [one.key for one in frame.attrs["notices"]] == ["import.notice_xml_repaired"]


def test_what_lies_elsewhere_is_counted_and_not_followed():
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    frame = read(kml(link + placemark(POINT) + link + "<GroundOverlay/>"))
    assert [(one.key, one.placeholders) for one in frame.attrs["notices"]] == [
        ("import.notice_network_links", {"count": 2}),
        ("import.notice_overlays", {"count": 1}),
    ]
    with pytest.raises(LayerRemoteError):
        read(kml(link))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", LayerFileEmptyError),
        ("\ufeff \n", LayerFileEmptyError),
        (kml(""), LayerFileEmptyError),
        (kml(placemark(POINT))[:-30], LayerSyntaxError),
        ('<!DOCTYPE kml [<!ENTITY a "b">]>' + kml("")[38:], LayerDefinitionsError),
        ("<feed/>", LayerContentError),
        ("<html><body/></html>", LayerContentError),
        (b"<kml>\xff\xfe\x00</kml>", LayerUnreadableError),
    ],
)
def test_files_that_are_no_kml(content, error):
    with pytest.raises(error):
        read(content)


def test_a_file_cut_off_names_the_line():
    with pytest.raises(LayerSyntaxError) as raised:
        read(kml("\n\n" + placemark(POINT) + "\n")[:-20])
    assert raised.value.placeholders == {"file": "mapa.kml", "line": 3}


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        pytest.param("<Placemark><name>C</name><Point><coordinates>-76.9", 3, id="a coordinate"),
        pytest.param("</Document></kml>", 3, id="folder not closed"),
        pytest.param("\n<Folder><name>Refug", 4, id="name of a folder"),
        pytest.param("\n<Folder>" + placemark(POINT), 4, id="folder without a name"),
        pytest.param("\n<Style id='a'><IconStyle>", 4, id="style"),
        pytest.param("</Folder></Document></kml>\n<kml/>", 4, id="another file below"),
    ],
)
def test_what_stands_before_a_break_is_read_and_one_row_says_where_it_is(rest, line):
    whole = kml("\n<Folder><name>Postas</name>\n" + placemark(POINT) * 2 + "</Folder>")
    frame = read(whole[: whole.index("</Folder>")] + rest)
    assert frame["folder"].tolist()[:2] == ["Postas"] * 2
    assert frame.geometry.notna().tolist() == [True, True, False]
    assert frame.iloc[2].drop("geometry").isna().all()
    (finding,) = frame.attrs["findings"]
    assert (finding.row, finding.key, finding.placeholders["line"]) == (3, "row.broken_off", line)
    assert [one.key for one in frame.attrs["notices"]] == ["import.notice_damaged_json"]


def test_an_archive_is_read_by_its_main_file():
    text = kml(placemark(POINT))
    packed = kmz(otro_dot_kml=kml(""), doc_dot_kml=text, files_in_a_dot_png=b"x")
    frame = read(packed, "mapa.kmz")
    assert frame["name"].tolist() == ["uno"]
    assert [(n.key, n.placeholders) for n in frame.attrs["notices"]] == [
        ("import.notice_other_members", {"count": 1})
    ]
    assert list_layers(source(kmz(carpeta_in_x_dot_KML=FOLDERS), "a.kmz"))[0] == "Barrio"
    assert read(packed, "mapa.kml")["name"].tolist() == ["uno"]
    assert read(text, "mapa.kmz")["name"].tolist() == ["uno"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = kmz(doc_dot_kml=" " * (kmz_archive.MAX_XML_MB * 1024 * 1024 + 1))
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(LayerTooLargeError):
        read(bomb, "a.kmz")


def test_an_archive_that_lies_about_a_size_is_refused():
    text = kml(placemark(POINT)).encode()
    packed = bytearray(kmz(doc_dot_kml=text))
    size = len(text).to_bytes(4, "little")
    packed = bytes(packed).replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(AmparoError):
        read(packed, "a.kmz")


@pytest.mark.parametrize("packed", ["short", "header", "no text"])
def test_a_damaged_archive(packed):
    contents = {
        "short": kmz(doc_dot_kml=b"a")[:-30],
        "header": b"PK\x03\x04" + bytes(100),
        "no text": kmz(doc_dot_kml=b"a" * 99),
    }
    with pytest.raises(AmparoError):
        read(contents[packed], "a.kmz")


def test_damaged_files_end_in_rows_or_in_an_exact_error():
    intact = kml(STYLES + placemark(POINT + POLYGON, "ñ") * 3)
    rows = errors = 0
    for content in mutate(intact.encode(), 300):
        try:
            rows += len(read(content))
        except AmparoError:
            errors += 1
    assert min(rows, errors) > 20


def test_damaged_archives_end_in_rows_or_in_an_exact_error():
    errors = 0
    for content in mutate(kmz(doc_dot_kml=kml(placemark(POINT) * 20)), 200):
        try:
            read(content, "a.kmz")
        except AmparoError:
            errors += 1
    assert errors > 100


def test_folders_without_number_are_refused_at_once():
    with pytest.raises(LayerMemoryError):
        read(kml("<Folder><name>a</name></Folder>" * 50_000 + placemark(POINT)))
