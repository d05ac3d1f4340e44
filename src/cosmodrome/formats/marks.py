"""Which colour does a part have on a globe? The stage colours of the design, on dark ground."""

COURSE = "#ff7cc0"
ZONE = "#b3bfca"
PAD = "#eaeff3"
ORBIT = "#8fd3ff"
STATION = "#ffd36b"
STAGES = {
    "booster": "#ce8646",
    "core": "#7387ca",
    "stage-1": "#7387ca",
    "stage-2": "#91e489",
    "stage-3": "#91e489",
    "aft-section": "#91e489",
    "upper-stage": "#d6a9ff",
    "fairing-half": "#e3e8f0",
}


def part_colour(part: str) -> str:
    """Return the colour of a part as ``#rrggbb``."""
    return STAGES.get(part, ZONE)


def rgba(colour: str, *, alpha: int = 255) -> list[int]:
    """Return a colour as four numbers of 0 to 255, as CZML wants it.

    >>> rgba("#ff7cc0")
    [255, 124, 192, 255]
    """
    return [*bytes.fromhex(colour.removeprefix("#")), alpha]


def abgr(colour: str, *, alpha: int = 255) -> str:
    """Return a colour as KML writes it: alpha, blue, green, red in hexadecimal.

    >>> abgr("#ff7cc0", alpha=128)
    '80c07cff'
    """
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"{alpha:02x}{blue:02x}{green:02x}{red:02x}"
