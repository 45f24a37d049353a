import io

import pytest
from PIL import Image

from geo.errors import AmparoError, LayerContentError, LayerPhotoPlaceError
from geo.formats.reading import read_layer_file
from geo.parsing.source import SourceFile
from tests.formats.mutations import mutate

GPS = {1: "S", 2: (12.0, 3.0, 0.0), 3: "W", 4: (77.0, 1.8, 0.0), 7: (10.0, 11.0, 12.0)}


def photo(gps=GPS, kind="JPEG", taken="2024:05:01 10:11:12"):
    exif = Image.Exif()
    exif[271] = "Telefono de Ana"
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    if gps:
        exif.get_ifd(0x8825).update(gps)
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, kind, exif=exif)
    return file.getvalue()


def read(content, name="foto.jpg"):
    return read_layer_file(SourceFile(name, content=content), "services")


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("JPEG", "a.JPEG"), ("PNG", "a.png")]
)
def test_a_photograph_is_one_point_and_its_day_and_nothing_else(kind, name):
    frame = read(photo(kind=kind), name)
    assert list(frame.columns) == ["date", "geometry"]
    assert frame["date"].tolist() == ["2024-05-01"]
    assert frame.geometry[1].x == pytest.approx(-77.03)
    assert frame.geometry[1].y == pytest.approx(-12.05)
    assert [one.key for one in frame.attrs["notices"]] == ["import.notice_photo"]
    assert not frame.attrs["crs_assumed"]


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "ayer"])
def test_a_day_that_is_unknown_stays_unknown(taken):
    assert read(photo(taken=taken))["date"].tolist() == [None]


@pytest.mark.parametrize(
    "gps",
    [
        None,
        {1: "S", 2: (12.0, 3.0, 0.0)},
        {**GPS, 2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {**GPS, 2: (99.0, 0.0, 0.0)},
        {2: GPS[2], 4: GPS[4]},
    ],
)
def test_a_photograph_without_a_place_is_refused_with_a_remedy(gps):
    with pytest.raises(LayerPhotoPlaceError):
        read(photo(gps))


def test_a_picture_without_exif_and_one_of_another_kind():
    file = io.BytesIO()
    Image.new("RGB", (4, 3)).save(file, "PNG")
    with pytest.raises(LayerPhotoPlaceError):
        read(file.getvalue(), "a.png")
    with pytest.raises(LayerContentError):
        read(b"%PDF-1.7", "a.jpg")
    with pytest.raises(LayerPhotoPlaceError):
        read(b"GIF89a" + bytes(20), "a.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_damaged_files_end_in_a_point_or_in_an_exact_error(kind):
    content = photo(kind=kind)[:700]
    for damaged in mutate(content, 400):
        try:
            frame = read(damaged)
        except AmparoError:
            continue
        assert len(frame) == 1
