"""Parts of one screen: pathways."""
