"""The command line: `cosmodrome COMMAND`. Each command is a module of its own name.

Nothing heavy is imported here, so that help is there at once.
"""

from typing import Annotated

import typer

from cosmodrome import __version__
from cosmodrome.cli.ascent import ascent
from cosmodrome.cli.capability import capability
from cosmodrome.cli.hazards import hazards_app
from cosmodrome.cli.orbit import forecast_orbit
from cosmodrome.cli.plan import plan
from cosmodrome.cli.schedule import schedule
from cosmodrome.cli.show import show
from cosmodrome.cli.windows import windows

app = typer.Typer(
    name="cosmodrome",
    help="A spaceport as software: from a manifest to a complete launch plan.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"cosmodrome {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Plan the launches of a spaceport."""


for command in (plan, ascent, capability, windows, schedule, show):
    app.command()(command)
app.command("orbit")(forecast_orbit)
app.add_typer(hazards_app, name="hazards")


def main() -> None:
    """Run the command line."""
    app(prog_name="cosmodrome")
