"""What passwords are refused: by the list of stolen ones, searched in place; and how the rest are kept."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from reports.models import Account
from reports.services import accounts, doorbreaches

STOLEN = ["correct horse battery staple", "Tr0ub4dor&3", "密码密码密码密码密码密码", "x"]


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    """A list like the download: sorted, with counts, CRLF as it comes."""
    file = tmp_path / "stolen.txt"
    lines = sorted(f"{sha1(word)}:{number}" for number, word in enumerate([*STOLEN, *map(str, range(3000))]))
    file.write_bytes("\r\n".join(lines).encode() + b"\r\n")
    return file


def test_a_stolen_password_is_found_and_no_other(stolen: Path) -> None:
    assert all(doorbreaches.holds(stolen, word) for word in [*STOLEN, "0", "1", "2999"])
    assert not any(doorbreaches.holds(stolen, word) for word in ["3000", "", "X", "correct horse"])


def test_the_first_and_last_line_and_what_lies_beyond_them(tmp_path: Path) -> None:
    words = sorted(map(str, range(50)), key=sha1)
    file = tmp_path / "list"
    file.write_text("\n".join(map(sha1, words[1:-1])).lower(), "ascii")
    assert [doorbreaches.holds(file, word) for word in words] == [False, *[True] * 48, False]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_list_of_a_few_lines(tmp_path: Path, count: int) -> None:
    words = sorted(map(str, range(count)), key=sha1)
    for end in ("", "\n"):
        file = tmp_path / f"list{len(end)}"
        file.write_text("\n".join(map(sha1, words)) + end, "ascii")
        assert all(doorbreaches.holds(file, word) for word in words)
        assert not doorbreaches.holds(file, "another")


def test_lines_of_different_length(tmp_path: Path) -> None:
    words = [str(number) for number in range(500)]
    draw = random.Random(7)
    file = tmp_path / "list"
    file.write_text("\n".join(sorted(f"{sha1(word)}:{10 ** draw.randrange(9)}" for word in words)), "ascii")
    assert all(doorbreaches.holds(file, word) for word in words)
    assert not any(doorbreaches.holds(file, f"not {word}") for word in words)


@pytest.mark.parametrize(
    "content", [b"", b"password\n", b"\n\n\n", b"G" * 40, b"A" * 39, b"A" * 45, b"\0" * 200]
)
def test_another_kind_of_file_is_named_as_such(tmp_path: Path, content: bytes, settings: Settings) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    with pytest.raises(doorbreaches.NotABreachList, match=str(file)):
        doorbreaches.holds(file, "x")
    settings.BREACH_LIST = str(file)
    assert [problem.id for problem in run_checks() if problem.id == "reports.E001"] == ["reports.E001"]


def test_an_unsorted_list_is_found_out_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text("\n".join(["F" * 40, "A" * 40, "B" * 40]), "ascii")
    with pytest.raises(doorbreaches.NotABreachList, match="not sorted"):
        doorbreaches.verify(file)


def test_a_password_of_the_list_is_refused(settings: Settings, stolen: Path) -> None:
    validate_password("correct horse battery staple")
    settings.BREACH_LIST = str(stolen)
    with pytest.raises(ValidationError, match="泄露"):
        validate_password("correct horse battery staple")
    validate_password("lantern-orbit-velvet-canoe")


@pytest.mark.parametrize(
    "password",
    ["Password123!", "1qaz2wsx3edc", "zhongguo2024", "mingce-mingce", "aaaaaaaaaaaa", "20241001-20241002"],
)
def test_what_guessing_programs_try_early_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_ones_own_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        validate_password("chenxiaohong88", Account(username="chenxiaohong"))


@pytest.mark.parametrize(
    "password",
    [
        "lantern-orbit-velvet-canoe",
        "落霞与孤鹜齐飞秋水共长天",
        "x7#Kq9$mZ2!v",
        " ".join(["lantern orbit velvet canoe harbour pickle"] * 20),
    ],
)
def test_good_passwords_of_every_kind_are_taken(password: str) -> None:
    validate_password(password, Account(username="chen"))


def test_passwords_handed_out_are_good_ones_themselves() -> None:
    for _count in range(20):
        validate_password(accounts.random_password())


def test_passwords_are_kept_by_argon2id_and_old_ones_still_open(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "reports.services.doorpasswords.SlimArgon2",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    kept = make_password("lantern-orbit")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=3,p=1$")
    assert check_password("lantern-orbit", kept)
    old = make_password("lantern-orbit", hasher="pbkdf2_sha256")
    assert identify_hasher(old).algorithm == "pbkdf2_sha256"
    assert check_password("lantern-orbit", old)
