"""Folium layers, base-map tiles, palette and browser assets. The only importer of folium."""
