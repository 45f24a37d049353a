"""
Our GeoPackages in QGIS: which colours its own reader takes from the style inside, and a picture.

Run by a Python that has PyQGIS, not by the project's: on Debian `apt install python3-qgis`, then
`QT_QPA_PLATFORM=offscreen python3 benchmarks/qgis_styles.py FOLDER`, with the GeoPackages of
`layer export` in FOLDER. It prints one JSON object a file, and writes a PNG beside each.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 800, 600  # px


def main(folder: Path) -> None:
    """Open, describe and draw every GeoPackage of a folder."""
    from qgis.core import QgsApplication  # type: ignore[import-not-found]

    application = QgsApplication([], False)
    application.initQgis()
    for path in sorted(folder.glob("*.gpkg")):
        sys.stdout.write(json.dumps({"file": path.name, **draw_file(path)}) + "\n")
    application.exitQgis()


def draw_file(path: Path) -> dict[str, Any]:
    """
    Open a GeoPackage as somebody does who drops it into QGIS, and draw it.

    Returns
    -------
    record
        `features`, the kind of `renderer` that its style gave, and `colours` by what they stand
        for; `drawn`, the colours of the style that are in the picture.
    """
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
    from qgis.PyQt.QtCore import QSize  # type: ignore[import-not-found]
    from qgis.PyQt.QtGui import QColor  # type: ignore[import-not-found]

    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    renderer = layer.renderer()
    categories = renderer.categories() if renderer.type() == "categorizedSymbol" else ()
    colours = {one.label(): one.symbol().color().name() for one in categories}
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    extent = layer.extent()
    extent.scale(1.1)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    picture.save(str(path.with_suffix(".png")))
    pixels = ((x, y) for x in range(0, WIDTH, 2) for y in range(0, HEIGHT, 2))
    seen = {picture.pixelColor(*pixel).name() for pixel in pixels}
    return {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "renderer": renderer.type(),
        "colours": colours,
        "drawn": sorted({one for one in colours.values() if one in seen}),
        "colours_in_picture": len(seen),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
