"""By what a list divides its whole: the ways of dividing, told by the words of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

REST = re.compile(
    r"(?:[(\[]?\d[)\].、]?|[“”])*(?:其他|其余|其它|余下)(?!单位|部门|机关|地区|结果|处理|途径|情形|渠道|方式)"
)
"""The words that say a list is whole with this part."""
OVERLAPS = re.compile(
    r"涉及|关于|被|参加|参与|出席|采用|转载|转发|转送|延期|延长|按时|按期|当日|当场|当年|主要|重点|获|补正|点击|阅读|首次|紧急"
)
"""Properties of a thing, of which one thing may have several."""

WAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "dispute",
        re.compile(r"维持|纠正|纠错|其他结果|尚?未审结|驳回|撤诉|败诉|胜诉"),
    ),
    (
        "applicant",
        re.compile(r"自然人|个人|公民|企业|法人|组织|律师|科研机构|居民|村民"),
    ),
    (
        "applying",
        re.compile(
            r"当面|现场|(?:网上|网络|互联网|线上|在线)(?!公开|发布|公布)|信函|邮寄|来信|传真|(?:电子)?邮件|电话|窗口"
        ),
    ),
    (
        "publishing",
        re.compile(
            r"网站|门户|公报|微信|微博|公众号|公[告示]栏|揭示板|报[刊纸社]|电视|广播|新媒体|客户端|APP|短视频|抖音"
            r"|专栏|栏目|媒体|平台|网上|网络"
        ),
    ),
    (
        "outcome",
        re.compile(
            r"(?:同意|予以|部分|不予|不同意|主动|依申请)公开|公开的?$|不存在|不属于|非本|不明|其他途径|途径|告知|无法提供"
            r"|不予处理|其他处理|案卷|撤回|转办|重复|不掌握"
        ),
    ),
    ("area", re.compile(r"(?:[市区县镇乡]|街道|局|府|办|委|单位|开发区|园|本级)(?:提出|办理|受理)?$")),
    ("type", re.compile(r"类|型")),
)
ALIKE = {"area", "type", "noun"}
"""Ways that are told by form alone, and so may be mixed with plain nouns."""
SHORT = 14


@lru_cache(maxsize=4096)
def way(label: str) -> str:
    """The way of dividing a part belongs to: "noun" for others, "rest" for 其他, "overlap" for a property."""
    if REST.match(label):
        return "rest"
    if OVERLAPS.search(label):
        return "overlap"
    for name, words in WAYS:
        if words.search(label):
            return name
    return "noun" if 0 < len(label) <= SHORT else "overlap"


def ways(labels: Sequence[str]) -> set[str]:
    """The ways of dividing in a list, the rest left out."""
    return {way(label) for label in labels} - {"rest"}


def is_of_one_kind(labels: Sequence[str]) -> bool:
    """Whether the parts exclude one another: one way of dividing, and none that overlaps by nature."""
    found = ways(labels)
    if not found or found & {"overlap", "publishing"}:
        return False
    return len(found) == 1 or found <= ALIKE


def is_pair(labels: Sequence[str]) -> bool:
    """Whether these two have no third: natural persons, and legal persons or other organisations."""
    if len(labels) != 2:
        return False
    persons, bodies = labels
    return bool(re.search(r"自然人|公民|个人", persons)) and "组织" in bodies and "法人" in bodies


def is_closed_by_rest(labels: Sequence[str]) -> bool:
    """Whether the last part of a list is all that is left."""
    return len(labels) > 1 and way(labels[-1]) == "rest"
