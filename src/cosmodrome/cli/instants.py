"""Which instant does an option name?"""

from datetime import UTC, datetime

import typer

METAVAR = "UTC"


def utc_instant(text: str) -> datetime:
    """Return the instant of an option: a day, which begins at 0 h UTC, or an instant.

    Without a time zone it is UTC, as these options say.

    Raises
    ------
    typer.BadParameter
        If it is neither, or stands in a leap second.
    """
    from cosmodrome.epochs import instant_of_text, leap_second_told
    from cosmodrome.errors import InputError

    try:
        if leap_second_told(text) is None:
            instant = datetime.fromisoformat(text)
            return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
        return instant_of_text(text)
    except InputError as error:
        raise typer.BadParameter(error.message) from None
    except ValueError:
        raise typer.BadParameter(
            f"must be a day such as 2028-01-31, or an instant such as 2028-01-31T06:00:00Z, "
            f"got {text[:60]!r}"
        ) from None
