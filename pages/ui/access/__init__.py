"""Access screen: accounts, sign-in, protection, audit log, retention, deletion, backup."""
