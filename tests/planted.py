"""A made-up person planted into a case, and the search for them in what the portal gives out or stores."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection

PERSON = {
    "name": "闾丘霁晴",
    "identity_kind": "resident",
    "identity_number": "350426198803175616",
    "representative": "禤蔓菁",
    "contact": "亓官芷若",
    "telephone": "13959271846",
    "email": "lvqiu.jiqing@planted.example",
    "address": "示例省示例市种籽巷417号",
    "postcode": "366917",
    "help_wanted": "听不见电话铃",
}
"""Nobody: the number has a valid check digit and was given to no one we know of."""
DESCRIPTION = "水晶镇青石巷闾丘家老宅拆迁补偿协议"
REFERENCE = "种籽政征〔2023〕417号"
NOTE = "霁晴来电催办"
LETTER = "闾丘霁晴：你申请公开的老宅协议"
FILE_NAME = "霁晴户口簿.pdf"
CONTENT = "%PDF-1.7 PLANTED-CONTENT-7391 户主闾丘霁晴".encode()
COURT = "示例行初417号闾丘霁晴"

PLANTED = (
    *("闾丘霁晴", "闾丘", "霁晴", "禤蔓菁", "亓官芷若", "350426198803175616", "13959271846"),
    *(
        "lvqiu.jiqing",
        "planted.example",
        "种籽巷",
        "听不见电话铃",
        "青石巷",
        "种籽政征",
        "户口簿",
        "示例行初417号",
    ),
    *("PLANTED-CONTENT-7391", "来电催办", "老宅协议"),
)
"""Words that stand nowhere else: each alone betrays the person."""


def forms(word: str) -> set[bytes]:
    """The ways a word can stand in bytes: encodings, escapes of JSON, addresses and pages, base64."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("gb18030")}
    found |= {json.dumps(word)[1:-1].encode(), quote(word).encode(), html.escape(word).encode()}
    found |= {"".join(f"&#{ord(sign)};" for sign in word).encode(), ascii(word)[1:-1].encode()}
    if len(plain) > 8:
        for shift in range(3):
            whole = base64.b64encode(b"x" * shift + plain)
            found.add(whole[4 if shift else 0 : -4])
    return {form for form in found if len(form) > 5}


FORMS = {form: word for word in PLANTED for form in forms(word)}


def finds(data: bytes) -> set[str]:
    """The planted words in these bytes, also inside archives and compressed pages."""
    found = {word for form, word in FORMS.items() if form in data}
    for inner in _inner(data):
        found |= finds(inner)
    return found


def stored(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, with its name as part of what is searched."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"file {path.name}", str(path).encode() + path.read_bytes()


def database() -> Iterator[tuple[str, bytes]]:
    """Every table as the database tells it; on SQLite the bytes of its file too, with what was deleted."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            yield f"table {table}", repr(rows).encode()
    if connection.vendor == "sqlite":
        yield "database file", connection.connection.serialize()


def _inner(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode() + b"\0" + archive.read(name)
    elif data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
