"""Which file of a catalogue counts, when a user's folder lies over the packaged one?

A file of an upper folder replaces the file of the same path below it; `sources.toml` alone is
merged, key by key. Folders are laid on in the order given, the last one on top.
"""

import importlib.resources
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from cosmodrome.errors import InputError, Place
from cosmodrome.store.toml_source import MAX_BYTES, TomlSource

PLACES = (
    "sources.toml",
    "vehicles",
    "upper_stages",
    "drag",
    "spaceports",
    "flows",
    "countdowns",
    "atmosphere",
    "weather.toml",
    "pad_hazards.toml",
    "earth_orientation.toml",
    "rendezvous.toml",
)
"""Where a user's catalogue keeps its files."""


def packaged_data() -> Traversable:
    """Return the folder of data that comes with the package."""
    return importlib.resources.files("cosmodrome").joinpath("data")


def resource_text(path: str) -> str:
    """Return the text of a file of the packaged data, by its path inside that folder."""
    return packaged_data().joinpath(path).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayeredFile:
    """A file of the catalogue: its path inside the catalogue, and where it comes from."""

    path: str
    shown_as: str
    origin: Traversable | Path

    def read(self) -> TomlSource:
        """Return its content."""
        if isinstance(self.origin, Path):
            source = TomlSource.read(self.origin, max_bytes=MAX_BYTES)
            return TomlSource(file=self.shown_as, text=source.text, data=source.data)
        return TomlSource.parse(self.origin.read_bytes(), file=self.shown_as)

    def text(self) -> str:
        """Return its content as text.

        Raises
        ------
        InputError
            If it is too large, or no text in UTF-8.
        """
        raw = self.origin.read_bytes()
        place = Place(file=self.shown_as)
        if len(raw) > MAX_BYTES:
            raise InputError(
                f"has {len(raw) / 1e6:.1f} MB, the limit is {MAX_BYTES / 1e6:.1f} MB", place=place
            )
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("is not text in UTF-8", place=place) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The packaged catalogue with the folders of a user laid over it."""

    folders: tuple[Path, ...]

    def files(self, *, under: str = "") -> tuple[LayeredFile, ...]:
        """Return the TOML files that count, below a folder of the catalogue, by path."""
        found: dict[str, LayeredFile] = {}
        for layer in self._layers():
            found.update({file.path: file for file in layer if file.path.startswith(under)})
        return tuple(
            found[path] for path in sorted(found, key=lambda path: path.removesuffix(".toml"))
        )

    def table_beside(self, file: LayeredFile) -> LayeredFile:
        """Return the table of comma-separated values that goes with a TOML file, topmost first."""
        path = f"{file.path.removesuffix('.toml')}.csv"
        for root, shown_under in reversed(self._roots()):
            origin = root.joinpath(*path.split("/"))
            if origin.is_file():
                return LayeredFile(path=path, shown_as=f"{shown_under}/{path}", origin=origin)
        raise InputError(f"needs a table {path} beside it", place=Place(file=file.shown_as))

    def packaged_origin(self, path: str) -> Traversable | Path:
        """Return where a file of that path would stand in the packaged catalogue."""
        return packaged_data().joinpath(*path.split("/"))

    def all_of(self, path: str) -> tuple[LayeredFile, ...]:
        """Return every layer's file of that path, lowest first: for what is merged."""
        return tuple(file for layer in self._layers() for file in layer if file.path == path)

    def topmost(self, path: str) -> LayeredFile:
        """Return the file of that path that counts.

        Raises
        ------
        InputError
            If no layer has it.
        """
        files = self.all_of(path)
        if not files:
            raise InputError(f"the catalogue has no {path}")
        return files[-1]

    def _layers(self) -> Iterator[tuple[LayeredFile, ...]]:
        for root, shown_under in self._roots():
            yield tuple(_walk(root, "", shown_under=shown_under))

    def _roots(self) -> list[tuple[Traversable | Path, str]]:
        return [(packaged_data(), "catalogue"), *((each, str(each)) for each in self.folders)]


def layers_over(folders: Sequence[Path]) -> Layers:
    """Return the packaged catalogue with folders laid over it.

    Raises
    ------
    InputError
        If one of them is not a folder with TOML files of a catalogue.
    """
    packaged = {_top(file) for file in _walk(packaged_data(), "", shown_under="")}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(
                "is no folder; a catalogue is a folder of TOML files", place=Place(file=str(folder))
            )
        files = tuple(_walk(folder, "", shown_under=str(folder)))
        if not files:
            raise InputError(
                f"holds no TOML file; a catalogue may hold {', '.join(PLACES)}",
                place=Place(file=str(folder)),
            )
        for file in files:
            if _top(file) not in packaged | set(PLACES):
                raise InputError(
                    f"is in no place of a catalogue, which are {', '.join(PLACES)}",
                    place=Place(file=file.shown_as),
                )
    return Layers(folders=tuple(folders))


def _walk(folder: Traversable, inside: str, *, shown_under: str) -> Iterator[LayeredFile]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{inside}{entry.name}"
        if entry.is_dir() and not entry.name.startswith("."):
            yield from _walk(entry, f"{path}/", shown_under=shown_under)
        elif entry.name.endswith(".toml"):
            yield LayeredFile(path=path, shown_as=f"{shown_under}/{path}", origin=entry)


def _top(file: LayeredFile) -> str:
    return file.path.split("/")[0]
