"""Typed readers of environment variables; a wrong value stops the start and names the variable.

An empty variable counts as one that is not set.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES_OR_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)


class BadSetting(ImproperlyConfigured):
    """A variable of the environment cannot be used; the message names it and says what it may be."""


def text(name: str, default: str = "") -> str:
    """The variable as text, without spaces around it."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    """The variable as yes or no. Raises BadSetting."""
    value = text(name)
    if not value:
        return default
    if value.lower() not in YES_OR_NO:
        raise BadSetting(f"{name} is {value!r}; it may be 1, true, yes, on, 0, false, no or off.")
    return YES_OR_NO[value.lower()]


def integer(name: str, default: int, *, low: int, high: int) -> int:
    """The variable as a whole number from low to high. Raises BadSetting."""
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,18}", value) or not low <= int(value) <= high:
        raise BadSetting(f"{name} is {value!r}; it may be a whole number from {low} to {high}.")
    return int(value)


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """The variable as one of the allowed words, in any case. Raises BadSetting."""
    value = text(name, default)
    for word in allowed:
        if value.lower() == word.lower():
            return word
    raise BadSetting(f"{name} is {value!r}; it may be {', '.join(allowed[:-1])} or {allowed[-1]}.")


def digits(name: str, count: int) -> str:
    """The variable as that many digits, or "". Raises BadSetting."""
    value = text(name)
    if value and not re.fullmatch(rf"[0-9]{{{count}}}", value):
        raise BadSetting(f"{name} is {value!r}; it may be exactly {count} digits, or empty.")
    return value


def web_address(name: str) -> str:
    """The variable as an http(s) address, or "". Raises BadSetting."""
    value = text(name)
    if value and not re.fullmatch(r"https?://[^\s/\"'<>]+(/[^\s\"'<>]*)?", value):
        raise BadSetting(f"{name} is {value!r}; it may be an address that begins with https://, or empty.")
    return value


def host(name: str) -> str:
    """The variable as one host name without scheme, port or path, or "". Raises BadSetting."""
    value = text(name)
    if value and (not HOST.fullmatch(value) or value.startswith(".")):
        raise BadSetting(f"{name} is {value!r}; it may be a host name such as www.example.gov.cn, or empty.")
    return value.lower()


def hosts(name: str, default: list[str]) -> list[str]:
    """The variable as host names between commas. Raises BadSetting, for "*" too: it invites forged links."""
    value = text(name)
    if not value:
        return default
    names = [word.strip().lower() for word in value.split(",") if word.strip()]
    for word in names:
        if not HOST.fullmatch(word):
            raise BadSetting(
                f"{name} has {word!r} in it; it may be host names separated by commas, such as"
                " www.example.gov.cn,10.0.0.5 (no scheme, port or path; .example.gov.cn for all below it)."
            )
    return names


def folder(name: str, default: Path) -> Path:
    """The variable as a folder that can be written, made where it is missing. Raises BadSetting."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(
            f"{name} is {path}, which cannot be made: {problem.strerror}. {FOLDER_MAY_BE}"
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise BadSetting(f"{name} is {path}, which cannot be written. {FOLDER_MAY_BE}")
    return path


def file(name: str) -> str:
    """The variable as a file that can be read, or "". Raises BadSetting."""
    value = text(name)
    if value and not (Path(value).is_file() and os.access(value, os.R_OK)):
        raise BadSetting(
            f"{name} is {value!r}; it may be a file that the portal's own user can read, or empty."
        )
    return value


def daemon(name: str) -> str:
    """The variable as tcp://host:port or unix:///path of a socket, or "". Raises BadSetting."""
    value = text(name)
    if not value:
        return ""
    try:
        parts = urlsplit(f"unix://{value}" if value.startswith("/") else value)
        is_tcp = parts.scheme == "tcp" and bool(parts.hostname) and not parts.path and (parts.port or 1) > 0
    except ValueError:
        is_tcp, parts = False, urlsplit("")
    is_socket = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    if not is_tcp and not is_socket:
        raise BadSetting(f"{name} is {value!r}; it may be tcp://host:port, unix:///path/of/socket, or empty.")
    return parts.geturl()


FOLDER_MAY_BE = "It may be any folder that the portal's own user can write."


def scheme(url: str) -> str:
    """The scheme of a URL that may be malformed; its password is never repeated in a message."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""
