"""What a file of streets gives, as objects of an extract."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.osm.filtered_extract import FilteredExtract

OSM_ATTRIBUTION = "© OpenStreetMap"


@dataclass(frozen=True)
class StreetFile:
    """
    A file of streets, read.

    Attributes
    ----------
    extract
        Its objects, as those of an OpenStreetMap extract.
    counts
        What was read, left out, joined, and not understood.
    source
        Attribution that the file gives; None where it gives none.
    columns
        Which column was read as which attribute.
    knows_obstacles
        Whether it holds what may lie between two pieces of street, such as walls and water.
    """

    extract: FilteredExtract
    counts: dict[str, int]
    source: str | None
    columns: dict[str, str] = field(default_factory=dict)
    knows_obstacles: bool = False
