"""Secrets at rest: what a stolen database must not give away is sealed with keys from outside it.

The keys are derived from SECRET_KEY (and, while it is being changed, OLD_SECRET_KEY), which never lie in the
database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is no longer known, or for something else."""


def seal(data: bytes, about: str) -> str:
    """Hexadecimal, 16 bytes longer than the data; opens for the same `about` only.

    AES-SIV (RFC 5297) needs no nonce, so that 20 bytes fit the 80 characters django-otp has for them; equal
    secrets would look equal, and these are random.
    """
    return AESSIV(next(_keys("seal"))).encrypt(data, [about.encode()]).hex()


def unseal(sealed: str, about: str) -> bytes:
    """What was sealed. Raises Unreadable."""
    for key in _keys("seal"):
        try:
            return AESSIV(key).decrypt(bytes.fromhex(sealed), [about.encode()])
        except (InvalidTag, ValueError):
            continue
    raise Unreadable(about)


def digests(text: str, about: str) -> list[str]:
    """16 characters (80 bits) that stand for a text without telling it; by the present key first."""
    return [
        base64.b32encode(hmac.digest(key, f"{about}\0{text}".encode(), hashlib.sha256)[:10]).decode()
        for key in _keys("digest")
    ]


def _keys(purpose: str) -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derive = HKDF(algorithm=SHA256(), length=64, salt=b"reports.door", info=purpose.encode())
        yield derive.derive(secret.encode())
