"""How is a rule upon lift-offs written down, and what does it wish?

Every kind has its own keys; they are the same in a file of rules, in a manifest, in the data of a
site or vehicle, and behind ``--rule`` on the command line.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, field_validator, model_validator

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import (
    EVERY_DAY,
    SUN_KINDS,
    BetaWish,
    BlackoutWish,
    Body,
    BodyAngleWish,
    Direction,
    EclipseWish,
    FirstOrbitLightWish,
    Half,
    HoursWish,
    Light,
    RuleWish,
    SensorWish,
    SeparationLightWish,
    SpacingWish,
    SunWish,
)
from cosmodrome.store.blackout_file import read_blackouts
from cosmodrome.store.complaints import Document, Table, complaint, parsed, shown, unknown
from cosmodrome.store.local_time import check_local_time, local_time_h
from cosmodrome.store.toml_lines import TomlPath

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BORESIGHTS: dict[str, tuple[float, float, float]] = {
    "velocity": (1.0, 0.0, 0.0),
    "normal": (0.0, 1.0, 0.0),
    "zenith": (0.0, 0.0, 1.0),
    "nadir": (0.0, 0.0, -1.0),
}
END_OF_DAY = "24:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a rule is written: the folder that its files are named from, and the local time."""

    folder: Path
    utc_offset_h: float


def _boresight(value: object) -> object:
    """Return the axes of a direction by name, or given as three numbers."""
    if isinstance(value, str):
        if value not in BORESIGHTS:
            raise complaint(unknown("direction", value, BORESIGHTS))
        return BORESIGHTS[value]
    axes = value if isinstance(value, list) else []
    if len(axes) != 3 or any(isinstance(a, bool) or not isinstance(a, int | float) for a in axes):
        raise complaint(
            "must be a direction (velocity, normal, zenith, nadir) or three numbers along the "
            f"first three, [1.0, 0.0, 0.0], got {shown(value)}"
        )
    return tuple(float(axis) for axis in axes)


def _weekdays(value: object) -> tuple[int, ...]:
    """Return days of the week, 1 to 7, of "mon-fri", or of a list of such names and spans."""
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise complaint(f'must be days such as "mon-fri" or ["mon", "sat"], got {shown(value)}')
    days: set[int] = set()
    for word in words:
        ends = [_weekday(part) for part in word.lower().split("-")]
        if len(ends) > 2:
            raise complaint(f'{word!r} is no day or span of days such as "mon-fri"')
        days |= {(ends[0] + n) % 7 + 1 for n in range((ends[-1] - ends[0]) % 7 + 1)}
    return tuple(sorted(days))


def _weekday(name: str) -> int:
    short = name.strip()[:3]
    if short not in WEEKDAYS:
        raise complaint(unknown("day of the week", name, WEEKDAYS))
    return WEEKDAYS.index(short)


_Boresight = Annotated[tuple[float, float, float], BeforeValidator(_boresight)]
_Weekdays = Annotated[tuple[int, ...], BeforeValidator(_weekdays)]


class _RuleTable(Table):
    kind: str
    name: str | None = Field(default=None, min_length=1, max_length=60)

    @property
    def called(self) -> str:
        """Return the name that stands in `closed_by`."""
        return self.name or self.kind

    @abstractmethod
    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        """Return what the table wishes."""


class _SunKind(_RuleTable):
    half: Half | None = None

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        from_deg, to_deg = SUN_KINDS[self.kind]
        wish = SunWish(name=self.called, from_deg=from_deg, to_deg=to_deg, half=self.half)
        return (wish,)


class _SunElevation(_RuleTable):
    from_deg: float = Field(default=-90.0, ge=-90, le=90)
    to_deg: float = Field(default=90.0, ge=-90, le=90)
    half: Half | None = None

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = SunWish(name=self.called, from_deg=self.from_deg, to_deg=self.to_deg, half=self.half)
        return (wish,)


class _SeparationLight(_RuleTable):
    light: Light = "sunlit"

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        return (SeparationLightWish(name=self.called, light=self.light),)


class _FirstOrbitLight(_RuleTable):
    from_fraction: float = Field(default=0.0, ge=0, le=1)
    to_fraction: float = Field(default=1.0, ge=0, le=1)

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = FirstOrbitLightWish(
            name=self.called, from_fraction=self.from_fraction, to_fraction=self.to_fraction
        )
        return (wish,)


class _Beta(_RuleTable):
    from_deg: float = Field(default=-90.0, ge=-90, le=90)
    to_deg: float = Field(default=90.0, ge=-90, le=90)
    either_side: bool = False

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = BetaWish(
            name=self.called,
            from_deg=self.from_deg,
            to_deg=self.to_deg,
            either_side=self.either_side,
        )
        return (wish,)


class _Eclipse(_RuleTable):
    revolutions: int = Field(default=1, ge=1, le=100)
    longest_min: float | None = Field(default=None, ge=0)
    first_after_min: float | None = Field(default=None, ge=0, le=10_080)

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = EclipseWish(
            name=self.called,
            revolutions=self.revolutions,
            longest_min=self.longest_min,
            first_after_min=self.first_after_min,
        )
        return (wish,)


class _BodyAngle(_RuleTable):
    of: Direction = Field(examples=['"apogee"'])
    from_deg: float = Field(default=0.0, ge=0, le=180)
    to_deg: float = Field(default=180.0, ge=0, le=180)

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        body: Body = "moon" if self.kind == "moon-angle" else "sun"
        wish = BodyAngleWish(
            name=self.called, of=self.of, body=body, from_deg=self.from_deg, to_deg=self.to_deg
        )
        return (wish,)


