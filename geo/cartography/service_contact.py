"""
How to reach a service, as lines of text and numbers: for popups of maps, lists and cards.

Every line is a tuple of parts, and a part with `dial` becomes a link. Sentences that say to call
stand beside the number, or beside a sentence that none is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from geo.cartography.opening_text import describe_service_hours
from geo.language import DEFAULT_LOCALE, gettext
from geo.layers.phone_numbers import PhonePart, split_phone_text

ContactLine: TypeAlias = tuple[PhonePart, ...]


def list_contact_lines(
    service: Mapping[str, object], locale: str = DEFAULT_LOCALE, *, is_withheld: bool = False
) -> list[ContactLine]:
    """
    List how to reach a service: hours, phone, address; of a confidential one, whom to ask.

    Parameters
    ----------
    service
        Cells `phone`, `opening_hours`, `address` and `gateway`, as far as they are disclosed.
    is_withheld
        True for a confidential service whose cells are not disclosed to the reader.
    """
    gateway = split_phone_text(read_cell(service.get("gateway")) or "")
    if is_withheld:
        return [(PhonePart(gettext("map.confidential", locale)),), *([gateway] if gateway else [])]
    hours = describe_service_hours(read_cell(service.get("opening_hours")), locale)
    lines: list[ContactLine] = [(PhonePart(hours.text),)]
    if hours.detail:
        lines.append((PhonePart(gettext("contact.written", locale, text=hours.detail)),))
    phone = read_cell(service.get("phone"))
    lines.append(gateway if gateway and not phone else split_contact_phone(phone, locale))
    address = read_cell(service.get("address"))
    return [*lines, (PhonePart(address),)] if address else lines


def split_contact_phone(phone: str | None, locale: str = DEFAULT_LOCALE) -> ContactLine:
    """Split a cell of telephones into parts; without one, a sentence says so."""
    return split_phone_text(phone or "") or (PhonePart(gettext("contact.no_phone", locale)),)


def read_cell(value: object) -> str | None:
    """Read a cell as text; None where it is missing or blank."""
    if value is None or value != value or not str(value).strip():  # NaN differs from itself
        return None
    return str(value)
