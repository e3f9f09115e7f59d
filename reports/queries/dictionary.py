"""The data dictionary as Markdown: every table of the database, every cell of every form. In English."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import override

from reports.domain.statform.definition import Block, Form, Table
from reports.queries import statforms

HEAD = """# Data dictionary

Generated from models and forms by `manage.py data_dictionary`; do not edit. Terms: `glossary.md`.
"""


def markdown() -> str:
    """The whole document."""
    with override("en"):
        models = sorted(apps.get_app_config("reports").get_models(), key=lambda model: model.__name__)
        parts = [HEAD, "## Database\n"]
        parts += ["\n".join(_model(model)) for model in models]
        parts.append(
            "## Statistics forms\n\nA cell's address is `table/row/column`. Blank and zero differ.\n"
        )
        parts += ["\n".join(_form(form)) for form in statforms.all_forms().values()]
    return "\n".join(parts)


def _model(model: type[Model]) -> Iterator[str]:
    yield f"### {model.__name__} (`{model._meta.db_table}`)\n"
    yield inspect.cleandoc(model.__doc__ or "") + "\n"
    fields = [field for field in model._meta.get_fields() if isinstance(field, Field) and field.name != "id"]
    yield from _table(("field", "type", "may be empty", "meaning"), (_field(field) for field in fields))
    constraints = [f"`{constraint.name}`" for constraint in model._meta.constraints]
    if constraints:
        yield "Held by the database: " + ", ".join(constraints) + ".\n"


def _field(field: Field) -> tuple[str, ...]:
    kind = field.get_internal_type()
    if field.related_model:
        kind += f" → {field.related_model.__name__}"
    elif field.max_length:
        kind += f"({field.max_length})"
    meaning = [str(field.verbose_name)]
    if field.help_text:
        meaning.append(str(field.help_text))
    if field.choices:
        meaning.append("One of " + ", ".join(f"`{value}` ({label})" for value, label in field.choices) + ".")
    may_be = "null" if field.null else "empty text" if field.blank and not field.many_to_many else ""
    if field.many_to_many:
        may_be = "none"
    return f"`{field.name}`", kind, may_be, ". ".join(part.rstrip(".") for part in meaning)


def _form(form: Form) -> Iterator[str]:
    years = f"{form.first_year}–{form.last_year}" if form.last_year else f"from {form.first_year}"
    yield f"### {form.id}: {form.title}\n"
    yield f"{form.title_en}. Report years {years}. {form.legal_basis}\n"
    for table in form.tables:
        yield from _form_table(table)
    yield "Checks by kind:\n"
    counts = Counter((one.kind, one.is_hard) for one in form.identities)
    rows = [(kind, "error" if hard else "warning", str(count)) for (kind, hard), count in counts.items()]
    yield from _table(("kind", "a failure is", "checks"), rows)


def _form_table(table: Table) -> Iterator[str]:
    cells = len(tuple(table.keys()))
    yield f"#### `{table.code}` {table.title} ({table.title_en}, {cells} cells)\n"
    for block in table.blocks:
        yield from _table(("row", "label", "English", "unit"), _rows(block))
        yield from _table(("column", "label", "English", "unit"), _columns(block))


def _rows(block: Block) -> Iterator[tuple[str, ...]]:
    for row in block.rows:
        note = " (heading, no figures)" if row.kind == "heading" else ""
        yield f"`{row.code}`", row.number + row.label, row.label_en + note, row.unit


def _columns(block: Block) -> Iterator[tuple[str, ...]]:
    groups = {group.code: group for group in block.groups}
    for column in block.columns:
        over = groups.get(column.group)
        label = f"{over.label}：{column.label}" if over else column.label
        english = f"{over.label_en}: {column.label_en}" if over else column.label_en
        yield f"`{column.code}`", label, english, column.unit


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
    yield ""
