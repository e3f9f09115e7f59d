"""The index on disk: commits, readers, one writer, kills, damage, rebuilding."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.domain.text.query import parse
from reports.search.engine import Delete, Entry, IndexDamaged, IndexMissing, Upsert, WriterBusy
from reports.search.script import folding
from reports.search.tantivy import Tantivy

ROOT = Path(__file__).resolve().parent.parent.parent
EVERYTHING = parse("", folding())


@pytest.fixture
def engine(tmp_path: Path) -> Tantivy:
    return Tantivy(tmp_path / "index", folding())


def entry(number: int, title: str = "示例通知") -> Entry:
    return Entry(key=f"document:{number}", kind="document", title=title, body="正文" * 20, published=number)


def filled(engine: Tantivy, count: int = 50) -> Tantivy:
    engine.rebuild(map(entry, range(count)), 5)
    return engine


def count(engine: Tantivy, typed: str = "") -> int:
    return engine.reader().count(parse(typed, folding()))


def test_the_first_writer_makes_an_empty_index_that_stands_at_nought(engine: Tantivy) -> None:
    with engine.writer():
        assert engine.sequence() == 0
        assert count(engine) == 0


def test_a_commit_is_seen_at_once_by_a_reader_that_was_there_before(engine: Tantivy) -> None:
    filled(engine)
    reader = Tantivy(engine._folder.path, folding()).reader()
    assert reader.count(EVERYTHING) == 50
    with engine.writer() as writer:
        writer.apply([Upsert(entry(50, "新近公布")), Delete("document:0"), Delete("document:1")], 6)
        assert reader.count(EVERYTHING) == 49
        assert reader.search(parse("新近公布", folding())).sequence == 6


def test_the_same_changes_twice_do_no_harm(engine: Tantivy) -> None:
    changes = [Upsert(entry(1)), Upsert(entry(2)), Upsert(entry(1, "改过的标题")), Delete("document:2")]
    with engine.writer() as writer:
        writer.apply(changes, 3)
        writer.apply(changes, 3)
    assert count(engine) == count(engine, "改过的标题") == 1
    assert count(engine, "示例通知") == 0


def test_changes_older_than_the_index_are_refused(engine: Tantivy) -> None:
    filled(engine)
    with engine.writer() as writer:
        with pytest.raises(ValueError, match="stands at 5, after 4"):
            writer.apply([Delete("document:1")], 4)
        writer.apply([Delete("document:1")], 5)
    assert count(engine) == 49


def test_changes_that_break_off_leave_nothing(engine: Tantivy) -> None:
    def broken() -> Iterator[Upsert]:
        yield Upsert(entry(70))
        raise OSError("the database went away")

    filled(engine)
    with engine.writer() as writer:
        with pytest.raises(OSError, match="went away"):
            writer.apply(broken(), 9)
        assert (engine.sequence(), count(engine)) == (5, 50)
        writer.apply([Upsert(entry(71))], 9)
    assert (engine.sequence(), count(engine)) == (9, 51)


def test_a_second_writer_is_refused_and_may_write_afterwards(engine: Tantivy) -> None:
    other = Tantivy(engine._folder.path, folding())
    with engine.writer():
        with pytest.raises(WriterBusy), other.writer():
            pass
        with pytest.raises(WriterBusy):
            other.rebuild([], 1)
    with other.writer() as writer:
        writer.apply([Upsert(entry(1))], 1)
    assert count(engine) == 1


WRITE_ON = """
import sys, time
from pathlib import Path
from reports.search.engine import Entry, Upsert
from reports.search.script import folding
from reports.search.tantivy import Tantivy

def entries():
    for number in range(100, 400):
        yield Entry(key=f"document:{number}", kind="document", title="未完", body="正文" * 500)
    print("halfway", flush=True)
    time.sleep(60)

engine = Tantivy(Path(sys.argv[1]), folding())
if sys.argv[2] == "rebuild":
    engine.rebuild(entries(), 9)
else:
    with engine.writer() as writer:
        writer.apply([Upsert(next(entries()))], 6)
        writer.apply(map(Upsert, entries()), 7)
