"""Completeness screen: the matrix of zones and situations, and what a cell opens."""
