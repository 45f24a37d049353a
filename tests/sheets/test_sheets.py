"""What is set: every kind in every language, whole, neutral outside, and true to its plan."""

from __future__ import annotations

import getpass
import io
import json
import re
import socket
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from geo.communities.demonstration import DEMO_SLUG
from geo.errors import SheetTypesettingError
from geo.language import gettext, list_locales
from geo.privacy.view import open_view
from geo.sheets import typesetting
from geo.sheets.nearest_services import list_public_places
from geo.sheets.poster import build_poster_data
from geo.sheets.support_sheet import build_card_data, build_message_data, build_sheet_data
from geo.sheets.typesetting import render_pdf, render_png
from geo.sheets.writing import write_poster, write_support_plan
from tests.sheets import plans
from tests.support import requests
from tests.thorough import choose

DATA_BUILDERS = {"sheet": build_sheet_data, "card": build_card_data, "message": build_message_data}
PAGES = {"sheet": 2, "card": 2, "message": 1}
HERE = "Calle Real"
HOSTILE = (
    "#panic(1)",
    "$x$ _a_ *b*",
    "</svg>",
    "& < >",
    "]\n#set page(fill: red)",
    'a"b\\',
    "`raw`",
)


def picture(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=int)


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture
def write(tmp_path):
    """Write a plan into a file, and give the bytes of the file."""

    def content(view, plan, kind, ending=".pdf", locale="es"):
        path = tmp_path / f"{kind}{ending}"
        return write_support_plan(view, plan, path, kind=kind, locale=locale).read_bytes()

    return content


def margins(grey, width):
    sides = (grey[:width], grey[-width:], grey[:, :width], grey[:, -width:])
    return np.concatenate([side.ravel() for side in sides])


@pytest.mark.slow
@pytest.mark.parametrize("locale", list_locales())
def test_every_kind_is_set_in_every_language_on_as_many_pages_as_it_has(view, plan, locale):
    drawn = build_sheet_data(view, plan, locale)
    for kind, build in DATA_BUILDERS.items():
        data = drawn if kind == "sheet" else build(view, plan, locale)
        assert pages(render_pdf(kind, data)) == PAGES[kind], kind


@pytest.fixture(scope="module")
def poster_data(view):
    """Give the data of a poster in a language: drawing its map takes longer than setting it."""
    return cache(
        lambda locale: build_poster_data(view, HERE, view.moment("2026-11-17T09:00"), locale)
    )


@pytest.mark.parametrize("locale", list_locales())
def test_a_poster_is_one_page_in_every_language(poster_data, locale):
    data = poster_data(locale)
    assert data["map"].startswith("<svg")
    assert pages(render_pdf("poster", data)) == 1


FEW_AND_MANY = choose(
    [("es", 1), ("ky", 12)],
    [("es", 1), ("es", 4), *((locale, 12) for locale in list_locales())],
)


@pytest.mark.parametrize(("locale", "count"), FEW_AND_MANY)
def test_a_poster_of_many_services_with_long_names_is_one_page(poster_data, locale, count):
    data = poster_data(locale)
    blank = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 70 44" width="700" height="440"/>'
    services = [
        {**entry, "name": "Oficina municipal de atención integral " * 2, "hours": "lun–vie, " * 20}
        for entry in data["services"] * count
    ]
    long_title = data["title"] * count
    filled = {**data, "map": blank, "services": services, "title": long_title}
    assert pages(render_pdf("poster", filled)) == 1
    assert pages(render_pdf("poster", {**filled, "always": data["always"] * 2 * count})) == 1


