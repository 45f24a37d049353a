"""Import of layer files and streets: checked row by row, reported, stored completely or not."""
