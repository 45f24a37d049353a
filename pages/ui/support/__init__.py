"""Support plan screen: form, stops, map layers, downloads."""
