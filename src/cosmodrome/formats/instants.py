"""How are instants written? ISO 8601 in UTC, as people, scripts and CCSDS readers expect them."""

from datetime import UTC, datetime, timedelta


def iso_utc(instant: datetime) -> str:
    """Return an instant as ``2028-05-12T03:41:12Z``, with milliseconds where it has any.

    >>> iso_utc(datetime(2028, 5, 12, 3, 41, 12, 250_000, tzinfo=UTC))
    '2028-05-12T03:41:12.250Z'
    """
    rounded = _to_milliseconds(instant)
    unit = "milliseconds" if rounded.microsecond else "seconds"
    return f"{rounded.replace(tzinfo=None).isoformat(timespec=unit)}Z"


def ccsds_epoch(instant: datetime) -> str:
    """Return an instant as CCSDS 301.0-B-4 calendar code, to the microsecond, without a zone.

    >>> ccsds_epoch(datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC))
    '2028-05-12T03:41:12.000000'
    """
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _to_milliseconds(instant: datetime) -> datetime:
    utc = instant.astimezone(UTC)
    return utc + timedelta(microseconds=(utc.microsecond + 500) // 1000 * 1000 - utc.microsecond)
