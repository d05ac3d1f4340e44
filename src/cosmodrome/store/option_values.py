"""What does the text of an option mean, where a manifest has a list, a table or an instant?"""

import re
from datetime import datetime

from cosmodrome.epochs import instant_of_text
from cosmodrome.errors import InputError, Place

_CYCLE = re.compile(r"\s*([+-]?\d+)\s*/\s*([+-]?\d+)\s*")


def instant(text: object, *, option: str) -> datetime:
    """Return the instant that a text, or a datetime, names; it must say its offset from UTC."""
    words = text.isoformat() if isinstance(text, datetime) else str(text)
    try:
        return instant_of_text(words)
    except InputError as error:
        raise InputError(error.message, place=Place(file=option)) from None


def cycle(text: object, *, option: str) -> object:
    """Return the table that ``233/16`` stands for: revolutions in days."""
    if not isinstance(text, str):
        return text
    found = _CYCLE.fullmatch(text)
    if not found:
        raise InputError(
            f"must be revolutions/days such as 233/16, got {text!r}", place=Place(file=option)
        )
    return {"revolutions": int(found.group(1)), "days": int(found.group(2))}


def angles(text: object, *, option: str) -> object:
    """Return the list that ``60..120`` stands for."""
    if not isinstance(text, str):
        return text
    try:
        least, greatest = (float(part) for part in text.split(".."))
    except ValueError:
        raise InputError(
            f"must be two angles in degrees such as 60..120, got {text!r}", place=Place(file=option)
        ) from None
    return [least, greatest]


def numbers_by_name(text: object, *, option: str) -> object:
    """Return the table that ``raan_deg=0.2,altitude_km=5`` stands for."""
    if not isinstance(text, str):
        return text
    table: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        try:
            value = float(number)
        except ValueError:
            raise InputError(
                f"must be name=number, several by commas, such as raan_deg=0.2,altitude_km=5; "
                f"got {part.strip()!r}",
                place=Place(file=option),
            ) from None
        if name in table:
            raise InputError(f"gives {name} twice; keep one of them", place=Place(file=option))
        table[name] = value
    return table
