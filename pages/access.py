"""Access screen: protecting the installation, sign-in and sign-out, and administration."""

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
    role_list,
    sign_in_form,
)
from pages.ui.shell import layout
from pages.ui.visitor import current_visitor
from pages.ui.widgets.errors import show_error

SECTIONS = {
    "accounts": account_list.show_accounts,
    "publish": publication.show_communities,
    "audit": audit_log.show_audit_log,
    "retention": retention.show_retention,
    "forget": community_deletion.show_deletion,
    "backup": backup.show_backup,
}

visitor = current_visitor()
title_key = "protect" if visitor.can_protect else "in" if visitor.account else "out"
with layout.single_column(state.gettext(f"access.title.{title_key}")):
    admin_sections.show_message()
    with show_error():
        if visitor.can_protect or (visitor.account and not visitor.installation_protected):
            protection_setup.show_setup_form()
        if visitor.account:
            sign_in_form.show_account(visitor)
        elif not visitor.can_protect:
            sign_in_form.show_sign_in()
    with show_error():
        sections = [
            name
            for name in SECTIONS
            if visitor.installation_protected and visitor.has_permission(f"act:{name}")
        ]
        section = admin_sections.select_section(sections)
        if section is not None:
            SECTIONS[section]()
    role_list.show_roles(SECTIONS)
