"""Folders and archives, whole, odd and meant to harm."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from reports.domain.document import Unreadable
from reports.readers.bundle import MAX_ENTRIES, Bundle, open_bundle
from reports.readers.package import MAX_BYTES


def archive(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def problems(bundle: Bundle) -> dict[str, str]:
    """Name → why it is not taken, "" where it is."""
    found = {}
    for entry in bundle.entries:
        try:
            bundle.data(entry)
            found[entry.name] = ""
        except Unreadable as problem:
            found[entry.name] = problem.reason
    return found


def test_all_files_below_a_folder_by_name_without_what_systems_leave(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".DS_Store", "a/~$c.docx", "__MACOSX/x.txt", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert problems(open_bundle(tmp_path)) == {"a/c.txt": "", "b.txt": ""}


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "passwords").symlink_to("/etc/passwd")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert problems(open_bundle(tmp_path)) == {"passwords": "link", "pipe": "link"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../out.txt", "odd-path"),
        ("a/../../out.txt", "odd-path"),
        ("/etc/passwd", "odd-path"),
        ("C:\\out.txt", "odd-path"),
        ("n" * 600 + ".txt", "odd-path"),
        ("inner.zip", "archive-inside"),
        ("ok.txt", ""),
    ],
)
def test_names_that_lead_out_and_archives_inside_are_left_alone(
    tmp_path: Path, name: str, reason: str
) -> None:
    assert list(problems(open_bundle(archive(tmp_path / "a.zip", **{name: b"x"}))).values()) == [reason]


def test_a_file_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"bomb.txt": b"\x00" * (3 * 2**20), "ok.txt": b"x"})
    assert problems(open_bundle(path)) == {"bomb.txt": "swollen", "ok.txt": ""}


def test_a_file_that_says_it_is_small_gives_no_more_than_the_largest(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"liar.txt": os.urandom(2**20)})
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02")
    path.write_bytes(data[: at + 24] + struct.pack("<L", 100) + data[at + 28 :])
    bundle = open_bundle(path)
    try:
        assert len(bundle.data(bundle.entries[0])) <= MAX_BYTES + 1
    except Unreadable as problem:
        assert problem.reason == "cannot-open"


def test_ten_thousand_files_are_the_most(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(MAX_ENTRIES):
            made.writestr(f"{number}.txt", b"")
    assert len(open_bundle(path).entries) == 10_000
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("more.txt", b"")
    with pytest.raises(Unreadable) as caught:
        open_bundle(path)
    assert caught.value.reason == "many-files"


def test_an_endless_list_of_files_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 2**30, 0, 0)
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100 + end)
    with pytest.raises(Unreadable) as caught:
        open_bundle(path)
    assert caught.value.reason == "many-files"


def test_a_file_with_a_password_and_a_link_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, b"/etc/passwd")
        made.writestr("locked.txt", b"secret")
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert problems(open_bundle(path)) == {"link.txt": "link", "locked.txt": "locked"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_the_first_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", b"1")
        made.writestr("a.txt", b"2")
    bundle = open_bundle(path)
    assert [bool(entry.problem) for entry in bundle.entries] == [False, True]
    assert bundle.data(bundle.entries[0]) == b"1"


@pytest.mark.parametrize("cut", [4, 30, 60, -1, -10, -30])
def test_a_broken_archive_is_damaged(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path / "a.zip", **{"a.txt": b"x" * 100})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Unreadable) as caught:
        open_bundle(path)
    assert caught.value.reason == "damaged"


def test_names_that_would_move_a_cursor_or_turn_reading_are_shown_without(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"a\x1b[2J\u202etxt.fdp": b"x"})
    assert [entry.name for entry in open_bundle(path).entries] == ["a\ufffd[2J\ufffdtxt.fdp"]
