"""Lines of a web page that are not the report, each by a rule with a name."""

import pytest

from reports.domain.prose.furniture import has_gap, is_cut, rule_of


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("附件下载", "attachment-list"),
        ("扫一扫在手机上查看当前页面", "scan-code"),
        ("相关解读", "related-list"),
        ("登录    注册", "navigation"),
        ("关怀版 无障碍 无障碍", "navigation"),
        ("【大 中 小】【打印】【关闭】", "navigation"),
        ("您当前所在位置: 首页 > 乡镇信息公开 > 示村乡", "breadcrumb"),
        ("访问量:", "counter"),
        ("点击数:人次", "counter"),
        ("浏览次数：1024次", "counter"),
        ("示村镇2010年政府信息公开工作年度报告.docx", "file-name"),
        ("1. 2010年统计表.xls (25.5KB)", "file-name"),
        ("首页 - 政府信息公开", "breadcrumb"),
        ("网站标识码：3504000001", "site-foot"),
        ("闽公网安备 35040002000001号", "site-foot"),
        ("版权所有：示例市人民政府", "site-foot"),
        ("Copyright © 2016 示例市公安局 All Rights Reserved", "site-foot"),
        ("责任编辑：某某 审核：某某某", "editor"),
        ("政府信息公开年报", "column-name"),
        ("- 4 -", "page-number"),
        ("第 2 页 共 6 页", "page-number"),
        ("上一篇：没有了", "neighbours"),
        ("分享到:微信 微博", "share"),
        ("闽ICP备05000000号-1", "site-foot"),
        ("主办单位：示例市人民政府办公室", "site-foot"),
        ("责任编辑：某某", "editor"),
    ],
)
def test_furniture_is_known(line, rule):
    assert rule_of(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "4",
        "0",
        "其他",
        "总计",
        "中",
        "一、概述",
        "附件:",
        "示例市公安局",
        "2017年1月13日",
        "全年网站访问量22万余次。",
        "大力推进政府信息公开",
        "扫一扫" + "长" * 100,
        "全市政府网站全部完成ICP备案。",
        "全市政府网站全部完成ICP备案",
        "各网站首页标注网站标识码和我要找错入口",
        "对侵犯版权所有者权益的行为依法查处",
        "审核:落实三审三校制度",
        "编辑:每条信息由两人校对，再由主管签发",
        "具体内容见附件:2016年统计表.xls",
        "详见2016年统计表.xls",
        "位置:示例路236幢",
        "扫描二维码可下载办事指南",
        "当前位置图由窗口提供",
        "上一篇:没有了。",
    ],
)
def test_figures_and_words_of_the_report_are_not(line):
    assert rule_of(line) == ""


def test_a_line_made_to_be_slow_is_not():
    assert rule_of("大中小" * 26 + "x") == ""


def test_marks_of_what_is_missing_are_seen():
    assert is_cut("[存储文本到此为止 / stored text ends here]")
    assert not is_cut("存储文本" * 40 + "存储文本到此为止")
    assert has_gap("[…]全年公开信息[…]")
    assert not has_gap("全年公开信息……")
