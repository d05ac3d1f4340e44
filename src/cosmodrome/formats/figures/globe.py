"""Where on Earth is this? The globe above the pad with the first orbit's track."""

import numpy as np

from cosmodrome.formats.figures.coastline import land_paths
from cosmodrome.formats.figures.fall_picture import FallPicture
from cosmodrome.formats.figures.projection import Projection
from cosmodrome.formats.figures.svg import Box, Drawing, Px


def draw_globe(drawing: Drawing, picture: FallPicture, *, x: Px, y: Px, radius: Px) -> None:
    """Draw a locator globe into a drawing, centred on the pad's meridian."""
    pad = picture.complex
    projection = Projection(
        kind="orthographic",
        centre_deg=(pad.longitude_deg, pad.latitude_deg * 0.75),
        x=x,
        y=y,
        scale=radius,
        reach_rad=np.pi / 2.0,
    )
    box = Box(x - radius, y - radius, x + radius, y + radius)
    land, coast = land_paths(projection, box, layer="land_110m", step=1.3)
    drawing.group("globe")
    drawing.circle(x, y, radius, "water rim").path(land, "land").path(coast, "coast")
    track = picture.ground_track_deg
    seen = projection.seen(track[:, 0], track[:, 1])
    points = projection.points(track[:, 0], track[:, 1])
    breaks = np.flatnonzero(np.diff(seen.astype(int))) + 1
    for run, is_seen in zip(np.split(points, breaks), np.split(seen, breaks), strict=True):
        if is_seen[0] and len(run) > 1:
            step = max(1, len(run) // 60)
            drawing.polyline([*map(tuple, run[::step]), tuple(run[-1])], "coursel")
    for body in picture.bodies:
        place = np.array([body.ellipse.longitude_deg]), np.array([body.ellipse.latitude_deg])
        if projection.seen(*place)[0]:
            at = projection.points(*place)[0]
            role = picture.role(body)
            drawing.circle(float(at[0]), float(at[1]), 2.2, f"key-{role}")
    at_x, at_y = projection.point(pad.longitude_deg, pad.latitude_deg)
    drawing.circle(at_x, at_y, 2.6, "dotc").circle(x, y, radius, "rim").end()
