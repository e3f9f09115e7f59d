"""Why something that was sent is not taken: a code with its values, which a higher floor puts into words."""

from __future__ import annotations


class Refused(Exception):
    """What was sent is not taken.

    `code` is one of those in `reports.queries.refusals`; `values` are the named values of its sentence
    (`name`, `kind`, `named`, `kinds`, `limit`, `what`).
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
