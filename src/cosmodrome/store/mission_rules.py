"""Which rules does a mission lay upon its lift-off, and from which others does it keep away?"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import RuleWish, SpacingWish
from cosmodrome.store.complaints import unknown
from cosmodrome.store.rule_table import Surroundings, wishes_at
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionRules:
    """Rules of the clock and the sky, and distances from other missions of the manifest."""

    rules: tuple[RuleWish, ...]
    spacings: tuple[SpacingWish, ...]


def read_mission_rules(
    source: TomlSource,
    path: TomlPath,
    *,
    missions: Collection[str],
    folder: Path,
    utc_offset_h: float,
) -> MissionRules:
    """Return the rules under ``rules`` of the mission at a path, none if there are none.

    Parameters
    ----------
    source : TomlSource
        The manifest.
    path : tuple
        Of the mission's table.
    missions : collection of str
        Ids of the other missions.
    folder : Path
        From which files of blackouts are named.
    utc_offset_h : float
        Local time of the site.

    Raises
    ------
    InputError
        With file, line and field; also if a spacing names no other mission.
    """
    near = Surroundings(folder=folder, utc_offset_h=utc_offset_h)
    table = source.data
    for key in path:
        table = table[key]  # type: ignore[index]  # a path of this document
    rules: list[RuleWish] = []
    spacings: list[SpacingWish] = []
    for number in range(len(table.get("rules", ()))):
        here = (*path, "rules", number)
        for wish in wishes_at(source, here, near):
            if isinstance(wish, SpacingWish) and wish.missions:
                for other in wish.missions:
                    if other not in missions:
                        place = source.place((*here, "missions"))
                        raise InputError(unknown("mission", other, missions), place=place)
                spacings.append(replace(wish, launches=()))
                rules += [replace(wish, missions=())] if wish.launches else []
            else:
                rules.append(wish)
    return MissionRules(rules=tuple(rules), spacings=tuple(spacings))