class _Sensor(_RuleTable):
    boresight: _Boresight = Field(examples=['"zenith"'])
    half_angle_deg: float = Field(gt=0, lt=180, examples=["30.0"])
    body: Body = "sun"

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = SensorWish(
            name=self.called,
            boresight=self.boresight,
            half_angle_deg=self.half_angle_deg,
            body=self.body,
        )
        return (wish,)


class _Hours(_RuleTable):
    begin: str = Field(alias="from", examples=['"08:00"'])
    end: str = Field(alias="to", examples=['"20:00"'])
    days: _Weekdays = EVERY_DAY
    utc_offset_h: float | None = Field(default=None, ge=-12, le=14)

    @field_validator("begin", "end", mode="before")
    @classmethod
    def _is_an_hour(cls, value: object) -> object:
        if value != END_OF_DAY:
            check_local_time(value)
        return value

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = HoursWish(
            name=self.called,
            from_h=_hour_h(self.begin),
            to_h=_hour_h(self.end),
            days=self.days,
            utc_offset_h=self.utc_offset_h,
        )
        return (wish,)


class _Blackout(_RuleTable):
    file: str | None = Field(default=None, min_length=1)
    begin: AwareDatetime | None = Field(default=None, alias="from")
    end: AwareDatetime | None = Field(default=None, alias="to")
    before_s: float = Field(default=0.0, ge=0, le=86_400)
    after_s: float = Field(default=0.0, ge=0, le=86_400)
    utc_offset_h: float | None = Field(default=None, ge=-12, le=14)

    @model_validator(mode="after")
    def _says_when(self) -> "_Blackout":
        if self.file is None and (self.begin is None or self.end is None):
            raise complaint("a blackout needs from and to, or a file (.csv or .ics)")
        if self.file is not None and (self.begin or self.end):
            raise complaint("goes without from and to: the file says when", key="file")
        if self.begin and self.end and self.end <= self.begin:
            raise complaint(f"{self.end} is not after from {self.begin}", key="to")
        return self

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        if self.file is None:
            return (self._wish(self.called, [(self.begin, self.end)]),)
        offset_h = near.utc_offset_h if self.utc_offset_h is None else self.utc_offset_h
        by_name: dict[str, list[tuple[AwareDatetime | None, AwareDatetime | None]]] = {}
        for each in read_blackouts(near.folder / self.file, utc_offset_h=offset_h):
            name = self.name or each.name or self.kind
            by_name.setdefault(name, []).append((each.opens, each.closes))
        return tuple(self._wish(name, found) for name, found in by_name.items())

    def _wish(
        self, name: str, found: Sequence[tuple[AwareDatetime | None, AwareDatetime | None]]
    ) -> BlackoutWish:
        return BlackoutWish(
            name=name,
            intervals=tuple((opens, closes) for opens, closes in found if opens and closes),
            before_s=self.before_s,
            after_s=self.after_s,
        )


class _Spacing(_RuleTable):
    hours_h: float = Field(gt=0, le=8784, examples=["72.0"])
    launches: list[AwareDatetime] = Field(default_factory=list)
    missions: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_others(self) -> "_Spacing":
        if not self.launches and not self.missions:
            raise complaint("needs launches (instants) or missions (ids) to keep away from")
        return self

    def wishes(self, near: Surroundings) -> Sequence[RuleWish]:
        wish = SpacingWish(
            name=self.called,
            hours_h=self.hours_h,
            launches=tuple(self.launches),
            missions=tuple(self.missions),
        )
        return (wish,)


_TABLES: Mapping[str, type[_RuleTable]] = {
    **dict.fromkeys(SUN_KINDS, _SunKind),
    "sun-elevation": _SunElevation,
    "separation-lighting": _SeparationLight,
    "first-orbit-lighting": _FirstOrbitLight,
    "beta-angle": _Beta,
    "eclipse": _Eclipse,
    "sun-angle": _BodyAngle,
    "moon-angle": _BodyAngle,
    "sensor": _Sensor,
    "range-hours": _Hours,
    "crew-hours": _Hours,
    "blackout": _Blackout,
    "launch-spacing": _Spacing,
}
KINDS = tuple(_TABLES)

LIST_KEYS = ("launches", "missions", "boresight", "days")
"""Keys whose values are lists."""


def wishes_at(document: Document, path: TomlPath, near: Surroundings) -> tuple[RuleWish, ...]:
    """Return the wishes of one table of rules at a path of a document.

    Raises
    ------
    InputError
        With file, line and field of the first thing that is wrong.
    """
    table: object = document.data
    for key in path:
        table = table[key]  # type: ignore[index]  # a path of this document
    if not isinstance(table, Mapping):
        raise InputError(f"must be a table, got {shown(table)}", place=document.place(path))
    if "kind" not in table:
        raise InputError(
            'kind is missing, for example kind = "daylight"', place=document.place(path)
        )
    kind = str(table["kind"])
    if kind not in _TABLES:
        place = document.place((*path, "kind"))
        raise InputError(unknown("kind of rule", kind, KINDS), place=place)
    model = parsed(_TABLES[kind], document, path=path)
    try:
        return tuple(model.wishes(near))
    except InputError as error:
        if error.place is not None:
            raise
        raise InputError(error.message, place=document.place(path)) from None


def wishes_of_list(document: Document, key: str, near: Surroundings) -> tuple[RuleWish, ...]:
    """Return the wishes of a list of rules under a key of a document; none where it is absent."""
    count = len(document.data.get(key, ()))
    return tuple(
        wish for number in range(count) for wish in wishes_at(document, (key, number), near)
    )


def _hour_h(text: str) -> float:
    if text == END_OF_DAY:
        return 24.0
    hour_h = local_time_h(text)
    if hour_h is None:
        raise InputError(f"{text!r} is no local time")
    return hour_h
