"""Download of a backup of the installation."""

from __future__ import annotations

from datetime import date

from geo.store.backup import write_backup
from pages.ui import state
from pages.ui.widgets import display, downloads


def show_backup() -> None:
    """Show the download button of a backup, with an explanation."""
    protected = state.with_store(lambda store: store.is_protected)
    display.show_text(state.gettext("backup.about" if protected else "backup.about_unprotected"))
    name = f"amparo-{date.today().isoformat()}.zip"
    downloads.show_download_button(
        state.gettext("backup.make"),
        name,
        lambda path: state.with_store(write_backup, path),
        full_width=True,
    )
