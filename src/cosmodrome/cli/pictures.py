"""Where does a picture go that a command was asked for? Into an SVG or a PNG file."""

from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome.errors import InputError

if TYPE_CHECKING:
    from cosmodrome.formats.figures.svg import Px

PICTURES = (".svg", ".png")


def is_picture(output: Path) -> bool:
    """Tell whether a file is named as a picture."""
    return output.suffix.lower() in PICTURES


def require_picture(output: Path) -> None:
    """Raise InputError if a picture cannot be written there, before anything is computed."""
    if not is_picture(output):
        raise InputError(
            f"-o: a picture is an SVG or PNG file, name it {' or '.join(PICTURES)}, got {output}"
        )
    if output.is_dir():
        raise InputError(f"-o: {output} is a folder; name a file in it")
    if not output.absolute().parent.is_dir():
        raise InputError(f"-o: there is no folder {output.parent}")


def write_picture(markup: str, output: Path, *, width: "Px", height: "Px") -> None:
    """Write a figure of so many pixels as the file's name says, and say so.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    from cosmodrome.cli.screen import say
    from cosmodrome.formats.figures.standalone import picture_png, standalone

    if output.suffix.lower() == ".png":
        content = picture_png(markup, width=width, height=height)
    else:
        content = standalone(markup, width=width, height=height).encode()
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"-o: {output} cannot be written: {error.strerror}") from error
    say(f"written {output}")
