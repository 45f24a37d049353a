"""Who may see what: every output passes here."""