@pytest.mark.parametrize("audience", ["coordinator", "network"])
def test_a_poster_is_made_for_the_public_without_marked_areas(store, tmp_path, audience):
    view = open_view(store, DEMO_SLUG, audience)
    when = view.moment("2026-11-17T22:00")
    data = build_poster_data(view, HERE, when, "es")
    assert data == build_poster_data(open_view(store, DEMO_SLUG, "public"), HERE, when, "es")
    assert "url(#risk-" not in data["map"]
    texts = json.dumps({**data, "map": ""}, ensure_ascii=False)
    assert gettext("export.purpose.public") in texts
    assert "No lo publique" not in texts
    assert "marcad" not in texts
    assert not {"swatches", "mild", "grave"} & set(data["legend"])


def test_a_poster_lists_every_phone_line_and_says_what_is_not_known(view):
    services = view.services.copy()
    line = services[services["type"] == "phone_line"]
    extra = pd.concat([line] * 2, ignore_index=True).assign(
        id=["one", "two"], name=["Línea de noche", "Línea del barrio"], phone=["100", "0800 123"],
        opening_hours=["Mo-Fr 20:00-24:00", None],
    )  # fmt: skip
    services.loc[services["type"] == "police", ["phone", "opening_hours"]] = None
    both = pd.concat([services, extra], ignore_index=True)
    looking = requests.looking(view, gpd.GeoDataFrame(both, crs=services.crs), "public")
    data = build_poster_data(looking, HERE, view.moment("2026-11-17T09:00"), "es")
    entries = {entry["name"]: entry for entry in data["services"]}
    assert [one["name"] for one in data["always"]] == ["Línea de escucha"]
    assert entries["Línea de noche"]["phone"] == "100"
    assert entries["Línea del barrio"]["hours"] == gettext("support.hours_unknown")
    police = next(entry for entry in data["services"] if entry["kind"] == "Policía")
    assert police["hours"] == gettext("support.hours_unknown")
    assert police["no_phone"] == gettext("contact.no_phone")


@pytest.mark.parametrize("kind", DATA_BUILDERS)
def test_a_sheet_tells_the_day_it_was_made_and_the_day_it_is_for(no_map, view, plan, kind):
    data = DATA_BUILDERS[kind](view, plan, "es")
    assert "16 de noviembre" in data["made"]
    assert "mar, 17 nov, 9:00" in data["return_trip"]


