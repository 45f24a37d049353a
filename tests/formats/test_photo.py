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


def box(kind, content, version=None):
    head = b"" if version is None else bytes([version, 0, 0, 0])
    return (8 + len(head) + len(content)).to_bytes(4, "big") + kind + head + content


def heic(exif, *, in_list=False, version=1, brand=b"heic"):
    """A photograph in boxes without a picture: a list of items of which the second is EXIF."""
    data = (6).to_bytes(4, "big") + b"Exif\0\0" + exif
    start = box(b"ftyp", brand + b"\0\0\0\0mif1")
    items = box(b"infe", b"\0\1\0\0hvc1\0", 2) + box(b"infe", b"\0\2\0\0Exif\0", 2)
    listed = box(b"iinf", b"\0\2" + items, 0)

    def meta(at):
        method = b"" if version == 0 else bytes([0, int(in_list)])
        first = b"\0\1" + (b"" if version == 0 else b"\0\0") + b"\0\0" + b"\0\1" + bytes(8)
        second = b"\0\2" + method + b"\0\0" + b"\0\1" + at.to_bytes(4, "big")
        second += len(data).to_bytes(4, "big")
        where = box(b"iloc", b"\x44\0" + b"\0\2" + first + second, version)
        kept = box(b"idat", data) if in_list else b""
        return box(b"meta", listed + where + kept, 0)

    at = 0 if in_list else len(start) + len(meta(0)) + 8
    return start + meta(at) + (b"" if in_list else box(b"mdat", data))


def tiff():
    exif = Image.Exif()
    exif[271] = "Telefono de Ana"
    exif.get_ifd(0x8825).update(GPS)
    return exif.tobytes().removeprefix(b"Exif\0\0")


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("in_list", [True, False])
def test_a_photograph_in_boxes_gives_its_place_without_its_picture(version, in_list):
    if in_list and version == 0:
        pytest.skip("such a list has no bytes of its own")
    frame = read(heic(tiff(), version=version, in_list=in_list), "IMG_0001.HEIC")
    assert list(frame.columns) == ["date", "geometry"]
    assert frame.geometry[1].y == pytest.approx(-12.05)
    assert frame.geometry[1].x == pytest.approx(-77.03)


def test_photographs_in_boxes_that_are_damaged_are_refused_in_words():
    whole = heic(tiff())
    for end in range(12, len(whole), 7):
        with pytest.raises(LayerPhotoPlaceError):
            read(whole[:end], "a.heic")
    for content in mutate(whole, 200):
        try:
            read(content, "a.heic")
        except AmparoError:
            continue


def test_a_film_is_no_photograph():
    with pytest.raises(LayerContentError):
        read(photo(), "a.csv")
    with pytest.raises(LayerPhotoPlaceError):
        read(heic(tiff(), brand=b"isom"), "a.heic")
