"""Each kind of fault in a file of pathways is found, with its place; all of them at once."""

from __future__ import annotations

import shutil

import pytest
import yaml

from geo.errors import PathwayUnreadableError, ServiceTypeUnknownError, SituationUnknownError
from geo.imports.error_messages import format_error
from geo.language import list_locales
from geo.pathways.starters import STARTERS_FOLDER, load_starter, load_starter_step


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(STARTERS_FOLDER, tmp_path / "pathways")


def changed(folder, change, name="general"):
    file = folder / f"{name}.yaml"
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def refused(folder, country=None):
    with pytest.raises(PathwayUnreadableError) as raised:
        load_starter(country, "threat", folder=folder)
    return raised.value


FAULTS = {
    "verified": (lambda file: file.update(verified=True), "verified (const)"),
    "no sources": (lambda file: file.pop("sources"), "file (required)"),
    "a name that is none": (lambda file: file.update(colour="red"), "file (additionalProperties)"),
    "a service that is none": (
        lambda file: file["steps"]["health"].update(service="spa"), "steps.health.service (enum)"),
    "instead of it none": (
        lambda file: file["steps"]["court"].update(instead=["spa"]),
        "steps.court.instead.0 (enum)"),
    "no source and no check": (
        lambda file: file["steps"]["health"]["why"].pop("source"), "steps.health.why (oneOf)"),
    "a source and a check": (
        lambda file: file["steps"]["health"]["why"].update(check=True), "steps.health.why (oneOf)"),
    "words and no key": (
        lambda file: file["steps"]["health"].update(why={"key": "Vaya ya.", "check": True}),
        "steps.health.why.key (pattern)"),
    "no hours": (
        lambda file: file["steps"]["health"]["windows"][0].update(hours=0),
        "steps.health.windows.0.hours (exclusiveMinimum)"),
    "hours as words": (
        lambda file: file["steps"]["health"]["windows"][0].update(hours="three days"),
        "steps.health.windows.0.hours (type)"),
    "a kind that is none": (
        lambda file: file["steps"]["health"]["windows"][0].update(kind="soon"),
        "steps.health.windows.0.kind (enum)"),
    "a situation that is none": (
        lambda file: file["situations"].update(rain=["health"]),
        "situations (additionalProperties)"),
    "a step twice": (
        lambda file: file["situations"].update(threat=["line", "line"]),
        "situations.threat (uniqueItems)"),
    "no step": (lambda file: file["situations"].update(threat=[]), "situations.threat (minItems)"),
    "an unknown step": (
        lambda file: file["situations"].update(threat=["spa"]),
        "situations.threat.spa (unknown step)"),
    "no such situation": (
        lambda file: file["situations"].pop("child"), "situations.child (required)"),
    "no reason": (lambda file: file["steps"]["health"].pop("why"), "steps.health.why (required)"),
    "nothing afterwards": (
        lambda file: file["steps"]["health"].pop("still"),
        "steps.health.still (required by windows)"),
    "after an unknown step": (
        lambda file: file["steps"]["health"].update(after=["spa"]),
        "steps.health.after.spa (unknown step)"),
    "an unknown source": (
        lambda file: file["steps"]["line"]["why"].update(source="hearsay") or
        file["steps"]["line"]["why"].pop("check"),
        "steps.line.hearsay (unknown source)"),
}  # fmt: skip


def test_the_copy_reads_as_the_original(folder):
    changed(folder, lambda _: None)
    assert load_starter(None, "threat", folder=folder) == load_starter(None, "threat")


@pytest.mark.parametrize("name", FAULTS)
def test_each_kind_of_fault_is_found_at_its_place(folder, name):
    change, place = FAULTS[name]
    changed(folder, change)
    error = refused(folder)
    assert error.schema_errors == [place]
    assert error.placeholders["file"] == "general.yaml"


def test_all_faults_are_shown_at_once_with_what_to_do(folder):
    def spoil(document):
        document["verified"] = True
        document["steps"]["court"]["service"] = "spa"
        del document["steps"]["line"]["why"]["check"]

    changed(folder, spoil)
    error = refused(folder)
    assert len(error.schema_errors) == error.placeholders["count"] == 3
    for locale in list_locales():
        [line] = format_error(error, locale)
        assert all(place in line for place in ("verified", "steps.court.service", "general.yaml"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "file (type)"),
        ("- a\n- b\n", "file (type)"),
        ("country: null\nverified: [\n", "line 3 (yaml)"),
        ("country: null\ncountry: SV\n", "line 1 (yaml)"),
        ("a: 2026-99-99\n", "(yaml)"),
        ("a: !!python/object/apply:os.getcwd []\n", "line 1 (yaml)"),
        (b"\xff\xfe\x00", "(yaml)"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_line(folder, text, place):
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "general.yaml").write_bytes(raw)
    assert refused(folder).schema_errors == [place]


def test_a_missing_file_is_refused(folder):
    (folder / "general.yaml").unlink()
    assert refused(folder).schema_errors == ["(file)"]


def test_a_countrys_file_says_which_country_it_is_of(folder):
    changed(folder, lambda file: file.update(country="GT"), name="pe")
    error = refused(folder, "PE")
    assert error.schema_errors == ["country (file name)"]
    assert error.placeholders["file"] == "pe.yaml"


def test_a_step_that_only_a_country_has_must_be_whole(folder):
    step = {"service": "court"}
    changed(folder, lambda file: file["steps"].update(peace_judge=step), name="pe")
    assert refused(folder, "PE").schema_errors == ["steps.peace_judge.why (required)"]


def test_what_nobody_knows_is_refused():
    with pytest.raises(SituationUnknownError):
        load_starter("SV", "rain")
    with pytest.raises(ServiceTypeUnknownError):
        load_starter_step("SV", "spa")
