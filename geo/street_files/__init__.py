"""Streets from files of other programs: graphs in GraphML, and layers of lines."""
