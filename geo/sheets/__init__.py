"""Printed and shared outputs: PDF sheets, pocket cards, posters, PNG pictures, GPX, GeoJSON."""
