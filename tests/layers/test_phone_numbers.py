"""Which parts of a text on telephones can be dialled, and which stay text."""

from __future__ import annotations

import pytest

from geo.layers.phone_numbers import has_phone_number, split_phone_text

DIALLED = [
    ("987654321", ["987654321"]),
    ("100", ["100"]),
    ("+996 (312) 62-15-15", ["+996312621515"]),
    ("(056) 23-4567 anexo 1234", ["056234567"]),
    ("01 4567890 ext. 120", ["014567890"]),
    ("0312 62-15-15 доб. 123", ["0312621515"]),
    ("056-234567 / 987 654 321", ["056234567", "987654321"]),
    ("987654321, 987654322; 100", ["987654321", "987654322", "100"]),
    ("987654321 987654322", ["987654321", "987654322"]),
    ("Cel. 987-654-321 (WhatsApp)", ["987654321"]),
    ("tel:100 o al 1818", ["100", "1818"]),
    ("123\n456", ["123", "456"]),
    ("*123#", ["*123%23"]),
    ("+51 987654321 y +51 987654322", ["+51987654321", "+51987654322"]),
    ("０５６２３４５６７", ["056234567"]),
    ("+51 56 234567", ["+5156234567"]),
]
TEXTS = [
    "",
    "no tiene",
    "5.19988E+11",
    "5,19988E+11",
    "98765432O",
    "#N/A",
    "08:00-16:00",
    "24 horas",
    "anexo 1234",
    "9876543219876543210",
    "javascript:alert(1)",
    "987x654x321",
    "987,654,321",
]


@pytest.mark.parametrize(("text", "numbers"), DIALLED)
def test_numbers_are_found(text: str, numbers: list[str]):
    assert [part.dial for part in split_phone_text(text) if part.dial] == numbers
    assert has_phone_number(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_certain_number_stays_text(text: str):
    assert [part.dial for part in split_phone_text(text) if part.dial] == []
    assert not has_phone_number(text)


@pytest.mark.parametrize(
    "text", [text for text, _ in DIALLED] + TEXTS + ["<b>100</b> & 'x' \"101\""]
)
def test_no_letter_of_the_text_is_lost_and_links_hold_no_markup(text: str):
    parts = split_phone_text(text)
    assert "".join(part.text for part in parts) == text
    assert all(set(part.dial or "") <= set("0123456789+*%") for part in parts)


def test_nothing_is_a_number():
    assert not has_phone_number(None)
