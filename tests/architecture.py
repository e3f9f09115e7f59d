"""The rules of the house, read off the source: who may import whom, and what a file may hold.

`complaints(root)` looks at any tree laid out like ours, so that the rules can be tried on a bad one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST = 400
"""Lines of any file written by hand."""

BELOW: dict[str, frozenset[str]] = {"domain": frozenset({"domain"})}
"""Part of the app → the parts it may import."""
for _part in ("readers", "writers", "search"):
    BELOW[_part] = frozenset({"domain", _part})
BELOW["models"] = frozenset({"domain", "models"})
BELOW["queries"] = frozenset({"domain", "readers", "writers", "search", "models", "queries"})
BELOW["services"] = BELOW["queries"] | {"services"}
for _part in ("forms", "tables"):
    BELOW[_part] = frozenset({"domain", "models", _part})
DOORS = ("views", "api", "admin", "feeds", "sitemaps", "middleware", "context_processors", "templatetags")
DOORS += ("management",)
for _part in DOORS:
    BELOW[_part] = BELOW["services"] | {"forms", "tables", _part}
BELOW["urls"] = frozenset({*BELOW, "urls"})
BELOW["apps"] = frozenset()

NO_DJANGO = ("domain", "readers", "writers", "search")
NOT_IN_DOMAIN = {
    "os",
    "pathlib",
    "sqlite3",
    "subprocess",
    "socket",
    "urllib",
    "tempfile",
    "random",
    "time",
}
"""Parts of the standard library that reach files, clocks or networks."""
CLOCKS = {"today", "now", "utcnow"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "stuff"}
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".sh"}
LEFT_OUT = {".venv", ".git", "var", "migrations", "locale", "__pycache__", "node_modules"}


def complaints(root: Path) -> list[str]:
    """Every rule broken below that folder, as "file:line what"; a sound tree has none."""
    found: list[str] = []
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        found += [f"{name}:{line} {what}" for line, what in _about_file(path, text)]
        if path.suffix == ".py":
            found += [f"{name}:{line} {what}" for line, what in _about_code(name, ast.parse(text))]
    return found


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if path.suffix in WRITTEN_BY_HAND and path.is_file() and not LEFT_OUT.intersection(inside):
            yield path


def _about_file(path: Path, text: str) -> Iterator[tuple[int, str]]:
    lines = text.count("\n")
    if lines > LONGEST:
        yield lines, f"has more than {LONGEST} lines"
    if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES:
        yield 1, "has a name that says nothing"


def _about_code(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    yield from _about_nesting(tree)
    part = _part(name)
    for line, module in _imports(tree, name):
        top = module.split(".")[0]
        if top == "portal" and name.startswith("reports/"):
            yield line, "imports the installation, which stands on top"
        if module.startswith("django.dispatch") or module.split(".")[-1] == "signals":
            yield line, "imports signals"
        if part:
            yield from ((line, what) for what in _about_import(part, module, top))
    if part == "domain":
        yield from _about_clocks(tree)
    if part in ("views", "api"):
        yield from _about_objects(tree)


def _about_import(part: str, module: str, top: str) -> Iterator[str]:
    if top == "reports":
        other = module.removeprefix("reports").strip(".").split(".")[0]
        if other in BELOW and other not in BELOW.get(part, ()):
            yield f"{part} imports {other}"
        if other and other not in BELOW and other != "migrations":
            yield f"imports {module}, which stands on no floor"
    elif part == "domain" and (top not in sys.stdlib_module_names or top in NOT_IN_DOMAIN):
        yield f"domain imports {module}"
    elif part in NO_DJANGO and top.startswith("django"):
        yield f"{part} imports {module}"


def _part(name: str) -> str:
    """The part of the app a file belongs to: "queries" for reports/queries/home.py."""
    parts = name.removesuffix(".py").split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "reports" and parts[1] != "__init__" else ""


def _imports(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, relative ones made absolute, `from reports import x` as reports.x."""
    package = name.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            if module in ("reports", ""):
                yield from ((node.lineno, f"{module}.{alias.name}".strip(".")) for alias in node.names)
            else:
                yield node.lineno, module


def _about_nesting(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for node in ast.walk(scope):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno, f"imports inside {scope.name}"


def _about_clocks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                yield node.lineno, f"domain asks the clock ({called.attr})"
            if isinstance(called, ast.Name) and called.id == "open":
                yield node.lineno, "domain opens a file"


def _about_objects(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield node.lineno, "asks the database (.objects); that is for queries and services"