@pytest.mark.parametrize("kind", DATA_BUILDERS)
def test_a_picture_is_full_and_nothing_reaches_its_edge(view, plan, kind):
    grey = picture(render_png(kind, DATA_BUILDERS[kind](view, plan, "ky"), scale=1.5))
    assert (grey < 90).mean() > 0.01
    if kind == "card":  # the line where it is folded runs from edge to edge
        grey = np.delete(grey, slice(grey.shape[1] // 2 - 4, grey.shape[1] // 2 + 4), axis=1)
        grey = np.delete(grey, slice(grey.shape[0] // 2 - 4, grey.shape[0] // 2 + 4), axis=0)
    edge = margins(grey, 8)
    assert edge.max() - edge.min() <= 2


def test_the_picture_for_messaging_is_as_wide_as_a_phone(view, plan, write):
    few = plans.short(plan, 1, 2, 4)
    assert picture(write(view, few, "message", ".png")).shape == (1350, 1080)
    high, wide = picture(write(view, plan, "message", ".png")).shape
    assert wide == 1080
    assert 1350 < high < 2600


# --- the outside ---------------------------------------------------------------------------------


def outside(view, named, locale="es"):
    grey = picture(render_png("card", build_card_data(view, named, locale)))
    return grey[: grey.shape[0] // 2 - 4]


def test_the_outside_of_the_card_is_the_same_whatever_lies_within(no_map, view, plan):
    other = plans.renamed(plans.short(plan, 1, 4), "Otra cosa")
    elsewhere = replace(view.community, name="Otro lugar", streets_source="Otra fuente")
    seen = outside(view, plan)
    assert (seen < 90).any()
    assert np.array_equal(seen, outside(view, other))
    data = {**build_card_data(view, plan, "es"), "place": elsewhere.name, "made": "-", "title": "-"}
    grey = picture(render_png("card", data))
    assert np.array_equal(seen, grey[: grey.shape[0] // 2 - 4])


@pytest.mark.parametrize("locale", list_locales())
def test_no_word_on_the_outside_comes_from_the_pathway(no_map, view, plan, locale):
    data = build_card_data(view, plan, locale)
    within = " ".join(_words({name: part for name, part in data.items() if name != "outside"}))
    assert data["outside"] == gettext("sheet.outside", locale)
    assert data["outside"].lower() not in within.lower()


def _words(value):
    if isinstance(value, str):
        yield "" if value.startswith("<svg") else value
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _words(part)


# --- true to the plan ----------------------------------------------------------------------------


def test_after_a_window_it_says_still_go_and_what_still_helps(no_map, view, plan):
    health = build_sheet_data(view, plan, "es")["steps"][0]
    states = {one["state"]: one["text"] for one in health["windows"]}
    assert set(states) == {"closed", "open"}
    assert "Vaya igual: todavía ayuda." in states["closed"]
    assert health["still"]
    soon = build_sheet_data(view, plans.plan(view, hours_since=10), "es")["steps"][0]
    assert [one["state"] for one in soon["windows"]] == ["open", "open"]
    assert soon["still"] == []
    step = build_sheet_data(view, plans.plan(view, hours_since=None), "es")["steps"][0]
    assert [one["state"] for one in step["windows"]] == ["unknown", "unknown"]


def test_of_a_confidential_service_only_its_type_and_whom_to_ask(no_map, view, plan):
    (data,) = (
        one
        for one in build_sheet_data(view, plan, "es")["steps"]
        if one["name"] == "Casa de acogida"
    )
    assert data["contact"].startswith("Lugar reservado. Llame a la Línea de escucha")
    assert not any(data[what] for what in ("phone", "hours", "marks", "way", "when", "shown"))


def test_what_a_careless_record_shows_of_a_confidential_service_is_not_shown(no_map, view, plan):
    """The planner gives no such record; if it did, a sheet would still keep it to itself."""
    open_one = plan.stops[0]
    door = replace(open_one.service, is_confidential=True, contact="Pregunte", name="Xochitonal")
    careless = replace(plan, stops=(replace(open_one, service=door), *plan.stops[1:]))
    for build in DATA_BUILDERS.values():
        data = build(view, careless, "es")
        step = data["steps"][0]
        assert (step["name"], step["contact"]) == ("Salud", "Lugar reservado. Pregunte")
        text = json.dumps(data, ensure_ascii=False)
        assert "Xochitonal" not in text
        assert str(door.phone) not in text.replace("\u00a0", " ")


def test_services_unchecked_or_checked_long_ago_say_so_and_so_do_words_without_source(
    no_map, view, plan
):
    data = build_sheet_data(view, plan, "es")
    marks = [one["marks"] for one in data["steps"]]
    assert any(one.startswith("Revisada hace mucho, el ") for one in marks)
    assert marks[0] == ""
    assert "Agua y un suéter°." in data["steps"][0]["bring"]
    assert data["steps"][0]["why"].endswith("más ayuda.")
    assert len(data["check"]) == 2
    checked = replace(plan, pathway=replace(plan.pathway, verified=True), holidays_known=False)
    assert data["check"][0] not in build_sheet_data(view, checked, "es")["check"]
    assert len(build_sheet_data(view, checked, "es")["check"]) == 2


def test_phones_that_always_answer_stand_above_all(no_map, view, plan):
    for build in DATA_BUILDERS.values():
        assert build(view, plan, "es")["always"] == [
            {"name": "Línea de escucha", "phone": "0000\u00a00012"}
        ]


def test_a_step_without_a_service_and_a_second_one_at_the_same_service_are_said(no_map, view, plan):
    first, second = plan.stops[0], plan.stops[3]
    none = replace(plan.stops[1], service=None)
    route = second.route
    first_part = {"edge_indices": route.edge_indices[:1], "from_m": route.from_m[:1]}
    here = replace(
        second, route=replace(route, **first_part, to_m=route.from_m[:1], endpoints=None)
    )
    data = build_sheet_data(view, replace(plan, stops=(first, none, here)), "es")
    assert data["steps"][1]["contact"] == "Aquí todavía no hay una puerta así. Pregunte a la red."
    assert data["steps"][2]["way"] == "En la misma puerta que el paso 1."
    assert [one["number"] for one in data["directions"]] == ["1", "·"]


# --- what people wrote ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DATA_BUILDERS)
def test_what_people_wrote_stays_text(view, plan, kind):
    by_phone = plans.short(plan, 2, 3)  # without a way, and so without a map
    for text in HOSTILE:
        data = DATA_BUILDERS[kind](view, plans.renamed(by_phone, text), "es")
        assert text in data["steps"][0]["name"]
        colours = Image.open(io.BytesIO(render_png(kind, data, scale=1))).convert("RGB")
        red = np.asarray(colours, dtype=int)
        assert not ((red[..., 0] > 240) & (red[..., 1] < 20)).any()
    named = plans.renamed(by_phone, " ".join(HOSTILE))
    letters = plans.renamed(by_phone, "x" * len(" ".join(HOSTILE)))
    document = [
        pages(render_pdf(kind, DATA_BUILDERS[kind](view, one, "es"))) for one in (named, letters)
    ]
    assert document[0] == document[1]


def test_a_street_named_like_code_stays_a_name(view, plan):
    map_of = build_sheet_data(view, plan, "es")["map"]
    hostile = map_of.replace("Calle Real", "#panic(1) &lt;/svg&gt;")
    assert hostile != map_of
    data = build_card_data(view, plans.short(plan, 2, 3), "es")
    assert render_pdf("card", {**data, "map": hostile}).startswith(b"%PDF")


def test_a_name_longer_than_any_line_loses_nothing(no_map, view, plan, write):
    named = plans.renamed(plan, "Muy larga es la calle " * 12)
    assert pages(write(view, named, "card")) > 2
    assert pages(write(view, named, "sheet")) > 2


def test_what_cannot_be_set_is_an_exact_fault():
    with pytest.raises(SheetTypesettingError) as raised:
        typesetting.render_pdf("sheet", {})
    assert type(raised.value) is SheetTypesettingError
    assert raised.value.placeholders == {"sheet": "sheet"}


# --- what a file says of itself ------------------------------------------------------------------


def test_a_pdf_names_nobody_and_no_machine_and_bears_the_day_alone(view, plan, write, tmp_path):
    when = view.moment("2026-11-17T09:00")
    poster = write_poster(view, HERE, tmp_path / "poster.pdf", when=when, locale="es")
    made = ((b"20261116", write(view, plan, "sheet")), (b"20261117", poster.read_bytes()))
    for made_on, document in made:
        assert b"/Author" not in document
        days = re.findall(rb"D:(\d{8})(\d*)", document)
        assert days
        assert all(day == made_on and not int(time or 0) for day, time in days)
        audience = b"audience: network" if made_on == b"20261116" else b"audience: public"
        assert audience in document
        machine = (socket.gethostname(), getpass.getuser(), str(Path.cwd()), str(Path.home()))
        for name in machine:  # a name of two letters stands in any file
            assert len(name) < 4 or name.encode() not in document


def test_the_same_plan_gives_the_same_bytes(no_map, view, plan, write):
    for of in (("sheet", ".pdf", "es"), ("message", ".png", "ru")):
        assert write(view, plan, *of) == write(view, plan, *of)


def test_a_poster_starts_from_public_places_only(store, view):
    names = list_public_places(view)
    assert {"Calle Real", "Unidad de Salud de Chancala"} <= set(names)
    assert not any("reservado" in name for name in names)
