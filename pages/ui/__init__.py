"""Furniture that screens share: what was chosen, caching, widgets, sentences, layout, maps."""
