"""`manage.py import_reports`: many files at once; what is bad is refused and never stops the rest."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.domain.document import Unreadable
from reports.models import Account, Agency, Event, Report, SourceFile, StatCell
from reports.services import bulkimport, reading, refusedfiles
from tests.factories import make_account, make_agency
from tests.services.test_importing import DATA, FAILING

pytestmark = pytest.mark.django_db


def run(source: Path, *options: str) -> tuple[int, str, str]:
    """(exit code, what it printed, what it complained of); one process, as the database of a test wants."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_reports", str(source), "--jobs", "1", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def of_year(year: int, data: bytes = DATA) -> bytes:
    return data.replace(b"2016", str(year).encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sound reports, one that fails, one that is no report; one of them in a folder below."""
    make_agency("示例市公安局", slug="police")
    source = tmp_path / "in"
    (source / "下级").mkdir(parents=True)
    (source / "2016.txt").write_bytes(DATA)
    (source / "下级" / "2015.txt").write_bytes(of_year(2015))
    (source / "fails.txt").write_bytes(of_year(2014, FAILING))
    (source / "bad.pdf").write_bytes(b"%PDF-1.7 \x00")
    return source


def results(source: Path, *options: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Exit code and, from the summary as JSON, each file's row."""
    path = source.parent / "summary.json"
    code, _out, _err = run(source, "--report", str(path), *options)
    return code, {row["file"]: row for row in json.loads(path.read_text("utf-8"))["files"]}


def counts() -> list[int]:
    return [m.objects.count() for m in (Agency, Report, StatCell, SourceFile, Event, Account)]


def test_one_bad_file_never_stops_the_rest(folder: Path) -> None:
    code, files = results(folder)
    assert code == 1
    assert {name: row["status"] for name, row in files.items()} == {
        "2016.txt": "stored",
        "下级/2015.txt": "stored",
        "fails.txt": "stored",
        "bad.pdf": "refused",
    }
    assert list(files) == ["bad.pdf", "fails.txt", "下级/2015.txt", "2016.txt"]
    assert files["fails.txt"]["failing"] >= 1 and files["2016.txt"]["sound"] is True
    assert "bad.pdf" in str(files["bad.pdf"]["why"])
    assert sorted(Report.objects.values_list("year", "state")) == [(y, "draft") for y in (2014, 2015, 2016)]


def test_the_exit_says_whether_all_is_sound_in_doubt_or_something_refused(folder: Path) -> None:
    (folder / "bad.pdf").unlink()
    assert run(folder, "--dry-run")[0] == 2
    (folder / "fails.txt").unlink()
    assert run(folder, "--dry-run")[0] == 0
    assert not Report.objects.exists()


def test_a_second_run_changes_nothing_and_reads_nothing_that_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder)
    before = counts()
    read: list[str] = []
    real = bulkimport.read_all

    def watched(files, *, jobs):
        return real((read.append(one.name) or one if one.data else one for one in files), jobs=jobs)

    monkeypatch.setattr(bulkimport, "read_all", watched)
    code, files = results(folder)
    assert (code, counts()) == (1, before)
    assert read == []
    assert [files[name]["status"] for name in ("2016.txt", "下级/2015.txt")] == ["known", "known"]


def test_a_file_that_could_not_be_read_is_refused_with_the_same_sentence_until_asked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = results(folder)[1]["bad.pdf"]
    tried: list[bytes] = []
    real = reading.opening.read

    def watched(data: bytes, *, name: str):
        tried.append(data)
        return real(data, name=name)

    monkeypatch.setattr(reading.opening, "read", watched)
    (folder / "bad.pdf").rename(folder / "other.pdf")
    second = results(folder)[1]["other.pdf"]
    assert (second["status"], second["why"]) == ("refused", str(first["why"]).replace("bad.pdf", "other.pdf"))
    assert tried == []
    run(folder, "--again")
    assert len(tried) == 1
    (folder / "other.pdf").rename(folder / "other.txt")
    assert results(folder)[1]["other.txt"]["status"] == "refused"
    assert len(tried) == 2
    run(folder, "--dry-run")
    assert len(tried) == 6


def test_what_may_be_a_fault_of_the_day_is_tried_again() -> None:
    for reason in ("failed", "slow", "cannot-open"):
        refusedfiles.remember(b"x", "a.pdf", Unreadable(reason))
    assert refusedfiles.known(b"x", "a.pdf") is None
    refusedfiles.remember(b"x", "a.PDF", Unreadable("too-large", limit=20))
    found = refusedfiles.known(b"x", "b/c.pdf")
    assert found is not None and (found.reason, found.detail) == ("too-large", {"limit": 20})
    now = timezone.now()
    assert refusedfiles.forget(now=now + timedelta(days=30) - timedelta(minutes=1)) == 0
    assert refusedfiles.forget(now=now + timedelta(days=30, minutes=1)) == 1


def test_new_revisions_of_a_run_tell_the_public_what_they_correct(folder: Path) -> None:
    make_account("li", has_every_role=True)
    (folder / "bad.pdf").unlink()
    (folder / "fails.txt").unlink()
    run(folder, "--publish", "--by", "li", "--correction", "不用于首版")
    assert set(Report.objects.values_list("state", "correction_note")) == {("published", "")}
    changed = folder / "下级" / "2015.txt"
    changed.write_bytes(of_year(2015).replace("概述".encode(), "总述".encode()))
    done = results(folder, "--publish", "--by", "li", "--correction", "按原件更正。")[1]["下级/2015.txt"]
    assert (done["status"], done["why"]) == ("published", "")
    report = Report.objects.current().get(year=2015)
    assert (report.revision, report.correction_note) == (2, "按原件更正。")
    changed.write_bytes(of_year(2015).replace("概述".encode(), "综述".encode()))
    bare = results(folder, "--publish", "--by", "li")[1]["下级/2015.txt"]
    assert bare["status"] == "stored" and "更正" in str(bare["why"])


