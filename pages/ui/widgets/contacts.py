"""Telephones, hours and addresses of services as HTML, with links that dial."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from geo.cartography.service_contact import ContactLine, list_contact_lines, split_contact_phone
from pages.ui import state


def phone_html(phone: str | None) -> Markup:
    """Format a cell of telephones: each number is a link, the rest text; without one, that."""
    return line_html(split_contact_phone(phone, state.locale()))


def contact_html(service: Mapping[str, object], *, is_withheld: bool = False) -> Markup:
    """Format how to reach a service as paragraphs; see `list_contact_lines`."""
    lines = list_contact_lines(service, state.locale(), is_withheld=is_withheld)
    return Markup("").join(Markup("<p>{}</p>").format(line_html(line)) for line in lines)


def line_html(line: ContactLine) -> Markup:
    """Format one line; a number that can be dialled becomes a `tel:` link."""
    link = Markup('<a class="dial" href="tel:{}">{}</a>')
    return Markup("").join(
        link.format(part.dial, part.text) if part.dial else Markup("{}").format(part.text)
        for part in line
    )
