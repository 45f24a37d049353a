"""The pathways that come with Amparo: every sentence sourced or to be checked, said everywhere."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml

from geo.language import gettext
from geo.model import SERVICE_TYPES
from geo.pathways.records import SITUATIONS, WINDOW_CODES
from geo.pathways.starters import (
    STARTERS_FOLDER,
    list_countries,
    list_references,
    load_schema,
    load_starter,
    load_starter_step,
)
from geo.pathways.validation import (
    check_pathway,
    count_unsourced,
    iterate_sentences,
    list_cited_sources,
)
from tests.test_catalogues import COMPLETE
from tests.test_catalogues import said as catalogue

COUNTRIES = (None, "SV", "PE", "GT", "KG")
each_country = pytest.mark.parametrize("country", COUNTRIES)
FRIGHTENING = re.compile(r"peligro|riesgo|víctima|\bsegur[oa]|violencia|violación|danger|violence")
TOO_LATE = re.compile(r"demasiado tarde|too late|поздно|кеч болуп", re.IGNORECASE)


def starters():
    return [load_starter(country, situation) for country in COUNTRIES for situation in SITUATIONS]


def steps():
    return [step for pathway in starters() for step in pathway.steps]


def keys_in_files():
    text = "".join(path.read_text(encoding="utf-8") for path in STARTERS_FOLDER.glob("*.yaml"))
    return set(re.findall(r"\bpathway\.[a-z0-9_]+\.[a-z0-9_]+", text))


def test_the_countries_are_these():
    assert list_countries() == ("GT", "KG", "PE", "SV")


@each_country
def test_every_situation_has_a_pathway_that_may_be_saved(country):
    for situation in SITUATIONS:
        pathway = load_starter(country, situation)
        check_pathway(pathway)
        assert (pathway.country, pathway.situation, pathway.version) == (country, situation, 0)
        assert not pathway.verified


def test_a_country_without_a_file_has_what_holds_anywhere():
    assert load_starter("BR", "threat") == load_starter(None, "threat")


def test_every_sentence_has_a_source_or_is_to_be_checked():
    for pathway in starters():
        known = list_references(pathway)
        for step in pathway.steps:
            assert list_cited_sources(step) <= set(known)
            unsaid = [
                one for one in (*iterate_sentences(step), *step.windows) if one.source is None
            ]
            assert count_unsourced(step) == len(unsaid)
        assert all(len(reference) > 40 for reference in known.values())
        assert set(known) == set().union(*map(list_cited_sources, pathway.steps))


@pytest.mark.parametrize("locale", COMPLETE)
def test_every_sentence_is_said_in_every_complete_language(locale):
    told = set(catalogue(locale))
    assert keys_in_files() - told == set()
    wanted = {f"situation.{code}" for code in SITUATIONS} | {
        f"window.{code}" for code in WINDOW_CODES
    }
    assert wanted <= told


def test_no_sentence_of_the_catalogues_is_in_no_pathway():
    held = {key for key in catalogue("es") if key.startswith("pathway.")}
    assert held == keys_in_files()


def test_nothing_frightens_and_nothing_is_too_late():
    ours = ("pathway.", "pathways.", "situation.", "window.")
    for locale in COMPLETE:
        for key, forms in catalogue(locale).items():
            if key.startswith(ours):
                assert not FRIGHTENING.search(" ".join(forms).lower()), (locale, key)
                assert not TOO_LATE.search(" ".join(forms)), (locale, key)


@each_country
def test_what_the_world_health_organization_says_of_time_holds_in_every_country(country):
    pathway = load_starter(country, "sexual_violence")
    found = {
        window.what: (window.hours, window.kind, window.source)
        for step in pathway.steps
        if step.service == "health"
        for window in step.windows
    }
    assert found == {
        "hiv_prophylaxis": (72, "clinical", "who_cmr_2019"),
        "emergency_contraception": (120, "clinical", "who_cmr_2019"),
    }


def test_a_step_with_a_time_says_what_helps_after_it():
    timed = [step for step in steps() if step.windows]
    assert {step.code for step in timed} == {"health", "health_child", "forensic"}
    for step in timed:
        assert step.still
        assert gettext(step.still[0].key).startswith("Si ya pasaron esos días, vaya igual")


def test_no_service_has_to_come_first_and_care_needs_no_report():
    assert all(step.after == () for step in steps())
    for step in steps():
        if step.service == "health":
            assert "pathway.any.need_no_report" in {one.key for one in step.need_not}


@pytest.mark.parametrize(
    ("country", "situation", "code", "key", "source"),
    [
        ("PE", "physical_violence", "court", "pathway.court.gives_48_hours_pe", "pe_ley_30364"),
        ("PE", "threat", "line", "pathway.line.gives_line_pe", None),
        ("SV", "sexual_violence", "womens_centre", "pathway.womens_centre.gives_units_sv",
         "sv_leiv_2010"),
        ("SV", "sexual_violence", "health", "pathway.health.gives_by_time_sv", "sv_suchitoto"),
        ("GT", "sexual_violence", "forensic", "pathway.forensic.gives_inacif_gt",
         "gt_inacif_2006"),
        ("GT", "child", "prosecutor", "pathway.prosecutor.gives_any_hour_gt", None),
        ("KG", "threat", "police", "pathway.police.gives_order_kg", "kg_law_63_2017"),
    ],
)  # fmt: skip
def test_what_is_of_one_country_is_said_there_alone(country, situation, code, key, source):
    def given(of):
        return {
            one.key: one.source
            for step in load_starter(of, situation).steps
            if step.code == code
            for one in step.gives
        }

    assert given(country)[key] == source
    others = [of for of in COUNTRIES if of != country]
    assert not any(key in given(of) for of in others)


@pytest.mark.parametrize("service", SERVICE_TYPES)
def test_a_network_finds_a_step_for_every_service(service):
    for country in COUNTRIES:
        step, sources = load_starter_step(country, service)
        assert step.service == service
        assert list_cited_sources(step) == {text.partition("]")[0][1:] for text in sources}


def test_the_schema_names_our_codes():
    rules = json.loads((STARTERS_FOLDER / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    assert rules["$defs"]["service"]["enum"] == list(SERVICE_TYPES)
    assert list(rules["properties"]["situations"]["properties"]) == list(SITUATIONS)
    for path in STARTERS_FOLDER.glob("*.yaml"):
        assert load_schema().is_valid(yaml.safe_load(path.read_text(encoding="utf-8")))
