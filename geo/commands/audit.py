"""Commands on the audit log."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.options import limit_option
from geo.commands.terminal import json_command, open_home_to_read
from geo.errors import AuditBrokenError


@click.group()
def audit() -> None:
    """Audit log: who did what, and whether the log is as it was written."""


@audit.command("list")
@limit_option
@json_command
def list_(most: int, home: Path | None) -> dict[str, object]:
    """List who did what, the latest first."""
    from geo.store.audit import read_audit_lines

    lines = read_audit_lines(open_home_to_read(home), limit=most)
    return {
        "lines": [
            {
                "number": line.number,
                "recorded_at": line.at,
                "who": line.who,
                "action": line.action,
                "details": line.details,
            }
            for line in lines
        ]
    }


@audit.command("check")
@click.option(
    "--backup",
    "backups",
    multiple=True,
    type=click.Path(path_type=Path),
)
@json_command
def check(backups: tuple[Path, ...], home: Path | None) -> dict[str, object]:
    """Read the whole log against its seals; exit code 2 where it is not as it was written."""
    from geo.store.audit import read_audit_head
    from geo.store.audit_verification import verify_audit_log
    from geo.store.backup_manifest import read_manifest_head

    store = open_home_to_read(home)
    errors = verify_audit_log(store, recorded_heads=[read_manifest_head(path) for path in backups])
    if errors:
        listed = ", ".join(f"{error.number} ({error.kind})" for error in errors)
        raise AuditBrokenError(faults=listed)
    head = read_audit_head(store)
    return {"line_count": head.lines, "hash": head.hash, "intact": True}
