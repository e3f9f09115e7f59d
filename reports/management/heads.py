"""The head of a chain, `N:digest`, as an argument: kept elsewhere, it shows that nothing was cut off."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError

_HEAD = re.compile(r"[1-9][0-9]{0,17}:[0-9a-f]{64}")


def add_to(parser: ArgumentParser) -> None:
    """The argument `--head`, which may be given several times."""
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        type=_head,
        metavar="N:DIGEST",
        help="a head that was printed earlier and kept elsewhere: that entry must still be there",
    )


def _head(text: str) -> str:
    if not _HEAD.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is no number, colon and digest of 64 hexadecimal digits")
    return text
