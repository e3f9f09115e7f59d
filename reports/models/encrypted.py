"""Personal data at rest: encrypted field by field, and findable only by keyed indexes.

Fernet (AES-128-CBC with HMAC-SHA256, of the library `cryptography`) under keys derived from PERSONAL_KEY,
which never lies in the database. OLD_PERSONAL_KEYS still open what they sealed until `rotate_personal_keys`
has run.
"""

from __future__ import annotations

import base64
import hmac
import unicodedata
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.lookups import BuiltinLookup

INDEX_LENGTH = 32
"""Hexadecimal characters of a keyed index: 128 bits."""


class Unreadable(Exception):
    """Sealed with a key that is no longer known. The message never holds any of the data."""


def seal(data: bytes) -> bytes:
    """Encrypted under the present key, in URL-safe base64; differs each time."""
    return _box().encrypt(data)


def unseal(sealed: bytes) -> bytes:
    """What was sealed, under the present or an old key. Raises Unreadable."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken:
        raise Unreadable("Sealed with a key that is not given") from None


def resealed(sealed: bytes) -> bytes:
    """The same under the present key. Raises Unreadable."""
    try:
        return _box().rotate(sealed)
    except InvalidToken:
        raise Unreadable("Sealed with a key that is not given") from None


def is_of_present_key(sealed: bytes) -> bool:
    """Whether the present key alone opens it."""
    try:
        Fernet(_derived(settings.PERSONAL_KEYS[0], "seal")).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def keyed_index(text: str, about: str) -> str:
    """32 hexadecimal characters that stand for a text without telling it, by the present key; "" for none.

    Width, case and blanks do not count. `about` keeps a telephone number apart from an equal identity number.
    """
    return next(iter(keyed_indexes(text, about)), "")


def keyed_indexes(text: str, about: str) -> list[str]:
    """The index by every key still known, the present first; [] for no text."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not plain:
        return []
    message = f"{about}\0{plain}".encode()
    return [
        hmac.digest(_derived(key, "index"), message, "sha256").hex()[:INDEX_LENGTH]
        for key in settings.PERSONAL_KEYS
    ]


class EncryptedTextField(models.TextField):
    """Text that only the portal reads: a Fernet token in the database, "" stays "".

    No filter takes it but `isnull` and `isblank`; no transform either. A serializer (`dumpdata`) gets the
    token, which cannot be loaded back: backups are made of the database itself.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value.encode()).decode() if value else value

    def value_to_string(self, obj: models.Model) -> str:
        """What leaves the portal in a dump: sealed."""
        return str(self.get_prep_value(self.value_from_object(obj)) or "")

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is any: equal texts are sealed differently, and a pattern would tell nothing."""
        return {"isnull": super().get_lookup("isnull"), "isblank": IsBlank}.get(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        """None: a piece of a token is neither text nor openable."""


class IsBlank(BuiltinLookup[bool]):
    """`field__isblank=True`: no text is held there, neither NULL nor any but ""."""

    lookup_name = "isblank"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Tells nothing of a text but that it is there."""
        if not isinstance(self.rhs, bool):
            raise ValueError("isblank takes True or False")
        left, values = self.process_lhs(compiler, connection)
        return f"{left} {'=' if self.rhs else '<>'} ''", [*values]


def is_readable(sealed: bytes) -> bool:
    """Whether any key that is given opens it."""
    try:
        unseal(sealed)
    except Unreadable:
        return False
    return True


@cache
def _opened(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, "seal")) for key in keys])


def _box() -> MultiFernet:
    return _opened(tuple(settings.PERSONAL_KEYS))


@cache
def _derived(secret: str, purpose: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=b"reports.personal", info=purpose.encode())
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
