"""A table of the form of 2021 that prints （六）其他处理 as one row, as the form of 2019 did."""

from __future__ import annotations

import pytest

from reports.domain.statform.identities import check
from reports.domain.statform.table import figures
from tests.domain.statform.locating import NATIONAL, located, national_figures, unread, wrong
from tests.printing import printed


def one_row(layout: str) -> str:
    """The tables of the form of 2021 with one row of figures for the three under 其他处理."""
    kept = []
    for line in printed(NATIONAL, national_figures(), layout=layout, year=2023).split("\n"):
        if line.startswith("（六）其他处理"):
            line = line + "\t4\t0\t0\t0\t0\t0\t4"
        if "逾期" not in line and not line.startswith("3.其他\t"):
            kept.append(line)
    return "\n".join(kept)


@pytest.mark.parametrize("year", [None, 2023])
def test_the_row_stays_unread_and_its_sum_cannot_tell(year):
    found = located(one_row("tabs"), year=year)

    assert (found.form_id, len(found.cells)) == ("national-2021", 200 - 21)
    assert wrong(found, national_figures()) == {}
    told = [(text, reason) for _, text, reason in unread(found)]
    assert ("（六）其他处理 4 0 0 0 0 0 4", "row-label-unknown") in told
    assert [text for text, reason in told if reason == "row-missing"] == [
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ]
    sums = {
        f.check: f.status
        for f in check(NATIONAL, figures(found.cells))
        if f.check.startswith("applications/3.7")
    }
    down = [status for code, status in sums.items() if code.endswith(":down")]
    assert down == ["cannot-tell"] * 7
