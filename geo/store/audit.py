"""
Who did what: a log that can only grow.

Each line is sealed with SHA-256 over its content and the seal of the line before, from a chance
value of the installation on; the head, in a table of its own, remembers how many lines there are
and the last seal. So a line that was changed, taken out, put in or moved is found, and so is a
tail cut off. Whoever writes the whole chain and its head anew can only be caught by a head noted
elsewhere: every backup carries one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from geo.store.audit_vocabulary import Detail, check_line
from geo.store.database import Store, Writer

SUBJECT_BYTES = 8


@dataclass(frozen=True)
class Head:
    """How many lines the log has, and the seal of the last."""

    lines: int
    hash: str


@dataclass(frozen=True)
class AuditLine:
    """
    One line of the log.

    Attributes
    ----------
    at
        UTC.
    who
        Name of an account, or a word for those without one.
    details
        As `audit_words.DETAILS` allows. A community stands there by a chance word;
        `audit_lines` puts its short name back unless it was forgotten.
    """

    number: int
    at: datetime
    who: str
    action: str
    details: dict[str, Any]


def audit(store: Store, who: str, action: str, details: Mapping[str, Detail]) -> None:
    """
    Add a line.

    Raises
    ------
    AuditDetailError
        If it holds anything that may not stand in the log.
    """
    store.transact_in_turn(lambda writer: append(writer, who, action, details))


def append(writer: Writer, who: str, action: str, details: Mapping[str, Detail]) -> None:
    """
    Add a line within a transaction that does what the line tells; see `audit`.

    The transaction is to be one of `Store.transact_in_turn`: lines follow one on another, and who
    adds without waiting for a turn is sent back again and again.
    """
    check_line(who, action, details)
    told = dict(details)
    if "community" in told:
        told["community"] = _subject(writer, str(told["community"]))
    head = writer.rows("audit/head")[0]
    line = {
        "number": head["lines"] + 1,
        "done_at": datetime.now(UTC).replace(tzinfo=None),
        "who": who,
        "action": action,
        "details": canonical(told),
        "previous": head["hash"],
    }
    line["hash"] = seal_of(line)
    writer.change("audit/move_head", lines=line["number"], hash=line["hash"])
    writer.change("audit/add", **line)


def audit_lines(store: Store, *, most: int = 100) -> list[AuditLine]:
    """Read the latest lines, newest first."""
    slugs = {row["subject"]: row["community"] for row in store.rows("audit/subjects")}
    return [_line(row, slugs) for row in store.rows("audit/latest", most=most)]


def audit_head(store: Store) -> Head:
    """Tell how many lines there are, and the seal of the last."""
    row = store.rows("audit/head")[0]
    return Head(row["lines"], row["hash"])


def canonical(content: object) -> str:
    """Write content as JSON in the one way that its seal is made over."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_of(line: Mapping[str, Any]) -> str:
    """Seal a row of the log: everything but its own seal, the seal before it included."""
    content = {name: line[name] for name in ("number", "who", "action", "details", "previous")}
    sealed = canonical({**content, "at": line["done_at"].isoformat(timespec="microseconds")})
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def _subject(writer: Writer, community: str) -> str:
    rows = writer.rows("audit/subject", community=community)
    if rows:
        return str(rows[0]["subject"])
    made = secrets.token_hex(SUBJECT_BYTES)
    writer.change("audit/add_subject", community=community, subject=made)
    return made


def _line(row: Mapping[str, Any], slugs: Mapping[str, str]) -> AuditLine:
    details = json.loads(row["details"])
    if "community" in details:
        details["community"] = slugs.get(details["community"], details["community"])
    return AuditLine(
        number=row["number"],
        at=row["done_at"].replace(tzinfo=UTC),
        who=row["who"],
        action=row["action"],
        details=details,
    )
