"""Text that only the portal reads: sealed in the database, told to no filter."""

from __future__ import annotations

import json
import traceback

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import CharField, Count, F, TextField, Value
from django.db.models.functions import Cast, Concat, Lower, Substr
from django.db.models.lookups import Exact
from pytest_django.fixtures import Settings

from reports.models import Applicant, Application
from reports.models.encrypted import (
    Unreadable,
    is_of_present_key,
    is_readable,
    keyed_index,
    keyed_indexes,
    resealed,
    seal,
    unseal,
)
from tests.casefactories import make_application

FIRST, SECOND, THIRD = "first-" + "a1" * 30, "second-" + "b2" * 30, "third-" + "c3" * 30
NAME = "林晓月"


def raw(column: str = "name", table: str = "reports_applicant") -> list[str]:
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_what_is_sealed_opens_again_and_looks_different_each_time() -> None:
    assert unseal(seal(b"abc")) == b"abc"
    assert seal(b"abc") != seal(b"abc")


def test_an_old_key_opens_what_it_sealed_until_it_is_taken_away(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    sealed = seal(NAME.encode())
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    assert unseal(sealed).decode() == NAME
    assert not is_of_present_key(sealed)
    again = resealed(sealed)
    settings.PERSONAL_KEYS = [SECOND]
    assert unseal(again).decode() == NAME
    assert is_of_present_key(again)
    assert not is_readable(sealed)


@pytest.mark.parametrize("open_it", [unseal, resealed])
def test_a_wrong_key_is_told_without_a_word_of_the_data(settings: Settings, open_it) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    sealed = seal(NAME.encode())
    settings.PERSONAL_KEYS = [SECOND]
    with pytest.raises(Unreadable) as raised:
        open_it(sealed)
    told = "".join(traceback.format_exception(raised.value))
    assert NAME not in told
    assert sealed.decode() not in told
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("broken", [b"", b"abc", b"\xff" * 40])
def test_what_was_never_sealed_is_unreadable(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(broken)
    assert not is_of_present_key(broken)


def test_a_changed_token_is_unreadable() -> None:
    sealed = bytearray(seal(NAME.encode()))
    sealed[30] = ord("A") if sealed[30] != ord("A") else ord("B")
    with pytest.raises(Unreadable):
        unseal(bytes(sealed))


def test_an_index_is_keyed_and_blind_to_width_case_and_blanks(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    here = keyed_index("35020319900101123X", "identity")
    assert len(here) == 32
    assert keyed_index("３５０２０３ 19900101 123x", "identity") == here
    assert keyed_index("35020319900101123X", "telephone") != here
    assert keyed_index(" \u3000", "identity") == ""
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    assert keyed_index("35020319900101123X", "identity") != here
    assert keyed_indexes("35020319900101123X", "identity")[1] == here
    assert keyed_indexes("", "identity") == []


@pytest.mark.django_db
def test_the_database_holds_a_token_and_the_portal_reads_the_text() -> None:
    make_application()
    [held] = raw()
    assert held.startswith("gAAAA")
    assert NAME not in held
    assert Applicant.objects.get().name == NAME
    assert list(Applicant.objects.values_list("name", flat=True)) == [NAME]


@pytest.mark.django_db
def test_nothing_stays_nothing() -> None:
    make_application(applicant={"name": ""})
    assert raw() == [""]
    assert Applicant.objects.get().name == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["x", "一" * 70_000, "'; DROP TABLE reports_applicant; --", "\r\n\t😀", "gAAAAA"]
)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    application = make_application(description=text)
    application.refresh_from_db()
    assert application.description == text


@pytest.mark.django_db
def test_bulk_writes_and_updates_are_sealed_too() -> None:
    for _ in range(2):
        make_application()
    applicants = list(Applicant.objects.order_by("pk"))
    for applicant in applicants:
        applicant.name = "陈新名"
    Applicant.objects.bulk_update(applicants, ["name"])
    assert all(held.startswith("gAAAA") for held in raw())
    Applicant.objects.update(contact="王某人")
    assert all(held.startswith("gAAAA") for held in raw("contact"))
    assert {one.name + one.contact for one in Applicant.objects.all()} == {"陈新名王某人"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lookup",
    [
        *("exact", "iexact", "contains", "icontains", "startswith", "endswith", "in", "regex", "iregex"),
        *("gt", "lte", "range", "length", "lower", "search"),
    ],
)
def test_no_filter_takes_it(lookup: str) -> None:
    with pytest.raises(FieldError) as raised:
        list(Applicant.objects.filter(**{f"name__{lookup}": [NAME] if lookup in ("in", "range") else NAME}))
    assert NAME not in str(raised.value)
    with pytest.raises(FieldError):
        list(Application.objects.filter(**{f"applicant__name__{lookup}": NAME}))
    with pytest.raises(FieldError):
        list(Application.objects.exclude(**{f"applicant__name__{lookup}": NAME}))


@pytest.mark.django_db
def test_only_its_presence_can_be_asked_for() -> None:
    with_name = make_application()
    without = make_application(applicant={"name": ""})
    assert [one.application for one in Applicant.objects.filter(name__isblank=False)] == [with_name]
    assert [one.application for one in Applicant.objects.filter(name__isblank=True)] == [without]
    assert not Applicant.objects.filter(name__isnull=True).exists()
    with pytest.raises(ValueError):
        list(Applicant.objects.filter(name__isblank="林"))


@pytest.mark.django_db
def test_no_detour_finds_a_row_by_its_text() -> None:
    make_application()
    rows = Applicant.objects.all()
    assert not rows.annotate(held=Cast("name", TextField())).filter(held__contains="林").exists()
    assert (
        not rows.annotate(held=Concat("name", Value(""), output_field=CharField())).filter(held=NAME).exists()
    )
    assert not rows.annotate(held=Substr("name", 1, 1)).filter(held="林").exists()
    assert not rows.filter(Exact(F("name"), NAME)).exists()
    with pytest.raises(FieldError):
        list(rows.annotate(held=Lower("name")).filter(held=NAME))
    with pytest.raises(FieldError):
        list(rows.annotate(held=F("name")).filter(held__startswith="林"))


@pytest.mark.django_db
def test_equal_names_are_neither_grouped_nor_made_one() -> None:
    for _ in range(3):
        make_application()
    grouped = Applicant.objects.order_by().values("name").annotate(count=Count("pk"))
    assert [row["count"] for row in grouped] == [1, 1, 1]
    assert Applicant.objects.order_by().values("name").distinct().count() == 3


@pytest.mark.django_db
def test_rows_are_ordered_by_their_tokens_never_by_their_texts() -> None:
    for name in ("丙", "甲", "乙"):
        make_application(applicant={"name": name})
    tokens = [row.held for row in Applicant.objects.annotate(held=Cast("name", TextField())).order_by("name")]
    assert tokens == sorted(tokens)


@pytest.mark.django_db
def test_no_row_tells_its_text_of_itself() -> None:
    application = make_application()
    application.refresh_from_db()
    told = f"{application!r} {application} {application.applicant!r} {application.applicant}"
    for secret in (NAME, "350203", "13800138000", "预算", "lin.xiaoyue"):
        assert secret not in told


@pytest.mark.django_db
def test_a_dump_of_the_rows_holds_tokens() -> None:
    make_application()
    dump = serializers.serialize("json", [*Applicant.objects.all(), *Application.objects.all()])
    assert NAME not in json.dumps(json.loads(dump), ensure_ascii=False)
    assert "13800138000" not in dump


@pytest.mark.django_db
def test_a_key_that_is_gone_fails_without_the_data(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    make_application()
    settings.PERSONAL_KEYS = [THIRD]
    with pytest.raises(Unreadable, match=r"^Sealed with a key that is not given$"):
        Applicant.objects.get()
