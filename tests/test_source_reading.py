"""Holds the longer Spanish sentences to what one reads after six years of school."""

import pytest

from tests.spanish import SIX_SCHOOL_YEARS, Measured, measured, syllables
from tests.test_catalogues import said

LONG = 16  # words; of fewer, one long word decides, and no formula was made for so little
WORST = 10


@pytest.mark.parametrize(
    ("word", "count"),
    [("sol", 1), ("muy", 1), ("que", 1), ("agua", 2), ("ciudad", 2), ("guerra", 2), ("guion", 1),
     ("día", 2), ("ahí", 2), ("poeta", 3), ("camino", 3), ("pingüino", 3), ("oeste", 3),
     ("zona", 2), ("y", 1), ("construcción", 3), ("municipalidad", 6), ("aéreo", 4)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word, count):
    assert syllables(word) == count


def test_a_text_is_measured_by_hand():
    # El-ga-to-duer-me: 5 syllables, 3 words. El-pe-rro-co-me: 5, 3.
    assert measured("El gato duerme. El perro come.") == Measured(10, 6, 2)
    assert measured("El gato duerme. El perro come.").perspicuity == pytest.approx(
        206.835 - 62.3 * 10 / 6 - 3
    )


def test_what_is_copied_and_not_read_is_not_measured():
    assert measured("Abra <b>{file}</b>: python3 start.py --server.address 0.0.0.0").words == 2
    assert measured("Elija uno .osm.pbf, WGS (EPSG:4326) docs/a.md") == Measured(5, 2, 1)


def test_hard_words_in_long_sentences_are_found_hard():
    hard = (
        "La institucionalidad interdisciplinaria correspondiente procederá a la sistematización "
        "de las vulnerabilidades identificadas por las participantes de la circunscripción."
    )
    assert measured(hard).perspicuity < 0 < SIX_SCHOOL_YEARS < measured("Aquí hay luz.").perspicuity


def longer() -> list[tuple[float, str, str]]:
    """List the longer things that the Spanish catalogue says, the hardest first."""
    found = []
    for key, forms in said("es").items():
        for form in forms:
            told = measured(form)
            if told.words >= LONG:
                found.append((round(told.perspicuity, 1), key, form))
    return sorted(found)


def test_the_longer_sentences_are_read_after_six_school_years():
    ranked = longer()
    print(f"{len(ranked)} longer sentences; the hardest:")  # noqa: T201 (shown by pytest -rP)
    print(*ranked[:WORST], sep="\n")  # noqa: T201 (as above)
    assert len(ranked) > 100
    hard = [told for told in ranked if told[0] < SIX_SCHOOL_YEARS]
    assert not hard, hard


def test_all_of_them_together_are_easier_still():
    whole = sum((measured(form) for _, _, form in longer()), Measured(0, 0, 0))
    assert whole.perspicuity > 76  # "easy", for readers of 11 years
