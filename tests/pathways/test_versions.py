"""The network's own copy: saved whole, every version kept, any of them back, and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from geo.errors import (
    CommunityUnknownError,
    PathwayChangedError,
    PathwayPersonalDataError,
    PathwayStepsError,
    PathwayTextError,
    PathwayVersionError,
    PathwayWindowError,
    ServiceTypeUnknownError,
    SituationUnknownError,
)
from geo.model import AUDIENCES
from geo.pathways.editing import add_step, move_step, remove_step, set_sentence, verify_pathway
from geo.pathways.records import SITUATIONS, PathwaySentence, TimeWindow
from geo.pathways.serialization import parse_pathway, serialize_pathway
from geo.pathways.starters import list_countries, load_starter, load_starter_step
from geo.pathways.validation import check_pathway
from geo.pathways.versions import (
    get_pathway,
    list_versions,
    load_own_pathway,
    restore_version,
    revert_to_starter,
    save_own_pathway,
)
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.audit import read_audit_lines
from geo.store.backup import restore_backup as restore_backup
from geo.store.backup import write_backup
from geo.store.forget import forget_community
from tests.pathways.conftest import SLUG

WHO = "red"
HERE = "sexual_violence"


@pytest.fixture
def first():
    return load_starter("PE", HERE)


def test_without_a_copy_the_countrys_starter_holds(store, first):
    assert load_own_pathway(store, SLUG, HERE) is None
    assert get_pathway(open_view(store, SLUG, "network"), HERE) == first
    assert list_versions(store, SLUG, HERE) == []


def test_a_saved_copy_holds_for_every_audience_at_once_and_for_this_place_alone(store, first):
    views = [open_view(store, SLUG, audience) for audience in AUDIENCES]
    saved = save_own_pathway(store, SLUG, move_step(first, "health", 2), saved_by=WHO)
    assert saved.version == 1
    assert [get_pathway(view, HERE) for view in views] == [saved] * 3
    assert load_own_pathway(store, SLUG, "threat") is None
    assert load_own_pathway(store, "loma", HERE) is None


@pytest.mark.parametrize("country", [None, *list_countries()])
def test_a_pathway_is_the_same_after_it_was_written_down(country):
    for situation in SITUATIONS:
        pathway = verify_pathway(load_starter(country, situation), date(2026, 5, 1))
        written = json.loads(json.dumps(serialize_pathway(pathway)))
        assert parse_pathway(written, version=0) == pathway


def test_every_version_is_kept_with_who_and_when(store, first):
    one = save_own_pathway(store, SLUG, remove_step(first, "shelter"), saved_by="ana")
    two = save_own_pathway(store, SLUG, move_step(one, "line", -1), saved_by="luz")
    past = list_versions(store, SLUG, HERE)
    assert [(version.number, version.saved_by) for version in past] == [(2, "luz"), (1, "ana")]
    assert [version.pathway for version in past] == [two, one]
    now = datetime.now(UTC).replace(tzinfo=None)
    assert all(now - timedelta(hours=1) < version.saved_at <= now for version in past)


def test_a_restored_version_is_a_new_one(store, first):
    one = save_own_pathway(store, SLUG, remove_step(first, "shelter"), saved_by=WHO)
    save_own_pathway(store, SLUG, remove_step(one, "line"), saved_by=WHO)
    back = restore_version(store, SLUG, HERE, 1, saved_by=WHO)
    assert back.version == 3
    assert back.steps == one.steps
    assert load_own_pathway(store, SLUG, HERE) == back
    with pytest.raises(PathwayVersionError):
        restore_version(store, SLUG, HERE, 9, saved_by=WHO)
    assert len(list_versions(store, SLUG, HERE)) == 3


def test_back_to_the_starter_is_a_version_too_and_more_may_follow(store, first):
    save_own_pathway(store, SLUG, remove_step(first, "shelter"), saved_by=WHO)
    assert revert_to_starter(store, SLUG, HERE, saved_by=WHO) == first
    assert load_own_pathway(store, SLUG, HERE) is None
    assert list_versions(store, SLUG, HERE)[0].pathway is None
    assert save_own_pathway(store, SLUG, remove_step(first, "line"), saved_by=WHO).version == 3
    assert restore_version(store, SLUG, HERE, 2, saved_by=WHO) == first


def test_what_somebody_else_saved_meanwhile_is_not_written_over(store, first):
    save_own_pathway(store, SLUG, remove_step(first, "shelter"), saved_by="ana")
    with pytest.raises(PathwayChangedError):
        save_own_pathway(store, SLUG, remove_step(first, "line"), saved_by="luz")
    assert [one.saved_by for one in list_versions(store, SLUG, HERE)] == ["ana"]


def test_the_log_shows_that_a_pathway_was_changed_and_not_its_words(store, first):
    worded = set_sentence(first, "line", "why", 0, "Palabras de la red.")
    save_own_pathway(store, SLUG, worded, saved_by=WHO)
    restore_version(store, SLUG, HERE, 1, saved_by=WHO)
    revert_to_starter(store, SLUG, HERE, saved_by=WHO)
    lines = [line for line in read_audit_lines(store) if line.action.startswith("pathway")]
    here = {"community": SLUG, "situation": HERE}
    assert {line.action: line.details for line in lines} == {
        "pathway_saved": {**here, "version": 1},
        "pathway_restored": {**here, "version": 2, "before": 1},
        "pathway_starter": {**here, "version": 3},
    }


def other_step(pathway, **fields):
    return replace(pathway, steps=(replace(pathway.steps[0], **fields), *pathway.steps[1:]))


def window(**fields):
    return TimeWindow(**{"what": "hiv_prophylaxis", "hours": 72.0,
        "kind": "clinical", "source": None,
                     **fields})  # fmt: skip


BAD = {
    "no step": (lambda first: replace(first, steps=()), PathwayStepsError),
    "a step twice": (lambda first: replace(first, steps=first.steps[:1] * 2), PathwayStepsError),
    "after a step not there": (lambda first: other_step(first, after=("spa",)), PathwayStepsError),
    "a source not there": (
        lambda first: other_step(
            first, cost=PathwaySentence("pathway.any.cost_enquire", source="hearsay")
        ),
        PathwayStepsError),
    "a situation that is none": (
        lambda first: replace(first, situation="rain"), SituationUnknownError),
    "a service that is none": (
        lambda first: other_step(first, service="spa"), ServiceTypeUnknownError),
    "instead of it none": (
        lambda first: other_step(first, instead=("spa",)), ServiceTypeUnknownError),
    "no hours": (
        lambda first: other_step(first, windows=(window(hours=0.0),)), PathwayWindowError),
    "hours without end": (
        lambda first: other_step(first, windows=(window(hours=float("inf")),)),
        PathwayWindowError),
    "hours that are none": (
        lambda first: other_step(first, windows=(window(hours=float("nan")),)),
        PathwayWindowError),
    "a window that is none": (
        lambda first: other_step(first, windows=(window(what="rain"),)), PathwayWindowError),
    "a kind that is none": (
        lambda first: other_step(first, windows=(window(kind="soon"),)), PathwayWindowError),
    "nothing afterwards": (lambda first: other_step(first, still=()), PathwayWindowError),
    "a visit without length": (
        lambda first: other_step(first, stay_minutes=0.0), PathwayWindowError),
    "a key of something else": (
        lambda first: other_step(first, why=PathwaySentence("route.title")), PathwayTextError),
    "a key that nobody says": (
        lambda first: other_step(first, why=PathwaySentence("pathway.any.spa")), PathwayTextError),
    "no words": (lambda first: other_step(first, why=PathwaySentence("", " ")), PathwayTextError),
    "too many words": (
        lambda first: other_step(first, why=PathwaySentence("", "a" * 201)), PathwayTextError),
    "a telephone": (
        lambda first: other_step(first, why=PathwaySentence("", "Llame al 7777-1234.")),
        PathwayPersonalDataError),
    "a document": (
        lambda first: other_step(first, bring=(PathwaySentence("", "DNI 41 234 567"),)),
        PathwayPersonalDataError),
    "a mail address": (
        lambda first: other_step(first, cost=PathwaySentence("", "Escriba a red@ejemplo.org")),
        PathwayPersonalDataError),
    "somebody's name": (
        lambda first: other_step(first, still=(PathwaySentence("", "Pregunte por doña Marta."),)),
        PathwayPersonalDataError),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_must_not_be_saved_is_refused(first, name):
    spoil, error = BAD[name]
    with pytest.raises(error) as raised:
        check_pathway(spoil(first))
    assert type(raised.value) is error


def test_what_was_refused_is_not_written(store, first):
    with pytest.raises(PathwayPersonalDataError):
        save_own_pathway(store, SLUG, BAD["a telephone"][0](first), saved_by=WHO)
    assert list_versions(store, SLUG, HERE) == []


@pytest.mark.parametrize(
    "text",
    ["En la Línea 100 contestan.", "De 7:30 a 16:00, tercer piso.", "En Ciudad Mujer, puerta 2.",
     "Llame al 123.", "La señora de la entrada la guía.", "Ley 30364."],
)  # fmt: skip
def test_what_is_nobodys_may_stand(first, text):
    worded = set_sentence(first, "line", "why", 0, text)
    check_pathway(worded)
    assert text in [step.why.text for step in worded.steps]


def test_a_place_that_is_not_there_has_no_pathway(store, first):
    with pytest.raises(CommunityUnknownError):
        save_own_pathway(store, "nowhere", first, saved_by=WHO)


def test_any_step_may_be_added_and_saved_in_any_country(store):
    step, sources = load_starter_step("SV", "womens_centre")
    pathway = add_step(load_starter("SV", "child"), step, sources=sources)
    assert "sv_leiv_2010" in "".join(save_own_pathway(store, "loma", pathway, saved_by=WHO).sources)


def test_a_forgotten_place_leaves_no_version_and_others_keep_theirs(store, first):
    secret = "Palabras_de_la_vega"
    save_own_pathway(store, SLUG, set_sentence(first, "line", "why", 0, secret), saved_by=WHO)
    kept = save_own_pathway(
        store, "loma", remove_step(load_starter("SV", HERE), "line"), saved_by=WHO
    )
    forget_community(store, SLUG, confirm=SLUG)
    assert load_own_pathway(store, "loma", HERE) == kept
    assert list_versions(store, SLUG, HERE) == []
    files = [file.read_bytes() for file in store.folder.rglob("*") if file.is_file()]
    assert not any(secret.encode() in content for content in files)


def test_a_backup_brings_the_history_along(store, first, tmp_path):
    save_own_pathway(store, SLUG, remove_step(first, "line"), saved_by=WHO)
    before = list_versions(store, SLUG, HERE)
    made = write_backup(store, tmp_path / "copies")
    store.close()
    restore_backup(made, home := tmp_path / "other")
    other = open_store(home)
    assert list_versions(other, SLUG, HERE) == before
    other.close()