"""


def killed_halfway(engine: Tantivy, what: str) -> None:
    """Lets another process write, kills it in the middle of it, once the lock has been tried."""
    command = [sys.executable, "-c", WRITE_ON, str(engine._folder.path), what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        with pytest.raises(WriterBusy), engine.writer():
            pass
        process.send_signal(signal.SIGKILL)


def test_a_killed_writer_leaves_the_last_commit_and_frees_the_lock(engine: Tantivy) -> None:
    filled(engine)
    killed_halfway(engine, "apply")
    assert (engine.sequence(), count(engine), count(engine, "未完")) == (6, 51, 1)
    with engine.writer() as writer:
        writer.apply([Delete("document:100")], 7)
    assert (engine.sequence(), count(engine)) == (7, 50)


def test_a_killed_rebuild_leaves_the_old_index_and_its_remains_are_cleared(engine: Tantivy) -> None:
    filled(engine)
    killed_halfway(engine, "rebuild")
    assert (engine.sequence(), count(engine)) == (5, 50)
    assert len(list(engine._folder.path.glob("generation-*"))) == 2
    engine.rebuild([entry(1)], 9)
    assert (engine.sequence(), count(engine)) == (9, 1)
    assert len(list(engine._folder.path.glob("generation-*"))) == 1


def test_a_rebuild_that_breaks_off_leaves_the_old_index(engine: Tantivy) -> None:
    def broken() -> Iterator[Entry]:
        yield entry(1)
        raise OSError("the database went away")

    filled(engine)
    with pytest.raises(OSError, match="went away"):
        engine.rebuild(broken(), 9)
    assert (engine.sequence(), count(engine)) == (5, 50)
    assert len(list(engine._folder.path.glob("generation-*"))) == 1


def test_a_search_never_sees_half_a_rebuild(engine: Tantivy) -> None:
    filled(engine)
    seen: set[tuple[int, int]] = set()
    errors: list[Exception] = []
    is_over = threading.Event()

    def look() -> None:
        try:
            while not is_over.is_set():
                page = engine.reader().search(EVERYTHING, limit=5)
                seen.add((page.sequence, page.total))
        except Exception as error:
            errors.append(error)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for thread in readers:
        thread.start()
    for sequence in range(6, 16):
        engine.rebuild(map(entry, range(sequence)), sequence)
        with engine.writer() as writer:
            writer.apply([Upsert(entry(number)) for number in range(sequence)], sequence)
    is_over.set()
    for thread in readers:
        thread.join()
    assert not errors
    assert seen <= {(5, 50), *((sequence, sequence) for sequence in range(6, 16))}
    assert engine.reader().search(EVERYTHING).total == 15


def test_no_index_is_said_clearly_and_can_be_built(engine: Tantivy) -> None:
    with pytest.raises(IndexMissing):
        engine.reader().search(EVERYTHING)
    with pytest.raises(IndexMissing):
        engine.sequence()
    assert count(filled(engine)) == 50


@pytest.mark.parametrize("named", ["", "generation-gone", "../elsewhere", "/etc", "\udc80"])
def test_a_folder_that_names_no_index_is_one_without(engine: Tantivy, named: str) -> None:
    filled(engine)
    (engine._folder.path / "CURRENT").write_bytes(named.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexMissing):
        engine.reader().search(EVERYTHING)
    assert count(filled(engine)) == 50


@pytest.mark.parametrize("how", ["removed", "emptied", "halved", "garbled", "spoilt"])
@pytest.mark.parametrize("ending", ["json", "idx", "term", "pos", "store", "fast", "fieldnorm"])
def test_damaged_files_are_said_clearly_or_still_answer_and_a_rebuild_helps(
    tmp_path: Path, ending: str, how: str
) -> None:
    damage(filled(Tantivy(tmp_path / "index", folding())), ending, how)
    engine = Tantivy(tmp_path / "index", folding())
    try:
        page = engine.reader().search(parse("正文 通知", folding()))
        assert page.total == 50 or how == "spoilt"
    except IndexDamaged:
        pass
    assert count(filled(engine, 7)) == 7


def damage(engine: Tantivy, ending: str, how: str) -> None:
    for path in engine._folder.current().glob(f"[!.]*.{ending}"):
        data = path.read_bytes()
        path.unlink()
        if how == "emptied":
            path.write_bytes(b"")
        elif how == "halved":
            path.write_bytes(data[: len(data) // 2])
        elif how == "garbled":
            path.write_bytes(os.urandom(len(data)))
        elif how == "spoilt":
            spoilt = bytearray(data)
            spoilt[: len(data) // 2] = b"\xff" * (len(data) // 2)
            path.write_bytes(spoilt)


def test_an_index_of_another_layout_counts_as_none(engine: Tantivy) -> None:
    filled(engine)
    old = engine._folder.current()
    named = engine._folder.path / "CURRENT"
    old.rename(old.with_name("generation-0-old"))
    named.write_text("generation-0-old", "ascii")
    with pytest.raises(IndexMissing):
        engine.reader().search(EVERYTHING)
    assert count(filled(engine)) == 50
    assert not (engine._folder.path / "generation-0-old").exists()


def test_a_writer_says_clearly_that_the_index_is_damaged(engine: Tantivy) -> None:
    damage(filled(engine), "json", "halved")
    with pytest.raises(IndexDamaged), engine.writer():
        pass
    assert count(filled(engine)) == 50


def test_pages_that_are_none_are_refused(engine: Tantivy) -> None:
    reader = filled(engine).reader()
    for offset, limit in ((-1, 10), (0, 0), (0, 1_001), (10_000_001, 10)):
        with pytest.raises(ValueError, match="no page"):
            reader.search(EVERYTHING, offset=offset, limit=limit)
    with pytest.raises(ValueError, match="no facet"):
        reader.search(EVERYTHING, {"colour": ["red"]})
    with pytest.raises(ValueError, match="more than 100 values"):
        reader.search(EVERYTHING, {"year": map(str, range(101))})
    with pytest.raises(ValueError, match="no facet"):
        reader.search(EVERYTHING, facets=["body"])
    assert reader.search(EVERYTHING, {"kind": []}).total == 0
