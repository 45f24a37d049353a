"""Choice of the parcels that disclose an area which would identify a household."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

# A parcel that is covered by half or more is disclosed, whatever part of the area covers it.
MIN_COVERED_SHARE = 0.5


def choose_parcels(
    shapes: NDArray[np.object_], parcels: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """
    Choose the parcels that stand for each shape.

    A shape is disclosed as the parcels of which it covers half or more, and for each of its parts
    as the parcel that contains most of that part: parts that lie far apart stay apart, and a large
    shape with a narrow piece does not shrink to one parcel.

    Parameters
    ----------
    shapes
        Polygons in metres.
    parcels
        Parcels in metres; at least one.

    Returns
    -------
    positions, chosen
        Positions of shapes and of their parcels, in order; a shape comes once for each of its
        parcels, and at least once.
    """
    areas = shapely.make_valid(shapes)
    tree = shapely.STRtree(parcels)
    pairs = np.hstack([_covered_parcels(areas, tree), _parcels_of_parts(areas, tree)])
    positions, chosen = np.unique(pairs, axis=1)
    return positions, chosen


def _covered_parcels(areas: NDArray[np.object_], tree: shapely.STRtree) -> NDArray[np.intp]:
    positions, touched = tree.query(areas, predicate="intersects")
    parcels = tree.geometries[touched]
    shared_m2 = shapely.area(shapely.intersection(areas[positions], parcels))
    covered = shared_m2 >= MIN_COVERED_SHARE * shapely.area(parcels)
    return np.array([positions[covered], touched[covered]])


def _parcels_of_parts(areas: NDArray[np.object_], tree: shapely.STRtree) -> NDArray[np.intp]:
    """Pair each area with the parcel of largest overlap of each part, else with the nearest."""
    parts, owners = shapely.get_parts(areas, return_index=True)
    positions, touched = tree.query(parts, predicate="intersects")
    shared_m2 = shapely.area(shapely.intersection(parts[positions], tree.geometries[touched]))
    order = np.lexsort((touched, -shared_m2, positions))  # the first parcel of equals
    first = order[np.diff(positions[order], prepend=-1) > 0]
    alone = np.setdiff1d(np.arange(len(parts)), positions)
    nearest = tree.nearest(parts[alone])
    return np.array(
        [
            np.concatenate([owners[positions[first]], owners[alone]]),
            np.concatenate([touched[first], nearest]),
        ]
    )
