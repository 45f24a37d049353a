"""Who comes in here? The first protection, signing in and out, and what a coordinator tends."""

from pages.ui import state
from pages.ui.access import (
    account_list,
    admin_sections,
    audit_log,
    backup,
    community_deletion,
    protection_setup,
    publication,
    retention,
    sign_in_form,
)
from pages.ui.shell import layout
from pages.ui.visitor import visitor
from pages.ui.widgets.errors import show_error

PARTS = {
    "accounts": account_list.show_accounts,
    "publish": publication.show_communities,
    "audit": audit_log.show_log,
    "retention": retention.show_due,
    "forget": community_deletion.show_forget,
    "backup": backup.show_backup,
}

here = visitor()
stands = "protect" if here.may_protect else "in" if here.account else "out"
with layout.sheet(state.say(f"access.title.{stands}")):
    admin_sections.show_told()
    with show_error():
        if here.may_protect or (here.account and not here.guarded):
            protection_setup.ask()
        if here.account:
            sign_in_form.show_account(here)
        elif not here.may_protect:
            sign_in_form.ask()
    with show_error():
        parts = [name for name in PARTS if here.guarded and here.may(f"act:{name}")]
        part = admin_sections.ask_part(parts)
        if part is not None:
            PARTS[part]()
