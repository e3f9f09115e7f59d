"""What a copied web page carries beside its report: navigation, counters, footers. Rules with their reasons.

A line that no rule knows is never taken for furniture: it stays in the text, where the clerk sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.domain.text.normalise import plain

MAX_LENGTH = 80
"""Furniture is short; a longer line is prose even if it begins like a rule."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line left out of the report, and the name of the rule that knew it."""

    line: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Lines whose `plain` form matches `pattern` from end to end are furniture.

    `is_of_edge`: only above the report, right below its title or behind its last words; amid the prose such
    a line may well be prose.
    """

    name: str
    pattern: re.Pattern[str]
    is_of_edge: bool


def _rule(name: str, pattern: str, *, is_of_edge: bool = False) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE), is_of_edge)


_COUNT = r"[:：]?-?\d*(?:人次|次)?"
_COUNTED = "访问量|访问次数|点击数|点击量|点击率|点击|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读"
_NAVIGATION = (
    "首页|网站首页|返回首页|登录|登陆|注册|退出|无障碍|无障碍浏览|关怀版|长者版|长者模式|适老版|老年版|"
    "繁体|繁體|简体|English|网站地图|移动版|手机版|收藏|加入收藏|收藏本页|设为首页|打印|打印本页|打印页面|"
    "关闭|关闭窗口|关闭本页|返回|返回顶部|返回列表|回到顶部|我要纠错|纠错|分享|字体|字号|字体大小|大中小|"
    "微信|微博|朗读|语音播报"
)
_WORDS = "|".join(sorted(_NAVIGATION.split("|"), key=len, reverse=True))
_FOOT = (
    r".{0,4}ICP[备证]\d.*|.{0,2}公网安备\d.*|.*网站标识码[:：]?\d.*",
    r".{0,20}版权所有(?!者).{0,40}|(?:©|Copyright).*",
    r"(?:主办|承办|协办|技术支持)(?:单位)?[:：].*",
)
_EDITORS = "责任编辑|网站编辑|责编|编辑|审核|校对|录入|供稿|信息员"
_HERE = "您?(?:当前|现在)?(?:所在)?的?位置|当前页面"
_FILE_TYPES = "pdf|docx?|xlsx?|wps|et|ofd|zip|rar|jpe?g|png"

RULES = (
    # Page numbers of a printed document; a bare number is never one, since it may be a figure.
    _rule("page-number", r"[-—–－]+\d{1,3}[-—–－]+|第\d{1,3}页(?:[,，/]?共\d{1,3}页)?"),
    # Headings over lists of files and links that follow the article.
    _rule("attachment-list", r"(?:附件|相关附件|文件)下载[:：]?|(?:点击)?下载(?:附件|文件|全文|原文)"),
    _rule(
        "file-name",
        rf"(?!.{{0,8}}见)(?:\d{{1,2}}[.、])?[^。,;:、]+\.(?:{_FILE_TYPES})(?:\([\d.]+[KM]?B?\))?",
        is_of_edge=True,
    ),
    _rule("related-list", r"(?:相关|延伸)(?:解读|链接|文档|文件|阅读|信息|新闻|稿件|内容|政策|报道)[:：]?"),
    _rule("neighbours", r"(?:上|下)一[篇条则个](?:[:：].*)?"),
    # Ways to pass the page on.
    _rule(
        "scan-code",
        r"(?:微信|用?手机)?(?:扫一扫|扫描二维码|扫码|扫).{0,4}(?:分享|查看|打开|浏览|阅读|关注).{0,12}|扫一扫",
        is_of_edge=True,
    ),
    _rule("share", r"[【\[]?分享(?:到|至|给)?[】\]]?[:：]?(?:微信|微博|QQ空间|QQ|朋友圈|[、,])*"),
    # Counters.
    _rule("counter", rf"(?:{_COUNTED}){_COUNT}"),
    # Navigation: a breadcrumb, or a line made of nothing but its words.
    _rule("breadcrumb", rf"(?:{_HERE})[:：](?:首页.*|.*[>›»].*)|首页[>›»/-].*", is_of_edge=True),
    _rule("navigation", rf"(?:[【\[|]?(?:{_WORDS})[】\]|]?)++"),
    _rule("column-name", r"(?:政府)?信息公开(?:工作)?(?:年报|年度报告)", is_of_edge=True),
    # The foot of a government site (国办发〔2017〕47号 asks for it on every page).
    _rule("site-foot", "|".join(_FOOT), is_of_edge=True),
    _rule("editor", rf"\(?(?:(?:{_EDITORS})[:：][\u4e00-\u9fff·]{{0,4}}){{1,4}}\)?", is_of_edge=True),
)
OF_EDGE = frozenset(rule.name for rule in RULES if rule.is_of_edge)


def rule_of(text: str) -> str:
    """The name of the rule that knows this line as furniture, or "". A sentence with its stop is none."""
    if len(text) > MAX_LENGTH:
        return ""
    line = plain(text)
    if line.endswith("。"):
        return ""
    for rule in RULES:
        if rule.pattern.fullmatch(line):
            return rule.name
    return ""


CUT = re.compile(r"存储文本到此为止|stored text ends here", re.IGNORECASE)
GAP = re.compile(r"\[(?:…|\.\.\.)\]|〔…〕|【…】")


def is_cut(text: str) -> bool:
    """Whether this line says that the stored copy ends here."""
    return bool(CUT.search(text)) and len(text) <= MAX_LENGTH


def has_gap(text: str) -> bool:
    """Whether this line says, by […], that the stored copy leaves something out."""
    return bool(GAP.search(text))