def test_what_is_stored_when_somebody_breaks_it_off_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = bulkimport.importing.store
    calls: list[str] = []

    def breaking(found, **options):
        if calls:
            raise KeyboardInterrupt
        calls.append(options["name"])
        return real(found, **options)

    monkeypatch.setattr(bulkimport.importing, "store", breaking)
    code, _out, err = run(folder)
    assert code == 1 and "再次运行" in err
    assert Report.objects.count() == 1
    monkeypatch.setattr(bulkimport.importing, "store", real)
    assert results(folder)[1]["2016.txt"]["status"] == "known"
    assert Report.objects.count() == 3


def test_the_list_beside_wins_over_what_is_read(folder: Path, tmp_path: Path) -> None:
    make_agency("示例区文化局", slug="culture")
    listed = tmp_path / "list.csv"
    listed.write_text(
        "文件,机构,年度,类型,表式\n2016.txt,culture,2016,汇总,fujian-2008\nno.txt,,,,\n", "gb18030"
    )
    code, files = results(folder, "--manifest", str(listed))
    assert code == 1 and files["no.txt"]["status"] == "refused"
    report = Report.objects.get(pk=files["2016.txt"]["report"])
    assert (report.agency.slug, report.kind) == ("culture", "roll_up")
    # The same bytes for another agency are not known yet.
    listed.write_text("file,agency\n2016.txt,police\n", "utf-8")
    assert results(folder, "--manifest", str(listed))[1]["2016.txt"]["status"] == "stored"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("name,agency\n", "第 1 行"),
        ("file,file\n", "第 1 行"),
        ("file,year\na.txt,1492\n", "第 2 行"),
        ("file,kind\na.txt,own\nb.txt,her\n", "第 3 行"),
        ("file,form\na.txt,national-1999\n", "第 2 行"),
        ("file\na.txt\na.txt\n", "第 3 行"),
        ("", "清单"),
    ],
)
def test_a_faulty_list_is_refused_with_its_line_before_anything_is_done(
    folder: Path, tmp_path: Path, lines: str, told: str
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(lines, "utf-8")
    code, out, err = run(folder, "--manifest", str(listed))
    assert (code, out) == (1, "") and (told in err or "空" in err)
    assert not Report.objects.exists()


def test_the_list_and_the_summary_may_lie_in_the_folder_itself(folder: Path) -> None:
    (folder / "list.csv").write_text("file,year\n2016.txt,2016\n", "utf-8")
    summary = folder / "summary.csv"
    run(folder, "--manifest", str(folder / "list.csv"), "--report", str(summary))
    rows = list(csv.DictReader(io.StringIO(summary.read_text("utf-8-sig"))))
    assert [row["file"] for row in rows] == ["bad.pdf", "fails.txt", "下级/2015.txt", "2016.txt"]


def test_what_may_be_published_is_and_the_rest_says_why(folder: Path) -> None:
    make_account("li", "editor", "reviewer", "publisher")
    assert run(folder, "--publish")[0] == 1 and not Report.objects.exists()
    _code, files = results(folder, "--publish", "--by", "li")
    assert files["2016.txt"]["status"] == "published"
    assert files["fails.txt"]["status"] == "stored" and files["fails.txt"]["why"]
    assert sorted(Report.objects.values_list("year", "state")) == [
        (2014, "draft"),
        (2015, "published"),
        (2016, "published"),
    ]


def test_the_text_shows_what_to_look_at_and_counts_the_rest(folder: Path) -> None:
    _code, out, err = run(folder, "--dry-run")
    assert "bad.pdf" in out and "fails.txt" in out and "2015.txt" not in out
    assert "共 4 个文件" in out
    assert err == ""  # no bar where nobody sees it


def test_formulas_in_names_are_disarmed_in_csv(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "=cmd()<script>.txt").write_bytes(b"x")
    summary = tmp_path / "s.csv"
    run(source, "--report", str(summary))
    assert "\r\n'=cmd()<script>.txt,refused," in summary.read_text("utf-8-sig").replace("\n", "\r\n").replace(
        "\r\r", "\r"
    )


@pytest.mark.parametrize("wrong", ["nowhere", "file.txt"])
def test_what_is_neither_a_folder_nor_an_archive_is_refused(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "file.txt").write_bytes(DATA)
    code, out, err = run(tmp_path / wrong)
    assert (code, out) == (1, "") and wrong in err


def test_an_archive_is_read_like_a_folder_with_names_in_gbk(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AAAA/BBBB.txt", DATA)
        archive.writestr("__MACOSX/x.txt", b"x")
        archive.writestr(".DS_Store", b"x")
    # The library marks such names as UTF-8; Windows does not.
    path.write_bytes(path.read_bytes().replace(b"AAAA/BBBB.txt", "下级/年报.txt".encode("gbk")))
    code, files = results(path)
    assert code == 0 and list(files) == ["下级/年报.txt"]


def test_several_processes_read_the_same(folder: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_reports", str(folder), "--jobs", "2", "--dry-run", stdout=out, stderr=StringIO())
    assert out.getvalue() == run(folder, "--dry-run")[1]
