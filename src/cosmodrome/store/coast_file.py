"""What is land on the packaged map of the world?"""

import json
from functools import cache

import numpy as np
import shapely

from cosmodrome.store.layers import resource_text

COAST_FILE = "report/coastline.json"


@cache
def land_rings(layer_name: str) -> tuple[shapely.Polygon, ...]:
    """Return the rings of a layer of the packaged coastline, made to run on at 180 degrees.

    Parameters
    ----------
    layer_name : str
        ``land_110m``, the coarse one, or ``land_50m``.
    """
    layer = json.loads(resource_text(COAST_FILE))[layer_name]
    polygons = []
    for steps in layer["rings"]:
        ring = np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / layer["steps_per_deg"]
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
        polygon = shapely.Polygon(ring)
        shapely.prepare(polygon)
        polygons.append(polygon)
    return tuple(polygons)
