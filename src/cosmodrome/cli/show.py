"""`cosmodrome show`: what is in the catalogue, and where does it come from?"""

from enum import StrEnum
from typing import Annotated

import typer

from cosmodrome.cli.options import NO_CATALOGUES, Catalogues, JsonFlag


class Shelf(StrEnum):
    """What can be shown."""

    vehicles = "vehicles"
    complexes = "complexes"
    spaceports = "spaceports"
    stations = "stations"
    sources = "sources"


def show(
    shelf: Annotated[
        Shelf,
        typer.Argument(
            metavar="SHELF",
            help="vehicles, complexes, spaceports, stations or sources.",
            show_default=False,
        ),
    ],
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One of them, with every number.")
    ] = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Show what the catalogue holds, and its sources."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.screen import print_document, print_table
        from cosmodrome.cli.shelves import NOTES, NUMBERS, SHELVES, Item, number_row
        from cosmodrome.formats.documents import envelope
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.store.catalogue import load_catalogue

        catalogue = load_catalogue(catalogues)
        columns, items_of, item_of = SHELVES[shelf.value]
        items: list[Item] = items_of(catalogue) if id is None else [item_of(catalogue, id)]
        if as_json:
            documents = [item.whole if id else item.brief for item in items]
            print_document(json_text(envelope(**{shelf.value: documents})))
            return
        print_table(shelf.value.capitalize(), columns, [item.row for item in items])
        if id is not None and items[0].numbers:
            print_table("Numbers", NUMBERS, [number_row(each) for each in items[0].numbers])
        if id is not None and items[0].notes:
            print_table("Notes", NOTES, [(note,) for note in items[0].notes])
