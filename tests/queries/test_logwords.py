"""Entries of the log in words: names of fields and figures, roles, yes and no."""

from __future__ import annotations

import pytest
from django.utils import translation

from reports.models import Event
from reports.models.event import Act
from reports.queries import log
from reports.services import events
from tests.factories import make_account, make_agency, make_report

pytestmark = pytest.mark.django_db


def told(event: Event, language: str = "zh-hans") -> list[tuple[str, str, str]]:
    with translation.override(language):
        return [(one.name, one.before, one.after) for one in log.told(event).changes]


def test_a_figure_is_named_by_its_row_and_column() -> None:
    changes = {"statistics/1/year": ("4047", "4048")}
    event = events.record(Act.EDITED, by=None, subject=make_report(state="draft"), changes=changes)
    [(name, before, after)] = told(event)
    assert name == "主动公开文件数，2016年度"
    assert (before, after) == ("4047", "4048")


def test_a_figure_keeps_its_code_where_its_report_is_gone() -> None:
    event = events.record(Act.EDITED, by=None, kind="report", changes={"statistics/1/year": ("", "1")})
    assert told(event) == [("statistics/1/year", "", "1")]


def test_roles_are_told_by_their_names() -> None:
    changes = {"roles": ("", "editor,system_administrator")}
    event = events.record(Act.APPOINTED, by=None, subject=make_account("wang"), changes=changes)
    assert told(event) == [("角色", "", "编辑、系统管理员")]
    assert told(event, "en") == [("roles", "", "editor, system administrator")]


def test_a_field_of_an_agency_and_a_yes_are_told_in_words() -> None:
    changes = {"is_one_person": ("False", "True"), "name": ("甲局", "乙局")}
    event = events.record(Act.EDITED, by=None, subject=make_agency(), changes=changes)
    assert told(event, "en") == [("one-person publication", "no", "yes"), ("name", "甲局", "乙局")]


def test_an_unknown_field_is_shown_as_it_was_written() -> None:
    event = events.record(Act.EXPORTED, by=None, kind="log", changes={"moon": ("new", "full")})
    assert told(event) == [("moon", "new", "full")]
