"""Taking over another portal's annual reports: every revision in order, our own never touched."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from reports.domain import exchange as agreed
from reports.domain.exchangereport import portable
from reports.models import Agency, Event, FeedSource, Publication, PublicChange, Report
from reports.queries import publiccontent
from reports.services import drafts, exchange, reports
from reports.services.exchange import Pulled
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer
from tests.api.otherportal import AGENCY, OtherPortal
from tests.factories import make_agency, make_publisher, make_report, make_writer

pytestmark = pytest.mark.django_db
SOURCE = "原文".encode()
WHERE = "/reports/jiaoyu/2016/"


@pytest.fixture
def other():
    with OtherPortal() as portal:
        yield portal


@pytest.fixture
def under() -> Agency:
    return make_agency("示例市人民政府", slug="shili", kind="government")


def content(other: OtherPortal, revision: int = 1, **changed: Any) -> dict[str, Any]:
    """What a portal says of a revision; one sum of it is off and nobody has explained why."""
    attached, source = other.file(b"attached", "a.txt"), other.file(SOURCE, "原文.txt")
    return {
        "layout": 1,
        "kind": "report",
        "agency": {"id": AGENCY["id"], "name": AGENCY["facts"]["name"]},
        "year": 2016,
        "report_kind": "own",
        "revision": revision,
        "title": "2016年度报告",
        "source_line": "示例县教育局",
        "published_at": "2017-01-19T07:03:00.000000+00:00",
        "form": "fujian-2008",
        "preamble": "",
        "chapters": [{"number": "一", "heading": "概述", "text": "<script>甲</script>"}],
        "closing": "",
        "explanation": "",
        "correction_note": "更正。" if revision > 1 else "",
        "is_single_handed": False,
        "cells": {
            "statistics/2/year": {"value": "7", "raw": "7", "unit": "条"},
            "statistics/2.1/year": {"value": "1", "raw": "1", "unit": "条"},
            "statistics/2.2/year": {"value": "1", "raw": "1", "unit": ""},
            "statistics/2.3/year": {"value": "0", "raw": "０", "unit": "条"},
            "statistics/1/year": {"value": None, "raw": "——", "unit": ""},
        },
        "overrides": [{"check": "nobody/makes/it", "reason": "以原文为准。"}],
        "links": [{"title": "解读", "url": "https://example.gov.cn/a"}],
        "attachments": [{"title": "附件", "name": "a.txt", "sha256": attached["sha256"]}],
        "sources": [{"name": "原文.txt", "sha256": source["sha256"]}],
        **changed,
    }


def named(revision: int = 1) -> dict[str, Any]:
    return {"agency": AGENCY["id"], "year": 2016, "kind": "own", "revision": revision}


def publish(other: OtherPortal, said: dict[str, Any], **given: Any) -> None:
    """Lets a revision stand there, and tells of it."""
    number = said["revision"]
    files = [*said["attachments"], *said["sources"]]
    record = {
        "kind": "report",
        "content_sha256": "",
        "portable_sha256": agreed.digest(portable(said)),
        "downloads": {one["sha256"]: f"/files/{one['sha256']}/" for one in files},
        **given,
    }
    other.put({**said, "files": []}, f"{WHERE}v{number}/", **{**record, "content": said})
    other.change("created" if number == 1 else "changed", WHERE, kind="report", report=named(number))


def withdraw(other: OtherPortal, revision: int = 1, reason: str = "数据有误。") -> None:
    other.answers[f"/api/v1{WHERE}v{revision}/"] = (410, {}, b"{}")
    other.change("withdrawn", WHERE, kind="report", reason=reason, report=named(revision))


def pull(other: OtherPortal, under: Agency | None = None, **agencies: Agency) -> Pulled:
    return exchange.pull(Peer(other.address), Places(under, agencies))


def test_a_report_is_published_here_as_it_stands_there_and_our_checks_mark_it(other, under, client):
    said = content(other)
    publish(other, said)
    done = pull(other, under)
    assert (done.fault, done.counts) == ("", {"taken": 1})
    report = Report.objects.get()
    here = publiccontent.of_report(report)
    assert portable(here) == portable(said)
    assert (report.agency.name, report.state, report.revision) == ("示例县教育局", "published", 1)
    assert report.origin == f"{other.address}{WHERE}v1/"
    # its sum is off and was not explained there: here the page says so, and the numbers stay
    assert report.checks_failed >= 1 and here["explanation"] == "" and here["overrides"] == []
    assert (report.created_by.username, report.reviewed_by.username) == ("exchange", "exchange-release")
    acts = Event.objects.of("report", report.pk).order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["imported", "submitted", "approved", "published"]
    assert Publication.objects.of("report", report.pk).count() == 1
    assert PublicChange.objects.get(subject_kind="report").action == "created"
    answer = client.get(reverse("report-detail", args=[report.agency.slug, 2016]))
    page = answer.content.decode()
    assert f'href="{report.origin}"' in page and "<script>甲" not in page and '"isBasedOn"' in page
    record = client.get(f"/api/v1/reports/{report.agency.slug}/2016/").json()
    assert record["origin"] == report.origin and record["portable_sha256"] == agreed.digest(portable(said))


def test_each_revision_comes_in_order_also_one_that_was_closed_when_it_was_told_of(other, under):
    publish(other, content(other))
    kept = other.answers.pop(f"/api/v1{WHERE}v1/")
    other.answers[f"/api/v1{WHERE}v1/"] = (410, {}, b"{}")
    assert pull(other, under).counts == {"gone": 1}
    other.answers[f"/api/v1{WHERE}v1/"] = kept
    publish(other, content(other, 2, title="更正后"))
    assert pull(other, under).fault == ""
    found = Report.objects.order_by("revision")
    told = [(row.revision, row.title, row.superseded_at is None) for row in found]
    assert told == [(1, "2016年度报告", False), (2, "更正后", True)]
    assert sum("/files/" in path for path in other.asked) == 2  # the second shares the first one's files


def test_a_withdrawal_closes_it_with_its_reason(other, under, client):
    publish(other, content(other))
    publish(other, content(other, 2))
    pull(other, under)
    withdraw(other, 2)
    assert pull(other, under).counts == {"withdrawn": 1}
    answer = client.get("/reports/jiaoyu/2016/")
    assert answer.status_code == 410 and "数据有误。" in answer.content.decode()
    assert client.get("/reports/jiaoyu/2016/v1/").status_code == 410


def test_where_a_later_revision_that_never_came_was_withdrawn_none_stands(other, under):
    publish(other, content(other))
    pull(other, under)
    publish(other, content(other, 2))
    withdraw(other, 2)
    other.answers[f"/api/v1{WHERE}"] = (410, {}, b"{}")
    assert pull(other, under).counts == {"gone": 1, "withdrawn": 1}
    assert Report.objects.get().withdrawal_reason == "数据有误。"


def test_our_own_report_stays_as_it_is(other, under):
    ours = make_agency("示例县教育局", slug="jyj", parent=under)
    report = make_report(agency=ours, year=2016)
    publish(other, content(other))
    withdraw(other)
    publish(other, content(other, 2))
    assert pull(other, under, jiaoyu=ours).counts == {"gone": 2, "kept": 1}
    before = report.version
    report.refresh_from_db()
    assert (Report.objects.count(), report.state, report.version) == (1, "published", before)


def test_an_agency_of_our_own_without_a_map_stops_it(other, under):
    make_agency("示例县教育局", slug="jyj", parent=under)
    publish(other, content(other))
    assert "示例县教育局" in pull(other, under).fault
    assert not Report.objects.exists()


def test_what_staff_withdrew_here_or_correct_by_hand_is_theirs(other, under):
    publish(other, content(other))
    pull(other, under)
    copy = Report.objects.get()
    draft = reports.new_revision(report=copy, by=make_writer(), correction_note="改。")
    publish(other, content(other, 2))
    fault = pull(other, under).fault
    assert "2016年度报告" in fault and FeedSource.objects.get().fault == fault
    drafts.discard(report=draft, by=make_writer())
    reports.withdraw(report=copy, reason="本站不再转载。", by=make_publisher())
    assert pull(other, under).counts == {"passed": 1}
    assert Report.objects.get().withdrawal_reason == "本站不再转载。"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"form": "form-of-2031"}, "form-of-2031"),
        ({"cells": {"statistics/99/year": {"value": "1", "raw": "1", "unit": ""}}}, "statistics/99/year"),
        ({"cells": {"statistics/2/year": {"value": "1e99", "raw": "1", "unit": ""}}}, "cells"),
        ({"cells": {"statistics/2/year": {"value": "NaN", "raw": "1", "unit": ""}}}, "cells"),
        ({"links": [{"title": "x", "url": "javascript:alert(1)"}]}, "links"),
        ({"title": "题" * 201}, "title"),
        ({"revision": 2}, "revision"),
        ({"year": 1066}, "content"),
        ({"chapters": [], "cells": {}, "attachments": []}, "v1"),
        ({"published_at": "yesterday"}, "published_at"),
    ],
)
def test_what_cannot_be_kept_stops_with_a_sentence_and_nothing_is_stored(other, under, changed, words):
    said = content(other)
    publish(other, said)
    record = {"portable_sha256": agreed.digest(portable({**said, **changed})), "kind": "report"}
    files = {one["sha256"]: f"/files/{one['sha256']}/" for one in [*said["attachments"], *said["sources"]]}
    told = {**said, **changed}
    other.put({**told, "files": []}, f"{WHERE}v1/", content=told, downloads=files, **record)
    done = pull(other, under)
    assert done.at == 0 and (words in done.fault or WHERE in done.fault)
    assert not Report.objects.exists() and not Agency.objects.filter(name="示例县教育局").exists()


def test_a_record_whose_content_was_altered_on_the_way_is_refused(other, under):
    publish(other, content(other), portable_sha256="0" * 64)
    assert "portable_sha256" in pull(other, under).fault


def test_a_portal_of_before_that_does_not_tell_the_revision_is_passed_over(other, under):
    other.change("created", WHERE, kind="report")
    assert pull(other, under).counts == {"passed": 1}
