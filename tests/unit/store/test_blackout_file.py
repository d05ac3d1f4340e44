from datetime import UTC, datetime
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.blackout_file import read_blackouts


def at(day, hour=0, minute=0):
    return datetime(2028, 5, day, hour, minute, tzinfo=UTC)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_bytes(text.encode())
    return folder / name


def intervals_of(path, *, utc_offset_h=9.0):
    found = read_blackouts(path, utc_offset_h=utc_offset_h)
    return [(each.opens, each.closes, each.name) for each in found]


def test_a_table_gives_its_intervals_in_utc(tmp_path):
    path = written(
        tmp_path,
        "cola.csv",
        "# from the screening of 30 April\n"
        "from_utc,to_utc,name\n"
        "2028-05-01T03:00:00Z,2028-05-01T03:00:40Z,cola\n"
        "\n"
        "2028-05-02T12:00:00+09:00,2028-05-02T04:00:00Z,\n",
    )

    assert [
        (at(1, 3), datetime(2028, 5, 1, 3, 0, 40, tzinfo=UTC), "cola"),
        (at(2, 3), at(2, 4), None),
    ] == intervals_of(path)


def test_names_may_be_left_out_and_columns_stand_in_any_order(tmp_path):
    path = written(
        tmp_path, "c.csv", "to_utc,from_utc\r\n2028-05-02T00:00:00Z,2028-05-01T00:00:00Z\r\n"
    )

    assert [(at(1), at(2), None)] == intervals_of(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "c.csv:1: the first line must name the column from_utc"),
        ("from_utc,name\n", "c.csv:1: the first line must name the column to_utc"),
        ("from_utc,to_utc,nam\n", "c.csv:1: unknown column 'nam'; did you mean 'name'"),
        ("from_utc,to_utc\n2028-05-01T00:00:00Z\n", "c.csv:2: has 1 values for 2 columns"),
        ("from_utc,to_utc\n1 May,2 May\n", "c.csv:2: from_utc: must be an instant such as"),
        (
            "from_utc,to_utc\n2028-05-01T00:00:00Z,2028-05-02T00:00:00\n",
            "c.csv:2: to_utc: must be in UTC, with a Z at its end",
        ),
        (
            "# a\nfrom_utc,to_utc\n2028-05-02T00:00:00Z,2028-05-01T00:00:00Z\n",
            "c.csv:3: to_utc: 2028-05-01T00:00:00Z is not after 2028-05-02T00:00:00Z",
        ),
    ],
)
def test_a_wrong_table_is_told_with_line_and_column(tmp_path, text, says):
    with pytest.raises(InputError, match=says):
        read_blackouts(written(tmp_path, "c.csv", text), utc_offset_h=0.0)


def calendar(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20280501T030000Z\nDTEND:20280501T040000Z", (at(1, 3), at(1, 4), None)),
        (
            "SUMMARY:Air traffic\nDTSTART:20280501T030000Z\nDURATION:PT1H30M",
            (at(1, 3), at(1, 4, 30), "Air traffic"),
        ),
        (
            "DTSTART;TZID=Asia/Yakutsk:20280502T100000\nDTEND;TZID=Asia/Yakutsk:20280502T120000",
            (at(2, 1), at(2, 3), None),
        ),
        ("DTSTART:20280502T100000\nDTEND:20280502T120000", (at(2, 1), at(2, 3), None)),
        ("DTSTART;VALUE=DATE:20280503", (at(2, 15), at(3, 15), None)),
        ("DTSTART;VALUE=DATE:20280503\nDTEND;VALUE=DATE:20280505", (at(2, 15), at(4, 15), None)),
        ("DTSTART;VALUE=DATE:20280503\nDURATION:P2D", (at(2, 15), at(4, 15), None)),
    ],
)
def test_an_event_of_a_calendar_is_an_interval(tmp_path, event, expected):
    assert [expected] == intervals_of(written(tmp_path, "c.ics", calendar(event)))


