"""The line under the title."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reports.domain.prose.imprint import imprint_of

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("line", "source", "moment"),
    [
        ("来源:示例市公安局 时间:2017-01-19 15:03", "示例市公安局", (2017, 1, 19, 15, 3)),
        ("作者:本站原创 | 来源:本站原创 | 时间:2019-01-18 点击数:- 分享到:", "本站原创", (2019, 1, 18)),
        ("发布时间:2011-03-14 18:20:44", "", (2011, 3, 14, 18, 20, 44)),
        ("发布日期：２０１１-01-01    点击数:", "", (2011, 1, 1)),
        ("发布日期:2011年1月1日", "", (2011, 1, 1)),
        ("• 发布机构:示里区人民政府办公室", "示里区人民政府办公室", None),
        ("索 引 号:XM02100-0101-2019-00001 发布日期:2019/1/4", "", (2019, 1, 4)),
        ("2017-01-19 15:03", "", (2017, 1, 19, 15, 3)),
        ("时间:2017-13-19", "", None),
        ("访问量:", "", None),
    ],
)
def test_it_tells_source_and_time(line, source, moment):
    found = imprint_of(line, ZONE)

    assert found.source == source
    assert found.published_at == (datetime(*moment, tzinfo=ZONE) if moment else None)


def test_the_time_of_publication_wins_over_that_of_making():
    found = imprint_of("公文生成日期:2019-01-04 发布时间:2019-01-09", ZONE)

    assert found.published_at == datetime(2019, 1, 9, tzinfo=ZONE)


@pytest.mark.parametrize("line", ["本报告的来源:各单位报送", "一、概述", "来源不明", "时间:" + "长" * 300])
def test_other_lines_are_none(line):
    assert imprint_of(line, ZONE) is None
