"""A document's number is refused however it is written; a date, an hour, a house are not."""

import pytest

from geo.privacy.personal_data import has_document_number


@pytest.mark.parametrize(
    "text", ["01234567-8", "DNI 41 234 567", "2589 12345 0101", "1.234.567.890", "٠١٢٣٤٥٦٧"]
)
def test_a_number_as_long_as_a_documents_is_found(text):
    assert has_document_number(text)


@pytest.mark.parametrize(
    "text", ["", "casa 12", "de 7:30 a 21:00", "desde 2019", "km 14, poste 231"]
)
def test_what_people_say_of_places_is_left_alone(text):
    assert not has_document_number(text)
