"""Pathways screen: steps, editing, versions."""