def test_a_cancelled_event_forbids_nothing(tmp_path):
    events = (
        "STATUS:CANCELLED\nDTSTART:20280501T030000Z\nDTEND:20280501T040000Z",
        "STATUS:CONFIRMED\nDTSTART:20280502T030000Z\nDTEND:20280502T040000Z",
    )

    assert [(at(2, 3), at(2, 4), None)] == intervals_of(
        written(tmp_path, "c.ics", calendar(*events))
    )


WEEKLY = (
    "UID:closed\nSUMMARY:Closed\nDTSTART;TZID=Asia/Yakutsk:20280501T100000\nDURATION:PT2H\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20280531T000000Z\nEXDATE;TZID=Asia/Yakutsk:20280508T100000"
)
MOVED = (
    "UID:closed\nSUMMARY:Moved\nRECURRENCE-ID;TZID=Asia/Yakutsk:20280515T100000\n"
    "DTSTART;TZID=Asia/Yakutsk:20280516T100000\nDURATION:PT3H"
)
DROPPED = (
    "UID:closed\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Asia/Yakutsk:20280522T100000\n"
    "DTSTART;TZID=Asia/Yakutsk:20280522T100000\nDURATION:PT2H"
)


def test_an_event_that_recurs_is_written_out_with_its_exceptions(tmp_path):
    path = written(tmp_path, "c.ics", calendar(MOVED, WEEKLY, DROPPED, GOOD))

    assert [
        (at(1, 3), at(1, 4), None),
        (at(1, 1), at(1, 3), "Closed"),
        (at(16, 1), at(16, 4), "Moved"),
        (at(29, 1), at(29, 3), "Closed"),
    ] == intervals_of(path)


def test_whole_days_that_recur_are_those_of_the_site(tmp_path):
    sundays = "UID:s\nDTSTART;VALUE=DATE:20280507\nRRULE:FREQ=WEEKLY;COUNT=2"

    assert [(at(6, 15), at(7, 15), None), (at(13, 15), at(14, 15), None)] == intervals_of(
        written(tmp_path, "c.ics", calendar(sundays))
    )


GOOD = "DTSTART:20280501T030000Z\nDTEND:20280501T040000Z"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("junk", "c.ics: is no iCalendar file"),
        ("", "c.ics: is no iCalendar file"),
        (calendar(GOOD, "DTEND:20280501T040000Z"), "c.ics:8: the event has no DTSTART"),
        (calendar("DTSTART:20280501T040000Z"), "c.ics:4: the event has neither DTEND nor DURATION"),
        (calendar(GOOD, "DTSTART:1 May"), "c.ics:8: DTSTART: Expected datetime"),
        (
            calendar("DTSTART:20280501T040000Z\nDTEND:20280501T040000Z"),
            "c.ics:4: DTEND: 2028-05-01T04:00:00Z is not after 2028-05-01T04:00:00Z",
        ),
        (
            calendar(GOOD + "\nUID:1\nRRULE:FREQ=WEEKLY"),
            "c.ics:4: RRULE: an event that recurs for ever cannot be written out; give it UNTIL",
        ),
        (
            calendar(GOOD + "\nRRULE:FREQ=WEEKLY;COUNT=3"),
            "c.ics:4: an event that recurs needs a UID",
        ),
        (
            calendar(GOOD + "\nUID:1\nRRULE:FREQ=SECONDLY;COUNT=20000"),
            "c.ics:4: RRULE: recurs more than 10000 times",
        ),
    ],
)
def test_a_wrong_calendar_is_told_with_line_and_property(tmp_path, text, says):
    with pytest.raises(InputError, match=says):
        read_blackouts(written(tmp_path, "c.ics", text), utc_offset_h=0.0)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.csv and \.ics files, not from \.txt"):
        read_blackouts(written(tmp_path, "c.txt", "x"), utc_offset_h=0.0)
    with pytest.raises(InputError, match="there is no such file"):
        read_blackouts(tmp_path / "c.csv", utc_offset_h=0.0)
    with pytest.raises(InputError, match="is no text in UTF-8"):
        (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")
        read_blackouts(tmp_path / "b.csv", utc_offset_h=0.0)
