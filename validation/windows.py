"""Rebuild docs/validation/windows.md: launch windows against outside evidence."""

from _page import PAGES
from _window_escapes import escapes
from _window_launches import (
    constellation_launches,
    published_drift,
    repeat_launches,
    sun_synchronous_inclinations,
)
from _window_osculating import flown_to_the_station, osculating_planes
from _window_planes import mean_planes
from _window_sky import frames, light, sun_and_moon
from astropy.utils import iers

from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over

OF_THE_EARTH = (
    mean_planes,
    osculating_planes,
    flown_to_the_station,
    repeat_launches,
    constellation_launches,
    escapes,
)
BY_THEMSELVES = (published_drift, sun_synchronous_inclinations)
OF_THE_SKY = (sun_and_moon, light)


def page() -> str:
    """Return the whole page."""
    orientation = load_earth_orientation(layers_over(()))
    lines = [
        "# Launch windows",
        "",
        "Crossings, daily shifts, frames and light beside figures of others. See [how to read",
        "these pages](how-to-read.md), and [launches to the station](station-launches.md) for",
        "lift-offs that an ascent of ours leads. The evidence is in `tests/authorities/evidence`.",
        "",
    ]
    for part in OF_THE_EARTH:
        lines.extend(part(orientation))
    for each in BY_THEMSELVES:
        lines.extend(each())
    lines.extend(frames(orientation))
    for each in OF_THE_SKY:
        lines.extend(each())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        (PAGES / "windows.md").write_text(page(), encoding="utf-8")
