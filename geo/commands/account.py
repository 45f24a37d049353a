"""Commands on accounts."""

from __future__ import annotations

from pathlib import Path

import click

from geo.access.roles import ROLES
from geo.commands.password_prompt import prompt_password
from geo.commands.terminal import json_command, open_home, open_home_to_read, select_locale
from geo.language import gettext

NEW_PASSWORD_VARIABLE = "AMPARO_NEW_PASSWORD"  # noqa: S105 (the name of a variable)
role_option = click.option("--role", required=True, metavar="|".join(ROLES))


@click.group()
def account() -> None:
    """Accounts: named after what somebody does, never after who does it."""


@account.command("add")
@click.argument("name")
@role_option
@json_command
def add(name: str, role: str, home: Path | None) -> dict[str, object]:
    """Add an account; its password is asked for."""
    from geo.access.accounts import add_account

    created = add_account(open_home(home), name, role=role, password=_prompt_new_password())
    return {"account": created.name, "role": created.role}


@account.command("list")
@json_command
def list_(home: Path | None) -> dict[str, object]:
    """List the accounts and their roles."""
    from geo.access.accounts import list_accounts

    accounts = list_accounts(open_home_to_read(home))
    return {"accounts": [{"account": account.name, "role": account.role} for account in accounts]}


@account.command("password")
@click.argument("name")
@json_command
def password(name: str, home: Path | None) -> dict[str, object]:
    """Give an account another password; whoever is signed in with it is signed out."""
    from geo.access.accounts import change_password

    change_password(open_home(home), name, password=_prompt_new_password())
    return {"account": name}


@account.command("role")
@click.argument("name")
@role_option
@json_command
def role(name: str, role: str, home: Path | None) -> dict[str, object]:
    """Give an account another role; whoever is signed in with it is signed out."""
    from geo.access.accounts import change_role

    change_role(open_home(home), name, role=role)
    return {"account": name, "role": role}


@account.command("sign-out")
@click.argument("name")
@json_command
def sign_out(name: str, home: Path | None) -> dict[str, object]:
    """Sign an account out everywhere."""
    from geo.access.sign_in import sign_out_everywhere

    return {"account": name, "ended_sessions": sign_out_everywhere(open_home(home), name)}


@account.command("unlock")
@click.argument("name")
@json_command
def unlock(name: str, home: Path | None) -> dict[str, object]:
    """Forget the wrong passwords tried for an account, so that signing in needs no wait."""
    from geo.access.accounts import unlock_account

    return {"account": name, "failures": unlock_account(open_home(home), name)}


@account.command("remove")
@click.argument("name")
@json_command
def remove(name: str, home: Path | None) -> dict[str, object]:
    """Remove an account; whoever is signed in with it is signed out."""
    from geo.access.accounts import remove_account

    remove_account(open_home(home), name)
    return {"account": name}


def _prompt_new_password() -> str:
    return prompt_password(
        NEW_PASSWORD_VARIABLE,
        gettext("password_prompt.new_password", select_locale()),
        confirm=True,
    )
