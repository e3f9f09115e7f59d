"""What the name of a public body tells of it: that it is one, its tier of government, its sort. Guesses."""

from __future__ import annotations

import re

ENDINGS = (
    "人民政府|政府|办公厅|办公室|委员会|管委会|办事处|厅|局|处|署|院|部|委|办|站|中心|大队|支队|总队|"
    "省|自治区|自治州|市|县|区|旗|镇|乡|街道|学校|大学|学院|医院|银行|集团|公司|协会"
)
NAME = re.compile(rf"[\u4e00-\u9fff·（）()]{{1,38}}(?:{ENDINGS})")

PLACE = re.compile(r"[^省市县区旗镇乡]{1,12}?(?P<kind>省|自治区|自治州|市|县|区|旗|镇|乡|街道)")
LEVELS = {
    **dict.fromkeys(("省", "自治区"), "province"),
    **dict.fromkeys(("自治州", "市"), "city"),
    **dict.fromkeys(("县", "区", "旗"), "county"),
    **dict.fromkeys(("镇", "乡", "街道"), "township"),
}
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


def is_organ(name: str) -> bool:
    """Whether a name reads like that of a public body: short, Chinese, ending as such names do."""
    return bool(NAME.fullmatch(name)) and len(name) >= 2


def level_of(name: str) -> str:
    """The tier its place names tell: province, city, county or township; "county" where they tell nothing.

    A municipality under the central government counts as a province, a city inside a city as a county.
    """
    if name.startswith("国家") or name.startswith("中华人民共和国"):
        return "national"
    places = [match["kind"] for match in PLACE.finditer(name)]
    if not places:
        return "county"
    if len(places) == 1 and name.startswith(MUNICIPALITIES):
        return "province"
    if places[-1] == "市" and "市" in places[:-1]:
        return "county"
    return LEVELS[places[-1]]


def kind_of(name: str) -> str:
    """The sort its ending tells: government, office, dispatched or department."""
    if name.endswith(("街道", "街道办事处", "管委会", "管理委员会")):
        return "dispatched"
    if re.search(r"政府办(?:公[厅室])?$", name):
        return "office"
    if re.search(r"(?:政府|省|自治区|自治州|市|县|区|旗|镇|乡)$", name):
        return "government"
    return "department"
