"""What people call an agency besides its name: 卫健局 and 卫健委 for 卫生健康局, 市监局 for 市场监督管理局.

From everyday usage of Chinese administration; no norm lays these short forms down.
"""

from __future__ import annotations

SHORT = {
    "卫生健康": ("卫健",),
    "卫生和计划生育": ("卫计",),
    "市场监督管理": ("市监", "市场监管"),
    "人力资源和社会保障": ("人社",),
    "发展和改革": ("发改",),
    "住房和城乡建设": ("住建",),
    "自然资源和规划": ("资规", "自然资源"),
    "文化和旅游": ("文旅",),
    "工业和信息化": ("工信",),
    "退役军人事务": ("退役军人",),
    "城市管理": ("城管",),
    "交通运输": ("交通",),
    "机关事务管理": ("机关事务",),
    "政务服务": ("政务",),
    "农业农村": ("农业",),
    "应急管理": ("应急",),
    "生态环境": ("环保",),
}
"""The part of a name that says what it does → how people shorten it."""
ENDINGS = ("委员会", "局")
"""Endings that people take for one another: what was a commission is a bureau now, and the reverse."""


def spoken(name: str) -> tuple[str, ...]:
    """Short forms of an agency's name, the likeliest first; empty where it is called as it is named."""
    found: dict[str, None] = {}
    for part, shorts in SHORT.items():
        before, match, ending = name.partition(part)
        if match and ending in ENDINGS:
            for short in shorts:
                for end in ("局", "委") if ending == "局" else ("委", "局"):
                    found[f"{before}{short}{end}"] = None
    return tuple(found)
