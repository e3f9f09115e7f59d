"""Made-up entries for searching, and the plain scan that says what must be found."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date

from reports.domain.text.bigrams import canonical
from reports.domain.text.query import Query
from reports.search.engine import Entry
from reports.search.script import folding


def words(*lines: str) -> list[str]:
    """Words given with spaces between."""
    return [word for line in lines for word in line.split()]


COMMON = words(
    "政府信息公开 工作 通知 关于 人民政府 依法 行政 管理 服务 部门 要求", "落实 加强 推进 年度 情况 办理"
)
USUAL = words(
    "教育 卫生 交通 财政 预算 决算 审批 许可 处罚 监督 检查 环境 保护 土地 规划 住房",
    "社会保障 就业 养老 医疗 食品 药品 安全生产 应急 水利 农业 农村 扶贫 科技 文化 旅游",
    "体育 统计 审计 税务 市场 监管 招标 采购 公示 公告 实施 方案 意见 办法 条例 规定 细则",
    "指南 目录 清单 政策 解读 回应 关切",
)
RARE = words("碳排放 海绵城市 营商环境 法治政府 瞭望塔 龙舟 榕树 土楼 木偶 闽剧 茶叶 海蛎 防汛", "台风 滩涂")
OTHER = words("政務公開 發展 電子 APP PM2.5 12,345 2016 ２０２４ 二〇一九年 open data Word 51号 第12条 ㎡")
BETWEEN = ("", "", "", "", "", "，", "。", "、", " ", "\n", "的", "和", "（", "）", "：")
CATEGORIES = tuple(f"c{number}" for number in range(1, 25))
THEMES = tuple(f"t{number}" for number in range(1, 23))
VALIDITY = ("in-force", "amended", "expired", "repealed", "")
KINDS = ("document", "document", "document", "attachment", "report")
FIRST_DAY = date(2010, 1, 1).toordinal()


def entries(count: int, *, length: int = 1_500, seed: int = 1) -> Iterator[Entry]:
    """That many entries, always the same ones. A hundred agencies: 1 above 2–10, each above ten others."""
    chance = random.Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        year = chance.randrange(2010, 2027)
        agency = chance.randrange(1, 101)
        yield Entry(
            key=f"{kind}:{number}",
            kind=kind,
            title=_text(chance, 20),
            body=_text(chance, length),
            agencies=tuple(dict.fromkeys((agency, agency // 10 or 1, 1))),
            category=chance.choice(CATEGORIES),
            year=year,
            theme=chance.choice(THEMES),
            validity=chance.choice(VALIDITY),
            doc_number=f"示办发〔{year}〕{number % 90 + 1}号" if number % 3 == 0 else "",
            index_number=f"SL{number % 40:02}1-0100-{year}-{number:05}" if kind == "document" else "",
            published=FIRST_DAY + chance.randrange(6_000),
        )


def _text(chance: random.Random, length: int) -> str:
    words: list[str] = []
    size = 0
    while size < length:
        kind = chance.random()
        many = COMMON if kind < 0.6 else USUAL if kind < 0.97 else OTHER if kind < 0.997 else RARE
        word = chance.choice(many) + chance.choice(BETWEEN)
        words.append(word)
        size += len(word)
    return "".join(words)


class Scan:
    """The plain scan: each entry's folded texts as strings, looked through one by one."""

    def __init__(self, all_entries: Iterable[Entry]) -> None:
        fold = folding().fold
        self.rows = [
            (
                entry,
                tuple(
                    canonical(fold(text).text)
                    for text in (entry.title, entry.doc_number, entry.index_number, entry.body)
                ),
            )
            for entry in all_entries
        ]

    def found(self, query: Query, narrowed: dict[str, set[str]] | None = None) -> list[Entry]:
        """What must be found."""
        wanted = [(one.needle.canonical(), one.number, one.is_excluded) for one in query.wanted]
        return [
            entry
            for entry, texts in self.rows
            if all(
                (any(needle in text for text in texts) or bool(number and number in texts[1:3])) != excluded
                for needle, number, excluded in wanted
            )
            and all(values & facet(entry, name) for name, values in (narrowed or {}).items())
        ]


def facet(entry: Entry, name: str) -> set[str]:
    """The values of one facet that an entry is counted under."""
    if name == "agency":
        return {str(agency) for agency in entry.agencies}
    value = getattr(entry, name)
    return {str(value)} if value not in ("", None) else set()
