"""Who runs this installation, as the footer, the head of each page and search engines show it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.environment import digits, host, text, web_address


@dataclass(frozen=True, slots=True)
class Site:
    """The site's identity; "" leaves a line out. `id_code` is the 10-digit government site code (网站标识码).

    `icp` and `police` are the record numbers as printed (ICP备案号, 公网安备号). `find_fault_url` leads to
    the "find a fault" service of government sites (政府网站找错).
    """

    name: str
    name_en: str
    organ: str
    organ_en: str
    domain: str
    id_code: str
    icp: str
    police: str
    telephone: str
    email: str
    address: str
    find_fault_url: str


def site() -> Site:
    """The identity from the SITE_… variables. Raises BadSetting."""
    return Site(
        name=text("SITE_NAME", "示例市政府信息公开"),
        name_en=text("SITE_NAME_EN", "Shili City Government Disclosure (sample)"),
        organ=text("SITE_ORGAN", "示例市人民政府办公室"),
        organ_en=text("SITE_ORGAN_EN", "General Office of Shili City People's Government (sample)"),
        domain=host("SITE_DOMAIN"),
        id_code=digits("SITE_ID_CODE", 10),
        icp=text("SITE_ICP"),
        police=text("SITE_POLICE"),
        telephone=text("SITE_TELEPHONE"),
        email=text("SITE_EMAIL"),
        address=text("SITE_ADDRESS"),
        find_fault_url=web_address("SITE_FIND_FAULT_URL"),
    )
