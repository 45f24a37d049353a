"""The schema of layers: columns, types, vocabularies, names in files."""
