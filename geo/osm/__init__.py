"""OpenStreetMap data: from an extract to streets, base map and service candidates."""
