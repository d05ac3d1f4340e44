"""How does a list of a balloon's levels read, as the University of Wyoming prints it?

Columns of seven characters under a header of names and one of units; blank where nothing was
measured. Speeds are in knots (SKNT) or metres per second (SPED). Levels without a wind are passed
over, those without temperature or humidity keep what they have.
"""

from itertools import takewhile

from cosmodrome.errors import InputError, Place

WIDTH = 7
LIST_COLUMNS = {
    "PRES": "pressure_hpa",
    "HGHT": "height_gpm",
    "TEMP": "temperature_degc",
    "DWPT": "dew_point_degc",
    "RELH": "humidity_percent",
    "DRCT": "direction_deg",
    "SKNT": "speed_kt",
    "SPED": "speed_m_s",
}
NEEDED = ("HGHT", "DRCT")
SPEEDS = ("SKNT", "SPED")


def list_lines(text: str, *, file: str) -> list[tuple[int, dict[str, str]]] | None:
    """Return line numbers and texts by column of the levels with a wind; None if it is no list.

    Raises
    ------
    InputError
        If the list has no height or wind, or there is more than one.
    """
    lines = list(enumerate(text.splitlines(), 1))
    heads = [(n, line) for n, line in lines if line.split()[:2] == ["PRES", "HGHT"]]
    if not heads:
        return None
    if len(heads) > 1:
        raise InputError(
            "holds more than one sounding; keep the one to fly through",
            place=Place(file=file, line=heads[1][0]),
        )
    number, header = heads[0]
    names = header.split()
    speed = [name for name in SPEEDS if name in names]
    if not speed or any(name not in names for name in NEEDED):
        raise InputError(
            f"a list of levels needs {', '.join(NEEDED)} and {' or '.join(SPEEDS)}, has "
            f"{' '.join(names)}",
            place=Place(file=file, line=number),
        )
    rules = [n for n, line in lines if n > number and set(line.strip()) == {"-"}]
    below = [(n, line) for n, line in lines if n > (rules[0] if rules else number + 1)]
    levels = takewhile(lambda item: _is_level(item[1]), below)
    found = [(n, _cells(line, names)) for n, line in levels]
    wind = (LIST_COLUMNS["DRCT"], LIST_COLUMNS[speed[0]])
    return [(n, cells) for n, cells in found if all(column in cells for column in wind)]


def _is_level(line: str) -> bool:
    """Tell whether a line is one of the list, not what follows it."""
    head = line[:WIDTH].strip()
    return bool(head) and not head.startswith("<") and not head[0].isalpha()


def _cells(line: str, names: list[str]) -> dict[str, str]:
    """Return the texts of a line by column; what was not measured is left out."""
    texts = (line[i * WIDTH : (i + 1) * WIDTH].strip() for i in range(len(names)))
    return {
        LIST_COLUMNS[name]: text
        for name, text in zip(names, texts, strict=True)
        if text and name in LIST_COLUMNS
    }
