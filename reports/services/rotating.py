"""Changing PERSONAL_KEY: everything sealed is sealed again under the present key, a batch at a time.

It can be killed and begun again: what is done is told by the tokens themselves. Nothing that somebody writes
meanwhile is overwritten: a row changes only where it still holds the tokens that were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from reports.models import Applicant, CaseFile, DraftFile
from reports.models.encrypted import (
    EncryptedTextField,
    Unreadable,
    is_of_present_key,
    is_readable,
    unseal,
)
from reports.services import casefiles, personal

BATCH = 200
PROBES = 16
"""Rows of each model that are tried at a start: the first, the last, and others evenly between them."""
FILES = (CaseFile, DraftFile)
UNREADABLE, MISSING = "unreadable", "missing files"

Tokens = dict[str, str]
"""Field → what the database holds there; never ""."""


def sealed() -> Mapping[type[Model], tuple[str, ...]]:
    """Every model of the portal with encrypted text → those fields."""
    found = {
        model: tuple(field.name for field in model._meta.fields if isinstance(field, EncryptedTextField))
        for model in apps.get_app_config("reports").get_models()
    }
    return {model: fields for model, fields in found.items() if fields}


def fault_of_keys() -> str:
    """What the operator has to do where the database holds personal data that no given key opens; else "".

    Tries some rows of each model; an empty database, or one not yet set up, goes with any key.
    """
    tables = set(connection.introspection.table_names())
    for model, fields in sealed().items():
        if model._meta.db_table in tables and not all(map(_opens, _probes(model, fields))):
            return (
                "PERSONAL_KEY does not open the applicants' data in this database: put the file"
                f" {settings.DATA_DIR}/personal_key back as it was, or give the keys they were sealed with as"
                " PERSONAL_KEY and OLD_PERSONAL_KEYS (docs/personal-data.md)."
            )
    return ""


def left() -> Counter[str]:
    """How many rows, by model, and files are not under the present key alone; {} when all are."""
    found: Counter[str] = Counter()
    for model, fields in sealed().items():
        for _pk, tokens in _rows(model, fields):
            found[_label(model)] += not _is_done(tokens)
    for model in FILES:
        for kept in model.objects.only("pk", "file").order_by("pk").iterator():
            try:
                found["files"] += not casefiles.is_under_present_key(kept)
            except OSError:
                found[MISSING] += 1
            except Unreadable:
                found["files"] += 1
    return +found


def rotate(*, batch: int = BATCH) -> Iterator[Counter[str]]:
    """Seals again what is left; tells after each batch how much of what it did.

    "unreadable": rows that no given key opens, left as they are.
    """
    for model, fields in sealed().items():
        waiting: list[tuple[int, Tokens]] = []
        for row in _rows(model, fields):
            if not _is_done(row[1]):
                waiting.append(row)
            if len(waiting) == batch:
                yield _reseal_rows(model, waiting)
                waiting = []
        if waiting:
            yield _reseal_rows(model, waiting)
    for model in FILES:
        for kept in list(model.objects.only("pk", "file").order_by("pk")):
            done = _reseal_file(kept)
            if done:
                yield done


def forget_unreadable() -> Counter[str]:
    """Blanks what no given key opens and deletes such files: when a key is lost for good.

    Leaves cases and steps as erasing by rule does. The caller tells of it.
    """
    done: Counter[str] = Counter()
    for model in FILES:
        for kept in list(model.objects.only("pk", "file").order_by("pk")):
            if not _is_file_readable(kept):
                casefiles.discard(kept)
                done["files"] += 1
    for model, fields in sealed().items():
        for pk, tokens in list(_rows(model, fields)):
            lost = [field for field, token in tokens.items() if not is_readable(token.encode())]
            if lost:
                blank = dict.fromkeys([*lost, *_indexes_of(model, lost)], "")
                done[_label(model)] += _unchanged(model, pk, tokens).update(**blank)
    return +done


def _rows(model: type[Model], fields: tuple[str, ...], batch: int = BATCH) -> Iterator[tuple[int, Tokens]]:
    """Every row with something sealed, by its tokens, in the order of ids; no cursor is held open."""
    after = 0
    while rows := list(_with_tokens(model, fields).filter(pk__gt=after)[:batch]):
        for pk, *held in rows:
            yield pk, _tokens(fields, held)
        after = rows[-1][0]


def _with_tokens(model: type[Model], fields: tuple[str, ...]) -> QuerySet:
    some = Q()
    for field in fields:
        some |= Q(**{f"{field}__isblank": False})
    held = {f"held_{field}": Cast(field, TextField()) for field in fields}
    return model._default_manager.filter(some).annotate(**held).order_by("pk").values_list("pk", *held)


def _tokens(fields: tuple[str, ...], held: list[str]) -> Tokens:
    return {field: token for field, token in zip(fields, held, strict=True) if token}


def _probes(model: type[Model], fields: tuple[str, ...]) -> Iterator[Tokens]:
    rows = _with_tokens(model, fields)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return
    step = max((ends["last"] - ends["first"]) / (PROBES - 1), 1)
    starts = {round(ends["first"] + step * number) for number in range(PROBES)} | {ends["last"]}
    for start in sorted(starts):
        row = rows.filter(pk__gte=start).first()
        if row is not None:
            yield _tokens(fields, list(row[1:]))


def _opens(tokens: Tokens) -> bool:
    return all(is_readable(token.encode()) for token in tokens.values())


def _is_done(tokens: Tokens) -> bool:
    return all(is_of_present_key(token.encode()) for token in tokens.values())


@transaction.atomic
def _reseal_rows(model: type[Model], rows: list[tuple[int, Tokens]]) -> Counter[str]:
    done: Counter[str] = Counter()
    for pk, tokens in rows:
        try:
            texts = {field: unseal(token.encode()).decode() for field, token in tokens.items()}
        except Unreadable:
            done[UNREADABLE] += 1
            continue
        done[_label(model)] += _unchanged(model, pk, tokens).update(**texts, **_indexes(model, texts))
    return +done


def _unchanged(model: type[Model], pk: int, tokens: Tokens) -> QuerySet:
    """That row, unless somebody wrote it since its tokens were read."""
    held = {f"held_{field}": Cast(field, TextField()) for field in tokens}
    same = {f"held_{field}": token for field, token in tokens.items()}
    return model._default_manager.annotate(**held).filter(pk=pk, **same)


def _indexes(model: type[Model], texts: Mapping[str, str]) -> dict[str, str]:
    if model is not Applicant:
        return {}
    whole = Applicant(**texts)
    personal.set_indexes(whole)
    return {index: getattr(whole, index) for index in personal.INDEXED}


def _indexes_of(model: type[Model], fields: list[str]) -> list[str]:
    """The indexes that stand for those fields."""
    if model is not Applicant:
        return []
    return [index for index, (field, _about) in personal.INDEXED.items() if field in fields]


def _reseal_file(kept: CaseFile | DraftFile) -> Counter[str]:
    try:
        if casefiles.is_under_present_key(kept):
            return Counter()
        casefiles.reseal(kept)
    except Unreadable:
        return Counter({UNREADABLE: 1})
    except OSError:
        return Counter({MISSING: 1})
    return Counter(files=1)


def _is_file_readable(kept: CaseFile | DraftFile) -> bool:
    try:
        next(casefiles.pieces(kept))
    except Unreadable:
        return False
    except OSError:
        return True
    return True


def _label(model: type[Model]) -> str:
    return str(model._meta.model_name)
