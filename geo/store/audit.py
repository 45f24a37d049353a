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

from geo.store.audit_vocabulary import AuditDetail, check_audit_line
from geo.store.database import Store, Transaction

SUBJECT_BYTES = 8


@dataclass(frozen=True)
class AuditHead:
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
        `read_audit_lines` puts its short name back unless it was forgotten.
    """

    number: int
    at: datetime
    who: str
    action: str
    details: dict[str, Any]


def write_audit_line(
    store: Store, who: str, action: str, details: Mapping[str, AuditDetail]
) -> None:
    """
    Add a line.

    Raises
    ------
    AuditDetailError
        If it holds anything that may not stand in the log.
    """
    store.transact_serialised(
        lambda transaction: append_audit_line(transaction, who, action, details)
    )


def append_audit_line(
    transaction: Transaction, who: str, action: str, details: Mapping[str, AuditDetail]
) -> None:
    """
    Add a line within a transaction that does what the line tells; see `write_audit_line`.

    The transaction is to be one of `Store.transact_serialised`: each line names the one before, so
    adds without waiting for a turn is sent back again and again.
    """
    check_audit_line(who, action, details)
    told = dict(details)
    if "community" in told:
        told["community"] = _community_pseudonym(transaction, str(told["community"]))
    head = transaction.rows("audit/head")[0]
    line = {
        "number": head["lines"] + 1,
        "done_at": datetime.now(UTC).replace(tzinfo=None),
        "who": who,
        "action": action,
        "details": canonical_json(told),
        "previous": head["hash"],
    }
    line["hash"] = hash_audit_line(line)
    transaction.execute("audit/update_head", lines=line["number"], hash=line["hash"])
    transaction.execute("audit/add_line", **line)


def read_audit_lines(store: Store, *, limit: int = 100) -> list[AuditLine]:
    """Read the latest lines, newest first."""
    slugs = {row["subject"]: row["community"] for row in store.rows("audit/subjects")}
    return [_parse_line(row, slugs) for row in store.rows("audit/latest_lines", most=limit)]


def read_audit_head(store: Store) -> AuditHead:
    """Tell how many lines there are, and the seal of the last."""
    row = store.rows("audit/head")[0]
    return AuditHead(row["lines"], row["hash"])


def canonical_json(content: object) -> str:
    """Write content as JSON in the one way that its seal is made over."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_audit_line(line: Mapping[str, Any]) -> str:
    """Seal a row of the log: everything but its own seal, the seal before it included."""
    content = {name: line[name] for name in ("number", "who", "action", "details", "previous")}
    sealed = canonical_json({**content, "at": line["done_at"].isoformat(timespec="microseconds")})
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def _community_pseudonym(transaction: Transaction, community: str) -> str:
    rows = transaction.rows("audit/subject", community=community)
    if rows:
        return str(rows[0]["subject"])
    made = secrets.token_hex(SUBJECT_BYTES)
    transaction.execute("audit/add_subject", community=community, subject=made)
    return made


def _parse_line(row: Mapping[str, Any], slugs_by_subject: Mapping[str, str]) -> AuditLine:
    details = json.loads(row["details"])
    if "community" in details:
        details["community"] = slugs_by_subject.get(details["community"], details["community"])
    return AuditLine(
        number=row["number"],
        at=row["done_at"].replace(tzinfo=UTC),
        who=row["who"],
        action=row["action"],
        details=details,
    )
