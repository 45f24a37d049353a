"""
Help of commands and options in the reader's language, and click's own texts.

Texts have keys: `help.layer.import` of a command, `help.option.community` of an option that means
the same everywhere, `help.route.service` of one that does not.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

from geo.language import gettext, has_text, texts_by_prefix

ROOT_NAME = "amparo"
_CLICK_MODULES: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)
# What click says, and the key of it. Where it has a plural, one text serves for all counts.
CLICK_KEYS = {
    "Usage:": "usage",
    "Options": "options",
    "Positional arguments": "arguments",
    "Commands": "commands",
    "Show this message and exit.": "help",
    "required": "required",
    "default: {default}": "default",
    "env var: {var}": "env_var",
    "Error: {message}": "error",
    "Try '{command} {option}' for help.": "see_help",
    "Invalid value: {message}": "invalid_value",
    "Invalid value for {param_hint}: {message}": "invalid_value_for",
    "Missing argument": "missing_argument",
    "Missing option": "missing_option",
    "Missing parameter": "missing_parameter",
    "Missing command.": "missing_command",
    "No such option {name!r}.": "no_option",
    "No such command {name!r}.": "no_command",
    "Did you mean {possibility}?": "did_you_mean",
    "Got unexpected extra argument ({args})": "extra_arguments",
    "Option {name!r} requires an argument.": "option_needs_value",
    "Option {name!r} does not take a value.": "option_takes_none",
    "{value!r} is not a valid {number_type}.": "not_number",
    "{value} is not in the range {range}.": "not_in_range",
    "{value!r} is not {choice}.": "not_choice",
    "{value!r} is not a valid boolean. Recognized values: {states}": "not_boolean",
    "{name} {filename!r} does not exist.": "no_path",
    "{name} {filename!r} is a file.": "path_is_file",
    "{name} {filename!r} is a directory.": "path_is_folder",
    "{name} {filename!r} is not readable.": "path_unreadable",
    "{name} {filename!r} is not writable.": "path_unwritable",
    "Aborted!": "aborted",
    "Repeat for confirmation": "repeat",
    "Error: The two entered values do not match.": "not_equal",
    "Error: invalid input": "bad_input",
    "Choose from:\n\t{choices}": "choose_from",
    "{value!r} does not match the format {format}.": "not_date",
}


def translate_click(select_locale: Callable[[], str]) -> None:
    """
    Let click say its own texts in the reader's language.

    click asks gettext, whose catalogues would have to be compiled files beside the program; it is
    given ours, by replacing the functions that its modules imported.

    Parameters
    ----------
    select_locale
        Gives the language each time that a text is needed.
    """

    def translate(text: str) -> str:
        key = CLICK_KEYS.get(text)
        return text if key is None else texts_by_prefix("click.", select_locale())[key]

    def translate_plural(singular: str, plural: str, count: int) -> str:
        is_known = singular in CLICK_KEYS
        return translate(singular) if is_known or count == 1 else plural

    for module in _CLICK_MODULES:
        for name, function in (("_", translate), ("ngettext", translate_plural)):
            if hasattr(module, name):
                setattr(module, name, function)


def set_help(command: click.Command, path: tuple[str, ...], locale: str) -> None:
    """
    Give a command, its options and its subcommands their help.

    Parameters
    ----------
    path
        Words that call the command; none for the root.
    """
    prefix = ".".join(word.replace("-", "_") for word in path) or ROOT_NAME
    command.help = gettext(f"help.{prefix}", locale)
    command.options_metavar = gettext("click.options_place", locale)
    if isinstance(command, click.Group):
        command.subcommand_metavar = gettext("click.commands_place", locale)
    for parameter in command.params:
        _name_values(parameter, locale)
        if isinstance(parameter, click.Option) and parameter.name is not None:
            parameter.help = _find_option_help(prefix, parameter.name, locale)
    if isinstance(command, click.Group) and path:
        for name, inner in command.commands.items():
            set_help(inner, (*path, name), locale)


def _name_values(parameter: click.Parameter, locale: str) -> None:
    """Name what a parameter takes, as `NÚMERO`: click says it of those without a name of theirs."""
    key = _find_type_key(parameter.type)
    if key is not None:
        parameter.type.name = gettext(f"click.type_{key}", locale)
    if isinstance(parameter, click.Argument) and parameter.name in ("file", "name"):
        parameter.metavar = gettext(f"click.type_{parameter.name}", locale)


def _find_type_key(taken: click.ParamType[object]) -> str | None:
    if isinstance(taken, click.Path):
        if taken.file_okay and taken.dir_okay:
            return "path"
        return "file" if taken.file_okay else "folder"
    if isinstance(taken, click.types.IntParamType):
        return "integer"
    if isinstance(taken, click.types.FloatParamType):
        return "number"
    return "text" if isinstance(taken, click.types.StringParamType) else None


def _find_option_help(prefix: str, name: str, locale: str) -> str:
    own = f"help.{prefix}.{name}"
    return gettext(own if has_text(own) else f"help.option.{name}", locale)
