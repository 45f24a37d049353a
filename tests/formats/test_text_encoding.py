"""Texts in the encodings that spreadsheets write; what is plausible twice is asked for."""

from __future__ import annotations

import pytest

from geo.errors import LayerRowsError, LayerUnreadableError
from geo.formats.encoding_detection import decode_text
from geo.formats.reading import read_layer_file
from geo.formats.reading_choices import ReadingChoices
from geo.imports.import_questions import format_option, list_questions
from geo.imports.layer_checks import check_layer
from tests.imports.napkin import table

SPANISH = "Posta médica de la Ñustá, según señaló el niño; 5 ó 6"
PORTUGUESE = "Saúde da Mulher, atenção às vítimas, São João"
RUSSIAN = "Дом культуры, улица Ленина, № 5"
KYRGYZ = "Жергиликтүү өкмөт, Ош шаары, кеңеш"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "utf-8") for text in (SPANISH, RUSSIAN, KYRGYZ)),
        *((text, "utf-8-sig") for text in (SPANISH, RUSSIAN, KYRGYZ)),
        *((text, "utf-16") for text in (SPANISH, RUSSIAN, KYRGYZ)),
        *((text, "utf-16-le") for text in (SPANISH, RUSSIAN, KYRGYZ)),
        *((text, "utf-16-be") for text in (SPANISH, RUSSIAN, KYRGYZ)),
        (SPANISH, "cp1252"),
        (PORTUGUESE, "cp1252"),
        (SPANISH, "latin-1"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_the_encoding_is_found(text, encoding):
    decoded = decode_text(f"name,lat,lon\r\n{text}".encode(encoding))
    assert decoded is not None
    assert text in decoded.text
    assert decoded.options == ()


def test_a_damaged_byte_does_not_spoil_all_other_letters():
    decoded = decode_text(SPANISH.encode() + b"\xff")
    assert (decoded.text, decoded.damaged) == (SPANISH + "\ufffd", 1)


def test_two_plausible_encodings_are_asked_for(tmp_path):
    path = table(tmp_path / "a.csv", "lat;lon;name;type\n-13.5167;-71.9788;é;health\n", "cp1252")
    frame = read_layer_file(path, "services")
    with pytest.raises(LayerRowsError) as raised:
        check_layer(frame, "services")
    (question,) = list_questions(raised.value)
    assert question.options == ("cp1252", "cp1251")
    assert [format_option(question, one) for one in question.options] == [
        "-13.5167;-71.9788;é;health (cp1252)",
        "-13.5167;-71.9788;й;health (cp1251)",
    ]
    chosen = read_layer_file(path, "services", choices=ReadingChoices(encoding="cp1251"))
    assert check_layer(chosen, "services")["name"].tolist() == ["й"]


def test_the_encoding_that_was_taken_is_told(tmp_path):
    path = table(tmp_path / "a.csv", f"lat;lon;name\n-13.5;-71.9;{RUSSIAN}\n", "cp1251")
    (notice,) = read_layer_file(path, "services").attrs["notices"]
    assert (notice.key, notice.placeholders) == (
        "import.notice_text_encoding",
        {"encoding": "cp1251"},
    )


def test_letters_that_cp1251_does_not_have_are_told_as_lost(tmp_path):
    text = KYRGYZ.encode("cp1251", errors="replace").decode("cp1251")
    path = table(tmp_path / "a.csv", f"lat;lon;name\n-13.5;-71.9;{text}\n", "cp1251")
    told = {one.key: one.placeholders for one in read_layer_file(path, "services").attrs["notices"]}
    assert told["import.notice_lost_letters"] == {"count": 2}


def test_a_chosen_encoding_that_does_not_fit_is_refused(tmp_path):
    path = table(tmp_path / "a.csv", SPANISH, "cp1252")
    with pytest.raises(LayerUnreadableError):
        read_layer_file(path, "services", choices=ReadingChoices(encoding="utf-8"))


@pytest.mark.parametrize(
    ("country", "first"), [("PE", "cp1252"), ("KG", "cp1251"), (None, "cp1252")]
)
def test_what_is_usual_in_the_country_comes_first_where_a_text_does_not_tell(country, first):
    decoded = decode_text("a;b\né;ó\n".encode("cp1252"), country=country)
    assert decoded.encoding == decoded.options[0] == first
    assert len(decoded.samples) == 2
    told = decode_text(f"{SPANISH}".encode("cp1252"), country="KG")
    assert (told.encoding, told.options) == ("cp1252", ())
