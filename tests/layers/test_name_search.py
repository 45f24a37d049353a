"""Names are found whatever accents, case and order their words are typed in."""

from __future__ import annotations

import pytest

from geo.layers.name_search import find_names, is_same_name

STREETS = [
    "Avenida José Olaya", "Calle Ñuñoa", "Jirón Josefina Ramos", "José Olaya", "Улица Ёлочная",
    "Ош көчөсү", "Чүй проспектиси", "Pasaje El Ángel", "Jr. 28 de Julio",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jose", ["José Olaya", "Avenida José Olaya", "Jirón Josefina Ramos"]),
        ("JOSÉ OLAYA", ["José Olaya", "Avenida José Olaya"]),
        ("olaya jose", ["Avenida José Olaya", "José Olaya"]),
        ("nunoa", ["Calle Ñuñoa"]),
        ("елочная", ["Улица Ёлочная"]),
        ("ЁЛОЧНАЯ", ["Улица Ёлочная"]),
        ("кочосу", ["Ош көчөсү"]),
        ("чуй", ["Чүй проспектиси"]),
        ("angel", ["Pasaje El Ángel"]),
        ("jose\u0301", ["José Olaya", "Avenida José Olaya", "Jirón Josefina Ramos"]),
        ("28 julio", ["Jr. 28 de Julio"]),
        ("jr 28", ["Jr. 28 de Julio"]),
        ("zzz", []),
        ("  ", []),
        ("¿?", []),
    ],
)
def test_what_is_typed_is_found(typed, found):
    assert find_names(STREETS, typed) == found


def test_a_name_is_the_same_without_its_accents():
    assert is_same_name("José Olaya", "jose  olaya")
    assert not is_same_name("José Olaya", "jose")
