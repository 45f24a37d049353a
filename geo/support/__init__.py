"""A pathway walked on the map: which door next, by which way, is it open, what to bring."""
