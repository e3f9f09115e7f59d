"""`manage.py import_report`: what it prints, how it exits, what it leaves behind."""

import json
import os
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from reports.models import Account, Report
from reports.readers.text import MAX_BYTES
from tests.factories import make_account, make_agency
from tests.services.test_importing import FAILING, rows

FILE = Path(__file__).parents[1] / "files" / "report_2016.txt"


def run(path=FILE, *options):
    """(exit code, what it printed, what it complained of)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_report", str(path), *options, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def run_json(path=FILE, *options):
    code, out, err = run(path, "--format", "json", *options)
    assert err == ""
    return code, json.loads(out)


def file_of(folder, data, name="x.txt"):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture
def failing(tmp_path):
    return file_of(tmp_path, FAILING)


def test_a_dry_run_prints_one_json_object_and_needs_no_database():
    code, found = run_json(FILE, "--dry-run")

    assert code == 0
    assert set(found) >= {
        *("title", "agency", "year", "published_at", "source", "form", "preamble", "chapters", "closing"),
        *("published_blank", "cells", "findings", "unread", "furniture", "sha256", "encoding"),
    }
    assert (found["title"], found["agency"]) == ("示例市公安局2016年度政府信息公开工作报告", "示例市公安局")
    assert (found["year"], found["published_at"]) == (2016, "2017-01-19T15:03:00+08:00")
    assert (found["source"], found["form"]) == ("示例市公安局", "fujian-2008")
    assert [(c["number"], c["heading"]) for c in found["chapters"]][:2] == [
        ("一", "概述"),
        ("二", "主动公开的情况"),
    ]
    assert "(一)答复来信。" in found["chapters"][0]["text"]
    line = FILE.read_text("utf-8").split("\n").index("  4047") + 1
    assert found["cells"][0] == {
        "cell": "statistics/1/year",
        "value": "4047",
        "unit": "条",
        "raw": "4047",
        "source": {"line": line},
        "rule": "label",
        "confidence": 1.0,
    }
    assert len(found["cells"]) == 32
    assert found["unread"] == []
    assert [item["text"] for item in found["furniture"]] == [
        "附件下载",
        "扫一扫在手机上查看当前页面",
        "相关解读",
    ]
    assert found["findings"][0] == {
        "check": "statistics/2/year:down",
        "status": "holds",
        "hard": True,
        "cells": ["statistics/2/year", "statistics/2.1/year", "statistics/2.2/year", "statistics/2.3/year"],
        "expected": "1",
        "found": "1",
        "message": found["findings"][0]["message"],
        "reason": None,
    }
    assert "＝ 当面申请数 0 ＋ 网上申请数 1 ＋ 信函、传真申请数 0" in found["findings"][0]["message"]


def test_a_failing_check_exits_with_two_and_says_the_arithmetic(failing):
    code, found = run_json(failing, "--dry-run")

    assert code == 2
    [finding] = [finding for finding in found["findings"] if finding["status"] == "fails"]
    assert finding["check"] == "statistics/2/cumulative:down"
    assert (finding["found"], finding["expected"]) == ("2", "3")


def test_an_unread_part_exits_with_two_and_says_why(tmp_path):
    path = file_of(tmp_path, FILE.read_bytes().replace("行政复议数".encode(), "行政复核总数".encode()))
    code, found = run_json(path, "--dry-run")

    assert code == 2
    assert [(item["text"], item["reason"]) for item in found["unread"]] == [
        ("行政复核总数 件 0 0", "row-label-unknown"),
        ("行政复议数", "row-missing"),
    ]
    assert found["unread"][1]["line"] is None
    assert all(item["message"] for item in found["unread"])


def test_blank_cells_are_null_and_a_check_that_cannot_tell_is_no_fault(tmp_path):
    text = FILE.read_text("utf-8").replace("行政复议数\n\n  件\n\n  0\n\n  0", "行政复议数\n\n  件")
    code, found = run_json(file_of(tmp_path, text.encode()), "--dry-run")

    blank = [cell for cell in found["cells"] if cell["value"] is None]
    assert code == 0
    assert [(cell["cell"], cell["raw"]) for cell in blank] == [
        ("statistics/5/year", ""),
        ("statistics/5/cumulative", ""),
    ]
    assert "cannot-tell" in {finding["status"] for finding in found["findings"]}


def test_agency_and_year_that_are_not_found_are_null_in_a_dry_run(tmp_path):
    code, found = run_json(file_of(tmp_path, "一、概述\n信息公开工作正常。".encode()), "--dry-run")

    assert code == 0
    assert (found["title"], found["agency"], found["year"], found["published_at"]) == (None, None, None, None)
    assert (found["form"], found["cells"], found["findings"]) == (None, [], [])


def test_the_text_for_a_clerk_is_chinese_by_default_and_english_when_asked(failing):
    code, out, _ = run(failing, "--dry-run")
    assert code == 2
    assert "机构：示例市公安局" in out
    assert "核验：28 项相符，1 项不符" in out  # 24 of the table, 4 of the words
    assert "试读完毕，没有存入任何内容。" in out

    with translation.override("en"):
        assert "Agency: 示例市公安局" in run(failing, "--dry-run")[1]


def test_unread_lines_of_one_reason_are_told_together(tmp_path):
    text = FILE.read_text("utf-8").replace("历年累计", "备注")
    _, out, _ = run(file_of(tmp_path, text.encode()), "--dry-run")

    assert "未识别内容：68 处" in out
    assert out.count("没有找到本表的表头") == 1
    assert len(out.split("\n")) < 30


@pytest.mark.django_db
class TestStoring:
    def test_it_stores_a_draft_and_says_where(self):
        code, out, err = run()

        assert (code, err) == (0, "")
        assert "已存入：示例市公安局 2016 年度第 1 版" in out
        assert "机构“示例市公安局”原先没有，已新录入" in out
        assert Report.objects.get().created_by.username == "importer"

    def test_a_second_time_it_changes_nothing_and_says_so(self):
        run()
        before = rows()
        code, out, _ = run()

        assert code == 0
        assert "没有改动" in out
        assert rows() == before

    def test_the_json_says_where_it_is_stored(self):
        make_agency("示例市公安局", slug="shi-li")
        _, found = run_json(FILE, "--agency", "shi-li")
        report = Report.objects.get()

        assert found["stored"] == {
            "report": report.pk,
            "revision": 1,
            "state": "draft",
            "created": True,
            "new_agency": None,
        }

    def test_a_dry_run_never_writes(self):
        before = rows()
        run(FILE, "--dry-run")
        run(FILE, "--dry-run", "--agency", "示例县公安局", "--publish", "--by", "nobody")

        assert rows() == before

    def test_a_dry_run_tells_the_agency_it_would_use(self):
        make_agency("示例县公安局", slug="shi-li-xian")

        assert run_json(FILE, "--dry-run", "--agency", "shi-li-xian")[1]["agency"] == "示例县公安局"
        assert run_json(FILE, "--dry-run", "--agency", "示例省公安厅")[1]["agency"] == "示例省公安厅"
        assert run_json(FILE, "--dry-run", "--agency", "nobody")[1]["agency"] is None

    def test_year_and_agency_given_win(self, tmp_path):
        make_agency("示例县公安局", slug="shi-li-xian")
        path = file_of(tmp_path, "一、概述\n信息公开工作正常。".encode())
        code, _, _ = run(path, "--agency", "shi-li-xian", "--year", "2012")

        assert code == 0
        assert [(r.agency.slug, r.year) for r in Report.objects.all()] == [("shi-li-xian", 2012)]

    def test_publishing_names_who_publishes(self):
        make_account("li", has_every_role=True)
        code, _, err = run(FILE, "--publish")
        assert (code, err.strip()) == (1, "发布须用 --by 写明由谁发布（工作人员账号名）。")
        assert Report.objects.count() == 0

        assert run(FILE, "--publish", "--by", "li")[0] == 0
        report = Report.objects.get()
        assert (report.state, report.released_by.username) == ("published", "li")

    @pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
    def test_only_active_staff_publish(self, fields):
        Account.objects.create(username="wang", **{"is_staff": True, **fields})
        code, _, err = run(FILE, "--publish", "--by", "wang")

        assert (code, err.strip()) == (1, "没有可用的工作人员账号“wang”。")
        assert Report.objects.count() == 0

    def test_staff_who_may_not_publish_do_not(self):
        make_account("wang")
        code, _, err = run(FILE, "--publish", "--by", "wang")

        assert code == 1
        assert "wang" in err
        assert Report.objects.count() == 0

    def test_failing_sums_are_published_only_with_an_explanation(self, failing):
        make_account("li", has_every_role=True)
        before = rows()
        code, out, err = run(failing, "--publish", "--by", "li")
        assert (code, out) == (1, "")
        assert len(err.strip().split("\n")) == 1
        assert rows() == before

        assert run(failing, "--publish", "--by", "li", "--explanation", "原表如此。")[0] == 2
        assert Report.objects.get().explanation == "原表如此。"

    def test_an_unknown_agency_is_an_error_that_says_what_to_do(self, tmp_path):
        path = file_of(
            tmp_path, FILE.read_bytes().replace("来源:示例市公安局".encode(), "来源:本站".encode())
        )
        before = rows()
        code, out, err = run(path)

        assert (code, out) == (1, "")
        assert "--agency" in err
        assert rows() == before

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "是空的"),
            (b" \n\t\n", "是空的"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "不是纯文本，而是 PDF 文件"),
            (b"PK\x03\x04rest", "不是纯文本，而是"),
            (bytes(range(256)) * 40, "不是纯文本"),
            ("報告情報公開".encode("utf-32"), "编码"),
            (b"a" * (50 * 1024 * 1024), "超过 5 MB"),
            ("今天天气很好。".encode(), "没有找到政府信息公开年报"),
        ],
        ids=["empty", "spaces", "pdf", "zip", "binary", "utf-32", "50 MB", "no report"],
    )
    def test_what_cannot_be_read_gets_one_sentence_and_leaves_the_database_alone(self, data, said, tmp_path):
        before = rows()
        code, out, err = run(file_of(tmp_path, data, "报告.txt"))

        assert (code, out) == (1, "")
        assert len(err.strip().split("\n")) == 1
        assert said in err
        assert "报告.txt" in err
        assert rows() == before


def test_no_more_of_a_large_file_is_read_than_shows_that_it_is_too_large(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1024**4)

    code, _, err = run(path)
    assert (code, MAX_BYTES) == (1, 5_242_880)
    assert "超过 5 MB" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--form", "fujian-1999"), "没有统计表格式“fujian-1999”"),
        (("--year", "1989"), "“1989”不是有效的报告年度"),
        (("--year", "2101"), "“2101”不是有效的报告年度"),
        (("--year", "soon"), "“soon”不是有效的报告年度"),
    ],
)
def test_a_wrong_option_is_told_in_a_sentence(options, said):
    code, out, err = run(FILE, "--dry-run", *options)

    assert (code, out) == (1, "")
    assert said in err


def test_options_the_command_does_not_have_exit_with_one(capsys):
    for options in (("--format", "xml"), ("--colour", "red")):
        assert run(FILE, *options)[0] == 1
        assert options[1] in capsys.readouterr().err


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path):
    assert run(tmp_path / "none.txt")[::2] == (1, f"没有文件“{tmp_path / 'none.txt'}”。\n")
    assert run(tmp_path)[::2] == (1, f"“{tmp_path}”是文件夹，不是文件。\n")


def test_who_may_not_publish_in_the_admin_may_not_publish_here_either(db):
    make_account("clerk")
    code, out, err = run(FILE, "--publish", "--by", "clerk")
    assert (code, out) == (1, "")
    assert err.strip() == "账号“clerk”没有发布报告的权限。"
    assert not Report.objects.exists()


def test_rights_at_another_agency_neither_import_nor_publish_here(db):
    make_agency("示例市公安局")
    elsewhere = make_agency("乙局")
    make_account("writer", "editor", agency=elsewhere)
    make_account("publisher", "reviewer", "publisher", agency=elsewhere)
    for options in (("--by", "writer"), ("--publish", "--by", "publisher")):
        code, out, err = run(FILE, *options)
        assert (code, out) == (1, "") and "示例市公安局" in err
        assert not Report.objects.exists()


def test_a_blank_agency_means_the_one_that_the_text_names(db):
    other = make_agency("甲县公安局")
    assert run(FILE, "--agency", " ")[0] == 0
    assert not other.reports.exists()
    assert Report.objects.get().agency.name == "示例市公安局"


def test_a_draft_imported_before_is_published_and_said_to_be(db):
    make_account("li", has_every_role=True)
    run(FILE)
    code, out, _ = run(FILE, "--publish", "--by", "li")
    assert code == 0
    assert "已发布先前导入的草稿：示例市公安局 2016 年度第 1 版" in out
    assert Report.objects.get().state == "published"


def test_a_replaced_revision_is_not_published_again_by_its_old_file(db, failing):
    make_account("li", has_every_role=True)
    run(FILE, "--publish", "--by", "li")
    code, _, err = run(failing, "--publish", "--by", "li", "--explanation", "原表如此。")
    assert code == 1
    assert "更正说明" in err
    run(failing, "--publish", "--by", "li", "--explanation", "原表如此。", "--correction", "按原表更正。")
    assert Report.objects.current().get().correction_note == "按原表更正。"
    code, _, err = run(FILE, "--publish", "--by", "li")
    assert code == 1
    assert "这个文件是该报告的第 1 版" in err
    assert Report.objects.current().get().revision == 2


def test_a_pipe_is_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    code, _, err = run(pipe)
    assert code == 1
    assert "不是普通文件" in err


def test_json_survives_a_terminal_that_knows_no_chinese():
    plain = TextIOWrapper(BytesIO(), encoding="ascii")
    call_command("import_report", str(FILE), "--dry-run", "--format", "json", stdout=plain)
    plain.seek(0)
    assert json.loads(plain.read())["agency"] == "示例市公安局"


def test_a_roll_up_stands_beside_the_own_report_of_the_same_year(db):
    run(FILE)
    assert run(FILE, "--roll-up")[0] == 0
    assert run(FILE, "--roll-up")[0] == 0
    assert sorted(Report.objects.values_list("kind", "revision")) == [("own", 1), ("roll_up", 1)]
