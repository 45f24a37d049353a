"""Scenario screen: changes made on the map, and what they change."""
