"""What does a TOML file say, and on which line does it say so?"""

import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cosmodrome.epochs import leap_second_told
from cosmodrome.errors import InputError, Place
from cosmodrome.store.toml_lines import TomlPath, lines_of

MAX_BYTES = 8_000_000

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"


@dataclass(frozen=True, kw_only=True)
class TomlSource:
    """A parsed TOML document that remembers its text."""

    file: str
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path, *, max_bytes: int = MAX_BYTES) -> "TomlSource":
        """Return the document in a file.

        Raises
        ------
        InputError
            If there is no such file, it is larger than `max_bytes`, or is not TOML.
        """
        place = Place(file=str(path))
        try:
            size = path.stat().st_size
            if path.is_dir():
                raise InputError("is a folder, not a TOML file", place=place)
            if size > max_bytes:
                raise InputError(
                    f"has {size / 1e6:.1f} MB, the limit is {max_bytes / 1e6:.1f} MB; "
                    "is this the right file?",
                    place=place,
                )
            raw = path.read_bytes()
        except FileNotFoundError:
            raise InputError("there is no such file", place=place) from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise InputError(f"cannot be read: {reason}", place=place) from error
        return cls.parse(raw, file=str(path))

    @classmethod
    def parse(cls, raw: bytes, *, file: str) -> "TomlSource":
        """Return the document in some bytes; `file` names them in messages."""
        text = _decoded(raw, file)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _syntax_error(error, text, file) from None
        except RecursionError:
            raise InputError("nests brackets too deeply", place=Place(file=file)) from None
        except ValueError:
            message = f"holds a number of more than {sys.get_int_max_str_digits()} digits"
            raise InputError(message, place=Place(file=file)) from None
        return cls(file=file, text=text, data=data)

    @cached_property
    def _lines(self) -> dict[TomlPath, int]:
        try:
            return lines_of(self.text)
        except RecursionError:
            return {}  # brackets almost too deep for the parser: answered without a line

    def line_of(self, path: TomlPath) -> int | None:
        """Return the line of a key path, or of the nearest table around it that has one."""
        for length in range(len(path), 0, -1):
            line = self._lines.get(path[:length])
            if line is not None:
                return line
        return None

    def place(self, path: TomlPath = ()) -> Place:
        """Return where a key path stands, for an error message."""
        return Place(file=self.file, line=self.line_of(path), field=self.field(path))

    def field(self, path: TomlPath) -> str | None:
        """Return a key path as people read it: tables of an array go by their id or number."""
        words = ""
        node: Any = self.data
        for key in path:
            node = _child(node, key)
            if isinstance(key, int):
                name = node.get("id") if isinstance(node, dict) else None
                words += f"[{name}]" if isinstance(name, str) and name else f"[#{key + 1}]"
            else:
                words += f".{key}" if words else key
        return words or None

    @contextmanager
    def located(self, path: TomlPath) -> Iterator[None]:
        """Give an InputError that is raised inside, and has no place yet, the place of a path."""
        try:
            yield
        except InputError as error:
            if error.place is not None:
                raise
            raise InputError(error.message, place=self.place(path)) from error


def _child(node: Any, key: str | int) -> Any:  # noqa: ANN401 - TOML values are of any type
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, list) and isinstance(key, int) and key < len(node):
        return node[key]
    return None


def _decoded(raw: bytes, file: str) -> str:
    if b"\0" in raw:
        raise InputError("is binary, not TOML text in UTF-8", place=Place(file=file))
    if raw.startswith(b"\xef\xbb\xbf"):
        raise InputError(
            "begins with a byte order mark; save it as UTF-8 without one",
            place=Place(file=file, line=1),
        )
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"is not TOML text in UTF-8: byte 0x{raw[error.start]:02x} cannot be decoded",
            place=Place(file=file, line=line),
        ) from None


def _syntax_error(error: tomllib.TOMLDecodeError, text: str, file: str) -> InputError:
    message = str(error)
    found = _AT_LINE.search(message)
    if found:
        line = int(found.group(1))
        message = message[: found.start()]
    else:
        line = text.rstrip("\n").count("\n") + 1
        message = message.removesuffix(_AT_END)
    written = text.split("\n")[line - 1].strip()
    shown = written if len(written) <= 60 else written[:57] + "..."
    return InputError(
        f"is not valid TOML: {_in_words(message, written)}; the line reads: {shown}",
        place=Place(file=file, line=line),
    )


def _in_words(message: str, written: str) -> str:
    """Return the parser's message, in clearer words where it is known to puzzle people."""
    twice = re.fullmatch(r"Cannot declare (\(.*\)) twice", message)
    if twice:
        name = ".".join(re.findall(r"'([^']*)'", twice.group(1)))
        return f"the table [{name}] stands twice (write [[{name}]] for one entry of a list)"
    if leap := leap_second_told(written):
        return leap
    if "{" in written and message in _OF_INLINE_TABLES:
        return "an inline table in braces must stand on one line"
    return _PLAIN_WORDS.get(message, message[:1].lower() + message[1:])


_OF_INLINE_TABLES = ("Invalid initial character for a key part", "Unclosed inline table")

_PLAIN_WORDS = {
    "Cannot overwrite a value": "this key stands twice in its table",
    "Invalid date or datetime": "there is no such date (dates are written 2028-06-30)",
    "Invalid value": "this value is no number, date, true, false or text in quotes",
    "Illegal character '\\n'": "the text is not closed by a quote on its line",
    "Invalid statement": "this is neither key = value nor a table in brackets",
}
