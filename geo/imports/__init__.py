"""Files into a community: checked row by row, reported, stored whole or not at all."""
