"""Components of screens: session state, cached results, widgets, map layers, page layout."""
