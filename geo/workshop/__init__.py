"""Drawing sessions: marks, synchronisation with phones, consensus between groups."""
