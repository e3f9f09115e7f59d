"""`manage.py import_report` on office files: where things stood, and one sentence for what is not read."""

import pytest

from tests.commands.test_import_report import file_of, run, run_json
from tests.readers.office import p, tbl, tc, tr, word


def test_a_word_file_tells_table_row_and_column_of_what_it_reads(tmp_path):
    head = p("示例市公安局2016年政府信息公开工作年度报告") + p("一、概述") + p("从略。")
    table = tbl(tr("指标名称", "计量单位", "2016年度", "历年累计"), tr("主动公开文件数", "条", "12", "一二"))
    code, found = run_json(file_of(tmp_path, word(head + table), "报告.docx"), "--dry-run")

    assert (code, found["format"], found["encoding"], found["year"]) == (2, "docx", "", 2016)
    assert found["cells"][0]["source"] == {"line": 5, "table": 1, "row": 2, "column": 3}
    [bad] = [item for item in found["unread"] if item["reason"] == "not-a-number"]
    assert (bad["text"], bad["line"], bad["source"]["column"]) == ("一二", 5, 4)
    _, out, _ = run(tmp_path / "报告.docx", "--dry-run")
    assert "表 1 第 2 行第 4 列“一二”" in out


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "a.doc", "另存为 .docx 或 .xlsx"),
        (b"%PDF-1.7", "a.docx", "扩展名表示 Word，内容却是 PDF"),
        (b"{\\rtf1", "a.doc", "是 RTF 文件，暂不支持"),
        (b"PK\x03\x04rest", "a.docx", "已损坏"),
        (word(tbl(tr(tc("甲"))), macros=True), "a.docm", "含有宏"),
        (word(" " * 20_000_000), "a.docx", "解压后超过 8 MB"),
        (word("<w:sdt><w:sdtContent>" * 60 + "</w:sdtContent></w:sdt>" * 60), "a.docx", "嵌套过深"),
        (word(p("今天天气很好。")), "a.docx", "没有找到政府信息公开年报"),
        (word(""), "a.docx", "是空的"),
    ],
    ids=["old", "mismatch", "rtf", "damaged", "macros", "swollen", "nested", "no report", "empty"],
)
def test_an_office_file_that_cannot_be_read_gets_one_sentence(data, name, said, tmp_path):
    code, out, err = run(file_of(tmp_path, data, name), "--dry-run")

    assert (code, out) == (1, "")
    assert said in err and name in err
    assert len(err.strip().split("\n")) == 1
