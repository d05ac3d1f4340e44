"""How does a plan reach the disk? All of it or nothing."""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cosmodrome.errors import InputError, Place


def require_writable(directory: Path) -> None:
    """Raise InputError if a folder cannot be written, before anything is computed for it.

    The folders of a write are made and removed again; nothing stays.
    """
    place = Place(file=str(directory))
    try:
        _check_writable(directory, place)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", place=place) from error


def _check_writable(directory: Path, place: Place) -> None:
    if directory.exists() and not directory.is_dir():
        raise InputError("is a file; name a folder to write the plan into", place=place)
    if not directory.absolute().name:
        raise InputError("is the root of the disk; name a folder below it", place=place)
    existing = next(each for each in (directory, *directory.absolute().parents) if each.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise InputError(f"cannot be written: {existing} is read-only for you", place=place)
    _rehearse(directory)


def _rehearse(directory: Path) -> None:
    """Make the folders that a write makes first, and remove them."""
    made: list[Path] = []
    try:
        for parent in reversed(directory.absolute().parents):
            if not parent.exists():
                parent.mkdir(exist_ok=True)
                made.append(parent)
        with _partial(directory):
            pass
    finally:
        for parent in reversed(made):
            if not any(parent.iterdir()):  # another plan may have moved in
                parent.rmdir()


def write_plan(
    files: Mapping[str, str], directory: Path, *, of_a_mission: Collection[str] = ()
) -> None:
    """Write the files of a plan into a folder; an interrupted or failed write leaves it as it was.

    Parameters
    ----------
    files : mapping
        Text by path relative to the folder, with forward slashes.
    directory : Path
        Made if it is not there. Files of an earlier plan are replaced, others are left alone.
    of_a_mission : collection of str
        Names of the files of a mission. Folders of an earlier plan that hold only such files, and
        that this plan does not write, belong to missions that are gone, and go; so do single files
        that a mission no longer has.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _partial(directory) as partial:
            for path, text in files.items():
                target = partial / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
            _put_in_place(partial, directory, files)
        _remove_what_is_gone(directory, files, of_a_mission)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", place=Place(file=str(directory))
        ) from error


@contextmanager
def _partial(directory: Path) -> Iterator[Path]:
    """Yield a folder beside the target, on the same disk, that is gone at the end."""
    partial = directory.absolute().with_name(f".{directory.name}.partial-{os.getpid()}")
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, directory: Path, files: Mapping[str, str]) -> None:
    if not directory.exists():
        partial.rename(directory)
        return
    for path in files:
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (partial / path).replace(target)


def _remove_what_is_gone(
    directory: Path, files: Mapping[str, str], of_a_mission: Collection[str]
) -> None:
    kept = {path.split("/")[0] for path in files}
    for folder in directory.iterdir():
        if folder.is_symlink() or not folder.is_dir():
            continue
        names = {each.name for each in folder.iterdir()}
        if folder.name in kept:
            for name in names & set(of_a_mission):
                if f"{folder.name}/{name}" not in files:
                    (folder / name).unlink()
        elif names and names <= set(of_a_mission):
            shutil.rmtree(folder)
