"""The report as one file: it stands alone, holds together, and says what the plan says."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from tests.fixtures.figure_reading import figures_of, outside, touching
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.report_html import render_report, report_sheets
from cosmodrome.planning.plan import Refusal, SourceNote

PLAN = example_plan()
PAGE = render_report(PLAN)
REPORT = files("cosmodrome") / "data" / "report"

# A mail system carries this, and seven missions must fit into it.
MOST_BYTES_PER_MISSION = 500_000
FIXED_BYTES = 400_000
# WCAG 2 level AA for text of ordinary size.
LEAST_CONTRAST_RATIO = 4.5
# DESIGN: nothing under 12 px on a screen.
LEAST_TEXT_PX = 12.0
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Balance(HTMLParser):
    """Follows opening and closing tags."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


def tokens(theme: str) -> dict[str, str]:
    text = (REPORT / "tokens.css").read_text(encoding="utf-8")
    start = {"dark": ":root {", "light": ':root[data-theme="light"] {'}[theme]
    block = text[text.index(start) : text.index("}", text.index(start))]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast_ratio(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_tag_is_closed_where_it_should_be():
    balance = Balance()
    balance.feed(PAGE)

    assert ([], []) == (balance.open, balance.wrong)


def test_every_figure_is_well_formed_and_says_its_finding():
    for figure in figures_of(PAGE):
        title = figure.find("title")
        assert figure.get("role") == "img"
        assert title is not None
        assert figure.get("aria-labelledby") == title.get("id")
        assert len(title.text) > 10


def test_identifiers_of_sheets_and_targets_are_there_once():
    anchors = Counter(re.findall(r'<(?:section|a)[^>]* id="([^"]+)"', PAGE))
    targets = set(re.findall(r'href="#([^"]+)"', PAGE)) - {"mark"}

    assert 1 == max(anchors.values())
    assert targets <= set(anchors)


def test_nothing_is_fetched_from_anywhere():
    addresses = re.findall(r'(?:href|src|data|action)="([^"]*)"', PAGE)
    addresses += re.findall(r"url\(([^)]*)\)", PAGE)

    assert addresses
    assert [] == [a for a in addresses if not a.startswith(("#", "data:"))]
    assert [] == re.findall(r"@import|https?://|<iframe|<object", PAGE)


def test_the_same_plan_gives_the_same_page():
    assert render_report(example_plan()) == PAGE


def test_every_sheet_carries_a_title_block_with_its_number():
    sheets = report_sheets(PLAN)
    blocks = re.findall(r'<span class="k">Number</span><b>(\d+) of (\d+)</b>', PAGE)

    assert [(str(n), str(len(sheets))) for n in range(1, len(sheets) + 1)] == blocks
    assert len(sheets) == PAGE.count(f'<span class="mono">{PLAN.digest[:8]}</span>')


def test_every_mission_has_its_sheets():
    anchors = [sheet.anchor for sheet in report_sheets(PLAN)]

    for n in range(1, len(PLAN.missions) + 1):
        assert {f"m{n}-flight", f"m{n}-falls", f"m{n}-why"} <= set(anchors)
    assert anchors[0] == "season"
    assert "sources" in anchors


def test_what_customers_write_is_text_and_not_markup():
    assert "Meteor-M &lt;No. 2-5&gt;" in PAGE
    assert "<No." not in PAGE


def test_a_refusal_says_by_how_much():
    row = PAGE[PAGE.index("too-heavy") :][:900]

    assert "REFUSED" in row
    assert "6\u2009880" in row


def test_a_season_in_which_nothing_can_fly_still_has_a_report():
    refusals = tuple(
        Refusal(mission=mission.id, rule="no-window", value=None, limit=None, message="closed")
        for mission in PLAN.manifest.missions
    )
    nothing = replace(PLAN.campaign, activities=(), launches=(), status="infeasible")
    empty = replace(PLAN, missions=(), campaign=nothing, refusals=refusals)

    page = render_report(empty)

    assert "No mission can fly as asked" in page
    assert page.count("REFUSED") == len(refusals)
    assert "1 of 2" in page


def test_a_mission_without_a_plane_gets_hours_and_no_second():
    batch = PAGE[PAGE.index('id="m2-flight"') : PAGE.index('id="m2-falls"')]

    assert "Launch day 14 Jun, hours UTC" in batch
    assert "Lift-off, UTC" not in batch


def test_an_estimated_length_stands_in_brackets():
    note = SourceNote(key="soyuz-2.1b:stage.core.length_m", text="guessed", estimate=True)

    page = render_report(replace(PLAN, sources=(note,)))

    assert ">[27.1]<" in page
    assert ">[27.1]<" not in PAGE


@pytest.mark.parametrize("n", range(len(figures_of(PAGE))))
def test_no_word_in_a_figure_touches_another_or_runs_off(n):
    figure = figures_of(PAGE)[n]

    assert [] == touching(figure)
    assert [] == outside(figure)


def test_the_page_is_light_enough_to_be_sent():
    assert len(PAGE.encode()) < FIXED_BYTES + MOST_BYTES_PER_MISSION * len(PLAN.missions)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("ground", ["sheet", "sunk", "land", "water", "raised"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "course", "status-serious"])
def test_words_of_figures_can_be_read_on_every_ground(theme, ground, ink):
    colours = tokens(theme)

    assert contrast_ratio(colours[ink], colours[ground]) >= LEAST_CONTRAST_RATIO


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("family", ["soyuz", "angara"])
def test_words_on_bars_can_be_read(theme, family):
    colours = tokens(theme)
    ratio = contrast_ratio(colours[f"family-{family}-ink"], colours[f"family-{family}"])

    assert ratio >= LEAST_CONTRAST_RATIO


def test_no_rule_sets_text_smaller_than_can_be_read():
    style = (REPORT / "report.css").read_text(encoding="utf-8")
    screen = style[: style.index("@media print")]
    sizes = re.findall(r"font-size:([\d.]+)px|font:\d+ ([\d.]+)px", screen)

    assert sizes
    assert LEAST_TEXT_PX <= min(float(a or b) for a, b in sizes)


@pytest.mark.slow
def test_on_paper_every_sheet_is_one_page(tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser to print with: install chromium")
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(PAGE, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]

    subprocess.run(
        [*command, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True
    )

    pages = re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes())
    assert len(report_sheets(PLAN)) == len(pages)
