"""Streets: from an OpenStreetMap extract to the graph that searches walk on."""
