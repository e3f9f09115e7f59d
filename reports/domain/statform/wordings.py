"""The other wordings of a form's labels, from the file that grows beside it (`<id>.variants.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.statform.definition import Table
from reports.domain.statform.source import Item, Source

PLACES = ("blocks", "groups", "columns", "rows")


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the file says, table by table: `title`, and `blocks`, `groups`, `columns`, `rows` by code."""

    root: Item

    @classmethod
    def read(cls, text: str, name: str) -> Wordings:
        """Raises BadDefinition where the text is not TOML."""
        source = Source(text, name)
        return cls(Item(source, source.parse(), "variants", 1, len(source.lines) + 1))

    def of_title(self, table: str) -> tuple[str, ...]:
        """Other titles of a table."""
        return self._table(table).texts("title")

    def of(self, place: str, table: str, code: str) -> tuple[str, ...]:
        """Other wordings of a block's title or the label of a group, column or row."""
        return self._place(place, table).texts(code)

    def refuse_unknown(self, tables: Sequence[Table]) -> None:
        """Raises BadDefinition for a table, place or code that the form does not have."""
        self.root.only([table.code for table in tables])
        for table in tables:
            self._table(table.code).only(("title", *PLACES))
            blocks = table.blocks
            known = {
                "blocks": [block.code for block in blocks],
                "groups": [group.code for block in blocks for group in block.groups],
                "columns": [column.code for block in blocks for column in block.columns],
                "rows": [row.code for block in blocks for row in block.rows],
            }
            for place in PLACES:
                self._place(place, table.code).only(known[place])

    def _table(self, table: str) -> Item:
        return self._under(self.root, table, table)

    def _place(self, place: str, table: str) -> Item:
        return self._under(self._table(table), place, f"{table}.{place}")

    def _under(self, item: Item, key: str, header: str) -> Item:
        data = item.data.get(key, {})
        if not isinstance(data, dict):
            item.fail(f"[{header}] must be a section", key)
        line = (item.source.sections(header) or [item.line])[0]
        return Item(item.source, data, header, line, len(item.source.lines) + 1)
