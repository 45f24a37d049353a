"""Results become Folium layers; streets become base-map tiles. The only importer of folium."""
