"""What names of bodies tell."""

import pytest

from reports.domain.prose.organs import is_organ, kind_of, level_of


@pytest.mark.parametrize(
    "name",
    [
        *("示例市公安局", "示村镇", "示里区人民政府办公室", "示市示区示街道办事处"),
        *("国家税务总局示例市税务局", "示例(示区)管理委员会", "本溪市", "全州县", "全南县公安局"),
    ],
)
def test_names_of_bodies_are_known(name):
    assert is_organ(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "局",
        "shili",
        "示例市公安居",
        "2016年度",
        "甲" * 60 + "局",
        "附件:局",
        "关于示例市公安局",
        "转发示例市公安局",
        "全市",
        "全市公安局",
        "我局",
        "本局",
        "本市公安局",
        "该市公安局",
        "市局",
        "（局",
        "((((局",
        "(示例)局",
        "示例(市公安局",
        "示例)市(公安局",
        "某某某局" * 9,
    ],
)
def test_other_words_are_none(name):
    assert not is_organ(name)


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("示例市公安局", "city", "department"),
        ("福建省公安厅", "province", "department"),
        ("北京市公安局", "province", "department"),
        ("将乐县公安局", "county", "department"),
        ("泉州市晋江市教育局", "county", "department"),
        ("淮安市人民政府", "city", "government"),
        ("唐村镇", "township", "government"),
        ("湖里区人民政府办公室", "county", "office"),
        ("重庆市九龙坡区二郎街道办事处", "township", "dispatched"),
        ("国家税务总局", "national", "department"),
        ("内蒙古自治区教育厅", "province", "department"),
        ("文化局", "county", "department"),
    ],
)
def test_tier_and_sort_are_guessed_from_the_name(name, level, kind):
    assert (level_of(name), kind_of(name)) == (level, kind)
