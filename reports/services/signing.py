"""Ed25519 signatures (RFC 8032) with the installation's key; all values in hexadecimal."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def public_half(private_key: str) -> str:
    """The public key that belongs to a private one."""
    return (
        Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key)).public_key().public_bytes_raw().hex()
    )


def sign(private_key: str, message: bytes) -> str:
    """The signature of a message."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key)).sign(message).hex()


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether a signature fits; False too for what is no key or no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True
