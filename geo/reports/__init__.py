"""Planning reports: coverage of all services of a community for a meeting, as PDF and tables."""
