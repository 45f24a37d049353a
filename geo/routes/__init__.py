"""Least-cost routes: the safest, the direct and the efficient alternatives between them."""
