"""What the name of a public body tells of it: that it is one, its tier of government, its sort. Guesses."""

from __future__ import annotations

import re

ENDINGS = (
    "人民政府|政府|办公厅|办公室|委员会|管委会|办事处|厅|局|处|署|院|部|委|办|站|中心|大队|支队|总队|"
    "省|自治区|自治州|市|县|区|旗|镇|乡|街道|学校|大学|学院|医院|银行|集团|公司|协会"
)
NAME = re.compile(rf"[\u4e00-\u9fff][\u4e00-\u9fff·（）()]{{0,37}}(?:{ENDINGS})")
MIN_LENGTH = 3
NO_NAME = re.compile(
    r"关于|转发|印发|公布|发布|贯彻|根据|按照|现(?:公布|将|向)|特此|我|该|本(?!溪)|全(?!州县|椒县|南县)"
)
"""How a phrase begins that ends like a name: "our bureau", "the whole city", "on the bureau of …"."""
MAX_OFFICES = 3
"""How often one office may be named: a bureau of a bureau of a state bureau (国家税务总局…税务局…稽查局)."""

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
    if len(name) < MIN_LENGTH or not NAME.fullmatch(name) or NO_NAME.match(name):
        return False
    return _is_balanced(name) and all(name.count(office) <= MAX_OFFICES for office in "局厅处署院部委办")


def _is_balanced(name: str) -> bool:
    """Whether each bracket is closed behind where it opens."""
    depth = 0
    for character in name:
        depth += (character in "(（") - (character in ")）")
        if depth < 0:
            return False
    return depth == 0


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
