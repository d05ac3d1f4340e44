"""Figures of a plan as SVG text: pure functions of records, coloured by the page's stylesheet."""
