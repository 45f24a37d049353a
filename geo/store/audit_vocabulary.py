"""
Actions and details that the audit log accepts: an allowlist of codes and numbers.

A line records what was done and how much, never where, and never a name that people gave: no
coordinates, no names of services, no file names, no passphrases. Anything that is not on the list
is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.errors import AuditDetailError

AuditDetail = str | int | bool | Mapping[str, int]

ALLOWED_DETAILS: dict[str, frozenset[str]] = {
    "sign_in": frozenset({"client"}),
    "sign_in_failed": frozenset({"client"}),
    "sign_out": frozenset(),
    "sign_out_everywhere": frozenset({"account", "visits"}),
    "account_added": frozenset({"account", "role"}),
    "account_removed": frozenset({"account", "role"}),
    "account_role": frozenset({"account", "role", "before"}),
    "account_password": frozenset({"account"}),
    "account_unlocked": frozenset({"account"}),
    "identity_linked": frozenset({"account"}),
    "identity_unlinked": frozenset({"account", "links"}),
    "identity_sign_in": frozenset({"client"}),
    "identity_refused": frozenset({"client"}),
    "community_published": frozenset({"community"}),
    "community_withdrawn": frozenset({"community"}),
    "export": frozenset({"community", "audience", "what", "format", "rows", "suppressed"}),
    "reveal": frozenset({"community", "what", "rows"}),
    "service_added": frozenset({"community"}),
    "service_edited": frozenset({"community"}),
    "service_confirmed": frozenset({"community"}),
    "service_deleted": frozenset({"community"}),
    "service_restored": frozenset({"community"}),
    "proposal_accepted": frozenset({"community", "account", "what", "rows"}),
    "proposal_declined": frozenset({"community", "account", "what", "rows"}),
    "proposal_withdrawn": frozenset({"community", "account", "what", "rows"}),
    "passphrase_set": frozenset(),
    "passphrase_changed": frozenset(),
    "backup": frozenset({"protected"}),
    "restore": frozenset({"lines", "hash"}),
    "drawing_opened": frozenset({"community", "session"}),
    "drawing_shared": frozenset({"community", "session"}),
    "drawing_hidden": frozenset({"community", "session"}),
    "drawing_closed": frozenset({"community", "session"}),
    "drawing_reopened": frozenset({"community", "session"}),
    "session_agreed": frozenset({"community", "sessions"}),
    "phones_admitted": frozenset({"community", "minutes"}),
    "phones_shut_out": frozenset({"community"}),
    "phones_timed_out": frozenset({"community"}),
    "agreed_areas_published": frozenset({"community", "areas", "sessions"}),
    "pathway_saved": frozenset({"community", "situation", "version"}),
    "pathway_restored": frozenset({"community", "situation", "version", "before"}),
    "pathway_starter": frozenset({"community", "situation", "version"}),
    "scenario_saved": frozenset({"community", "version"}),
    "scenario_removed": frozenset({"community", "version"}),
    "scenario_adopted": frozenset({"community", "version"}),
    "retention": frozenset({"months", "sessions", "marks", "history"}),
    "forget": frozenset({"community", "copies"}),
}
# No dot, comma or space: neither a coordinate nor a sentence.
_CODE_PATTERN = re.compile(r"[\w-]{1,64}")


def check_audit_line(who: str, action: str, details: Mapping[str, AuditDetail]) -> None:
    """
    Validate the content of a line against the allowlist.

    Raises
    ------
    AuditDetailError
        If the action, the name of a detail or its value is not permitted.
    """
    allowed = ALLOWED_DETAILS.get(action)
    if allowed is None or not _CODE_PATTERN.fullmatch(who):
        raise AuditDetailError(action=action)
    for name, value in details.items():
        if name not in allowed or not _is_allowed_value(value):
            raise AuditDetailError(action=action)


def _is_allowed_value(value: object) -> bool:
    if isinstance(value, int):  # bool is one
        return True
    if isinstance(value, str):
        return _CODE_PATTERN.fullmatch(value) is not None
    return isinstance(value, Mapping) and all(
        isinstance(count, int) and _CODE_PATTERN.fullmatch(name) for name, count in value.items()
    )
