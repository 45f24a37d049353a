"""Who comes in here? The first protection, signing in and out, and what a coordinator tends."""

from pages.ui import (
    account_list,
    audit_log,
    erasing,
    frame,
    keeping,
    protecting,
    publishing,
    saving,
    signing,
    state,
    tending,
)
from pages.ui.faults import show_error
from pages.ui.visitor import visitor

PARTS = {
    "accounts": account_list.show_accounts,
    "publish": publishing.show_communities,
    "audit": audit_log.show_log,
    "retention": keeping.show_due,
    "forget": erasing.show_forget,
    "backup": saving.show_backup,
}

here = visitor()
stands = "protect" if here.may_protect else "in" if here.account else "out"
with frame.sheet(state.say(f"access.title.{stands}")):
    tending.show_told()
    with show_error():
        if here.may_protect or (here.account and not here.guarded):
            protecting.ask()
        if here.account:
            signing.show_account(here)
        elif not here.may_protect:
            signing.ask()
    with show_error():
        parts = [name for name in PARTS if here.guarded and here.may(f"act:{name}")]
        part = tending.ask_part(parts)
        if part is not None:
            PARTS[part]()
