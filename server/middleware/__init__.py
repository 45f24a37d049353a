"""What every request passes: headers, known hosts, limits, refusals."""
