"""The six chapters of the form of 2021: `chapters-missing`. Silent on other forms and on cut copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.domain.prose.checking.findings import Matter, ProseFinding, finding
from reports.domain.prose.passages import Passage

FORMS = frozenset({"national-2021"})
CHAPTERS = (
    re.compile(r"总体(?:情况|工作)|概述|基本情况"),
    re.compile(r"主动公开(?:政府信息)?"),
    re.compile(r"(?:收到|受理|接收).{0,6}(?:处理|办理).{0,12}申请|依申请公开"),
    re.compile(r"(?:复议|诉讼)"),
    re.compile(r"(?:问题|不足).{0,10}改进|存在.{0,6}(?:问题|不足)|改进(?:情况|措施)"),
    re.compile(r"其[他它].{0,4}(?:需要)?.{0,2}(?:报告|说明)|其[他它]事项"),
)
"""What the headings of the six say: 国办公开办函〔2021〕30号, in whatever wording and numbering."""
FEWEST = 2
LONGEST = 40


def check(matter: Matter) -> Iterator[ProseFinding]:
    """Which of the six chapters are there."""
    if matter.form is None or matter.form.id not in FORMS or matter.prose.is_cut:
        return
    found = {
        number
        for passage in matter.prose.chapters
        for number, words in enumerate(CHAPTERS, start=1)
        if _is(passage, words)
    }
    if len(found) < FEWEST:
        return
    missing = tuple(sorted(set(range(1, 7)) - found))
    yield finding(
        "chapters-missing",
        "fails" if missing else "holds",
        str(len(found)),
        "6",
        missing=missing,
        values=",".join(map(str, sorted(found))),
    )


def _is(passage: Passage, words: re.Pattern[str]) -> bool:
    if passage.number.startswith(("(", "（")):
        return False
    return len(passage.heading) <= LONGEST and bool(words.search(passage.heading))
