"""Help and the errors of options: said in the reader's language, for each command and option."""

from __future__ import annotations

import inspect
import re
import sys

import click
import pytest
from click.testing import CliRunner

from geo.commands import help_texts
from geo.commands.main import amparo
from geo.commands.terminal import show_progress
from geo.language import gettext, texts_by_prefix

LOCALES = ("es", "en", "ru", "ky")
ENGLISH = (
    "Choose",
    "Did you",
    "Got ",
    "requires",
    "is not ",
    "does not",
    "TEXT ",
    "FLOAT",
    "INTEGER",
    "DIRECTORY",
    "Usage",
    "Options",
    "Commands",
    "Show this",
    "required",
    "Missing",
    "Invalid",
    "No such",
)
# Every kind of mistake that click finds in a line, and what is said of it.
MISTAKES = {
    "layer impot": "no_command",
    "layr": "did_you_mean",
    "layer history --comunity x": "no_option",
    "layer history --com x": "did_you_mean",
    "layer history --community": "option_needs_value",
    "community list --help=x": "option_takes_none",
    "layer history --community x --layer lakes": "not_choice",
    "layer history --community x": "choose_from",
    "coverage --community x": "missing_option",
    "coverage --community x --service health --minutes ten": "not_number",
    "audit list --most 0": "not_in_range",
    "audit list --most ten": "not_number",
    "service confirm a --community x --on yesterday": "not_date",
    "layer import": "missing_argument",
    "community list more": "extra_arguments",
    "community list --home app.py": "path_is_file",
    "route --community x --from 1,1 --to-file geo": "path_is_folder",
    "layer": "usage",
}


def commands(command=amparo, path=()):
    """List all commands with the words that call them."""
    yield command, path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            yield from commands(inner, (*path, name))


def say(line, locale, monkeypatch):
    monkeypatch.setenv("AMPARO_LOCALE", locale)
    return CliRunner().invoke(amparo, line.split(), catch_exceptions=False)


@pytest.mark.parametrize("locale", LOCALES)
def test_each_command_and_option_has_its_help_in_each_language(locale, monkeypatch):
    monkeypatch.setenv("AMPARO_LOCALE", locale)
    for command, path in commands():
        if path:
            assert command.help, path
            assert not command.help.startswith("help."), path
        for option in command.params:
            if path and isinstance(option, click.Option):
                assert option.help, (path, option.name)
                assert not option.help.startswith("help."), (path, option.name)


@pytest.mark.parametrize("locale", ["es", "ru", "ky"])
@pytest.mark.parametrize("line", ["--help", "layer --help", "layer import --help"])
def test_help_has_no_word_of_another_language(line, locale, monkeypatch):
    said = say(line, locale, monkeypatch)
    assert said.exit_code == 0
    assert not [word for word in ENGLISH if word in said.output]
    assert said.output.startswith(gettext("click.usage", locale))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("line", "key"), MISTAKES.items())
def test_a_mistake_in_an_option_is_said_in_the_readers_language(line, key, locale, monkeypatch):
    said = say(line, locale, monkeypatch)
    assert said.exit_code == 2
    if locale != "en":
        assert not [word for word in ENGLISH if word in said.output], said.output
    pieces = re.split(r"\{\w+\}|\s+", texts_by_prefix("click.", locale)[key])
    assert all(piece in said.output for piece in pieces), said.output


def test_a_wrong_choice_lists_the_choices(monkeypatch):
    said = say("layer history --community x --layer lakes", "es", monkeypatch)
    assert all(name in said.output for name in ("risk_areas", "services", "zones"))
    assert "health" in say("coverage --help", "es", monkeypatch).output


def test_the_texts_that_are_translated_are_those_of_click():
    sources = "".join(inspect.getsource(module) for module in help_texts._CLICK_MODULES)
    written = [text.replace("\n", r"\n").replace("\t", r"\t") for text in help_texts.CLICK_KEYS]
    unknown = [text for text in written if f'"{text}"' not in sources]
    # Python may join two literals; these are written so.
    assert [text for text in unknown if "".join(text.split()) not in _squeeze(sources)] == []


def _squeeze(text):
    return "".join(text.split()).replace('""', "")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_written_on_a_terminal_only(is_terminal, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    show_progress(0.5, "streets.reading")
    assert ("50%" in capsys.readouterr().err) is is_terminal
