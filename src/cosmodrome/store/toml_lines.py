"""On which line of a TOML document does each key stand?

The standard parser gives values without positions. This walk over a document that the parser has
already accepted finds the line of every table, key and array element.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field

TomlPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[TomlPath, int]:
    """Return the line, from 1, of every key path of a valid TOML document."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


@dataclass
class _Walk:
    text: str
    at: int = 0
    lines: dict[TomlPath, int] = field(default_factory=dict)
    array_lengths: dict[TomlPath, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.breaks = [i for i, letter in enumerate(self.text) if letter == "\n"]

    def document(self) -> None:
        table: TomlPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self.array_header()
            elif self.text[self.at] == "[":
                table = self.table_header()
            else:
                self.key_and_value(table)
            self.skip(_BLANK)

    def table_header(self) -> TomlPath:
        here = self.at
        self.at += 1
        path = self.through_arrays(self.dotted_key())
        self.note(path, here)
        self.at += 1
        return path

    def array_header(self) -> TomlPath:
        here = self.at
        self.at += 2
        keys = self.dotted_key()
        array = (*self.through_arrays(keys[:-1]), keys[-1])
        number = self.array_lengths.get(array, 0)
        self.array_lengths[array] = number + 1
        self.note((*array, number), here)
        self.at += 2
        return (*array, number)

    def through_arrays(self, keys: tuple[str, ...]) -> TomlPath:
        """Return the path of a header: a key that names an array of tables means its last one."""
        path: TomlPath = ()
        for key in keys:
            path = (*path, key)
            if path in self.array_lengths:
                path = (*path, self.array_lengths[path] - 1)
        return path

    def key_and_value(self, table: TomlPath) -> None:
        here = self.at
        path = (*table, *self.dotted_key())
        self.note(path, here)
        self.at += 1  # the equals sign
        self.value(path)

    def dotted_key(self) -> tuple[str, ...]:
        keys = []
        while True:
            self.skip(_SPACE)
            token = self.take(_KEY)
            keys.append(_unquoted(token))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return tuple(keys)
            self.at += 1

    def value(self, path: TomlPath) -> None:
        self.skip(_SPACE)
        opening = self.text[self.at]
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        elif opening in "\"'":
            self.take(_STRING)
        else:
            self.take(_BARE)

    def array(self, path: TomlPath) -> None:
        number = 0
        self.at += 1
        self.skip(_BLANK)
        while self.text[self.at] != "]":
            self.note((*path, number), self.at)
            self.value((*path, number))
            number += 1
            self.comma()
        self.at += 1

    def inline_table(self, path: TomlPath) -> None:
        self.at += 1
        self.skip(_BLANK)
        while self.text[self.at] != "}":
            self.key_and_value(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_BLANK)

    def note(self, path: TomlPath, at: int) -> None:
        line = bisect_right(self.breaks, at - 1) + 1 if at else 1
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def skip(self, pattern: re.Pattern[str]) -> None:
        self.take(pattern)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        token = found.group() if found else ""
        self.at += len(token)
        return token


def _unquoted(token: str) -> str:
    if token.startswith('"'):
        decoded: str = tomllib.loads(f"key = {token}")["key"]
        return decoded
    return token.strip("'")
