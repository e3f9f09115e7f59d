"""The scripts of the grid against the server they stand in for, in Chromium: one reading, one verdict."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page

from reports.domain.statform.definition import CellKey
from reports.domain.statform.numbers import written
from reports.models import Report
from reports.queries import checks, grids, statforms
from reports.services import figures
from tests.browser.conftest import OpenPage
from tests.browser.people import make_person
from tests.browser.test_staff_pages import sign_in
from tests.factories import make_agency, make_report

SIGNS = [
    *"0123456789" * 3,
    *"０９,，.．+-＋－−—/￥¥% \t\u3000\u00a0\u200b\ufeff\u00ad\x0b\x0c\x1c\x85\u2028無a𝟏²٣①",
    *("增加", "减少", "增", "减", "元", "万元", "件", "条", "人次", "kg", "无", "0.", "1,234", "00", ".5"),
]
READ = """cases => cases.map(([raw, kind, unit]) => {
    const reading = window.figures.read(raw, kind, unit);
    return reading.isBlank ? "blank" : reading.isBad ? "bad" : window.figures.written(reading.value);
})"""
FILL = """values => {
    for (const [name, value] of Object.entries(values)) {
        document.querySelector(`[name="${name}"]`).value = value;
    }
    document.getElementById("grid").dispatchEvent(new Event("input"));
    return document.getElementById("grid-summary").textContent.match(/[0-9]+/g).map(Number);
}"""
PLACE = """([text, lines, row]) => {
    const rows = lines.map(([label, size]) => ({
        label, inputs: [...Array(size).keys()].map((column) => ({ label, column })),
    }));
    const { fills, left } = window.gridPaste.place(text, { rows, row, column: 0, isLine: false });
    return [fills.map(([input, value]) => [input.label, input.column, value]), left];
}"""
LINES = [
    ["一、新收", 2],
    ["三、办理结果", 0],
    ["（一）予以公开", 2],
    ["（三）不予公开", 0],
    ["1.国家秘密", 2],
    ["3.其他", 2],
    ["（七）总计", 2],
]


@pytest.fixture
def grid(open_page: OpenPage, draft: Report) -> Page:
    page = open_page(f"/admin/reports/report/{draft.pk}/table/")
    sign_in(page)
    return page


@pytest.fixture
def draft(transactional_db: None) -> Report:
    make_person("clerk", "editor")
    return make_report(
        agency=make_agency(slug="shili"), state="draft", year=2022, form_id="national-2021", figures={}
    )


def raw_texts(chance: random.Random, count: int) -> list[str]:
    made = []
    for _ in range(count):
        size = 10 ** chance.randrange(1, 17)
        printed = chance.choice(
            ["{}", "{:,}", "{}.5", "+{}", "-{}", "增{}", "¥{}", "{}万元", " {} 件", "{:,}.25"]
        )
        mixed = "".join(chance.choices(SIGNS, k=chance.choice([1, 2, 3, 5, 8])))
        text = printed.format(chance.randrange(size)) if chance.random() < 0.4 else mixed
        made.append(text * 30 if chance.random() < 0.01 else text)
    return made


def test_the_script_reads_every_text_as_the_server_does(grid: Page, draft: Report) -> None:
    form = statforms.form("national-2021")
    keys = {}
    for key in list(form.keys()):
        keys[form.kind(key)] = key
    assert set(keys) == {"count", "money"}
    chance = random.Random(20260101)
    cases = [(raw, chance.choice(list(keys.values()))) for raw in raw_texts(chance, 5000)]
    units = {key: form.unit(key) if form.kind(key) == "money" else "" for key in keys.values()}
    found = grid.evaluate(READ, [[raw, form.kind(key), units[key]] for raw, key in cases])
    told = [server_reading(raw, key) for raw, key in cases]
    assert [
        (case[0], one, two) for case, one, two in zip(cases, found, told, strict=True) if one != two
    ] == []
    assert min(told.count("bad"), told.count("blank"), len([one for one in told if one[0].isdigit()])) > 100


def server_reading(raw: str, key: CellKey) -> str:
    try:
        reading = figures.read(statforms.form("national-2021"), 2022, {key: raw.strip()})[key]
    except figures.BadFigures:
        return "bad"
    return "blank" if reading.value is None else written(reading.value)


def test_the_script_finds_what_the_server_finds(grid: Page, draft: Report) -> None:
    keys = list(statforms.form("national-2021").keys())
    chance = random.Random(20260102)
    seen = set()
    for _ in range(60):
        odds = chance.choice([0, 0.02, 0.2])
        texts = ["０", "1", "2", "1,000"] if odds else ["0", "", "3"]
        typed = {
            key: chance.choice(["", "无", "-", "2.5"]) if chance.random() < odds else chance.choice(texts)
            for key in keys
        }
        found = grid.evaluate(FILL, {f"{grids.PREFIX}{key}": raw for key, raw in typed.items()})
        summary = checks.summary(grids.grid(draft, typed=typed).figures.findings)
        assert found == [summary.held, summary.failed, summary.warned, summary.open, summary.overridden]
        seen.add(tuple(found))
    assert len(seen) > 20


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param(
            "一、新收\t\t1\t2\n三、办理结果\t（一）予以公开\t3\t4\n\t（三）不予公开\t\t\n",
            [("一、新收", "1", "2"), ("（一）予以公开", "3", "4")],
            id="the group beside its first row",
        ),
        pytest.param(
            "三、办理结果\t（一）予以公开\t3\t4\n\t（三）不予公开\t1.国家秘密\t5\t6\n\t\t3.其他\t7\t8\n",
            [("（一）予以公开", "3", "4"), ("1.国家秘密", "5", "6"), ("3.其他", "7", "8")],
            id="merged cells left out as Word does",
        ),
        pytest.param(
            "\t自然人\t企业\t其他\t总计\n（一）予以公开\t３\t4\n3.其他\t\t8\n",
            [("（一）予以公开", "３", "4"), ("3.其他", "", "8")],
            id="column headings that are called as rows are",
        ),
        pytest.param(
            "1\t2\n\t\n3\t4\n", [("一、新收", "1", "2"), ("（一）予以公开", "3", "4")], id="no labels"
        ),
    ],
)
def test_a_block_finds_its_rows(grid: Page, text: str, filled: list[tuple[str, str, str]]) -> None:
    fills, left = grid.evaluate(PLACE, [text, LINES, 0])
    wanted = [[label, column, value] for label, *pair in filled for column, value in enumerate(pair)]
    assert (fills, left) == (wanted, [])
