"""During an update old code goes on working on the new schema: no migration takes away or tightens what it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployed import ROOT

MIGRATIONS = sorted(ROOT.glob("services/*/migrations/versions/*.py"))
LATER = [path for path in MIGRATIONS if not path.name.startswith("0001_")]
"""A first migration has no code before it."""

TAKES_AWAY = {"drop_table", "drop_column", "rename_table", "drop_constraint"}
HARMLESS = {"create_table", "drop_index", "f", "batch_alter_table"}
"""A table or an index more or less is no difference to who does not know it, but for how long a question takes."""
TIGHTENS = {"create_unique_constraint", "create_check_constraint", "create_foreign_key", "create_primary_key"}
KNOWN = {
    *TAKES_AWAY,
    *HARMLESS,
    *TIGHTENS,
    "add_column",
    "alter_column",
    "create_index",
    "execute",
    "bulk_insert",
    "get_bind",
}

ALLOWED = {
    ("notifications/0002_drafts.py", "execute"): "fills a column of its own, which old code does not read",
    ("notifications/0003_rules.py", "execute"): "fills a column of its own, which old code does not read",
}
"""Statements that were read by a person: what each does, and why old code does not mind."""


def name_of(path: Path) -> str:
    """`room/0002_what.py`."""
    return f"{path.parts[-4]}/{path.name}"


def findings(source: str) -> Iterator[tuple[str, str]]:
    """What old code would stumble over on the way up: the operation, and a sentence."""
    upgrade = next(one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef) and one.name == "upgrade")
    new = set(_added(upgrade))
    for call in _operations(upgrade):
        kind = _kind(call)
        if kind not in KNOWN:
            yield kind, f"{kind}: not known here, look whether old code can live with it"
        elif kind in TAKES_AWAY:
            yield kind, f"{kind}: old code may still use it; leave it for a later version"
        elif kind in ("execute", "bulk_insert", "get_bind"):
            yield kind, f"{kind}: read it, and say in ALLOWED why old code does not mind"
        elif kind == "alter_column":
            yield from _altered(call)
        elif kind == "add_column" and not (_may_be_null(call) or _has_default(call)):
            yield kind, f"{ast.unparse(call)[:80]}: old code inserts rows without it"
        elif (kind in TIGHTENS or (kind == "create_index" and _says(call, "unique"))) and not _columns(call) <= new:
            yield kind, f"{ast.unparse(call)[:80]}: old code may write what this refuses"


def _operations(upgrade: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(upgrade):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and (owner.id == "op" or owner.id.startswith("batch")):
                yield node


def _kind(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def _added(upgrade: ast.Module) -> Iterator[str]:
    """The columns that are new: added here, or of a table that is made here."""
    loops = [node for node in ast.walk(upgrade) if isinstance(node, ast.For)]
    for call in _operations(upgrade):
        if _kind(call) in ("add_column", "create_table"):
            yield from (one.value for one in ast.walk(call) if _is_text(one))
            for loop in loops:
                if call in ast.walk(loop):
                    yield from (one.value for one in ast.walk(loop.iter) if _is_text(one))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _columns(call: ast.Call) -> set[str]:
    """The columns that a constraint or an index is about: its first list (of a foreign key, ours come first)."""
    lists = [one for one in call.args if isinstance(one, ast.List)]
    return {one.value for one in ast.walk(lists[0]) if isinstance(one, ast.Constant)} if lists else {"?"}


def _says(call: ast.Call, keyword: str) -> bool:
    return any(one.arg == keyword and getattr(one.value, "value", None) is True for one in call.keywords)


def _column(call: ast.Call) -> ast.Call:
    """The column that is added, made by SQLAlchemy or by a short hand of the migration's own."""
    column = next(one for one in reversed(call.args) if isinstance(one, ast.Call))
    assert isinstance(column, ast.Call)
    return column


def _may_be_null(call: ast.Call) -> bool:
    return _says(_column(call), "nullable")


def _has_default(call: ast.Call) -> bool:
    return any(one.arg == "server_default" for one in _column(call).keywords)


def _altered(call: ast.Call) -> Iterator[tuple[str, str]]:
    said = {one.arg: one.value for one in call.keywords}
    harmless = {"existing_type", "existing_nullable", "existing_server_default", "server_default"}
    loosens = getattr(said.pop("nullable", None), "value", True) is True
    if not loosens or not set(said) <= harmless:
        yield "alter_column", f"{ast.unparse(call)[:80]}: old code writes and reads it as it was"


@pytest.mark.parametrize("path", LATER, ids=name_of)
def test_old_code_can_go_on_after_a_migration(path: Path) -> None:
    found = [sentence for kind, sentence in findings(path.read_text("utf-8")) if (name_of(path), kind) not in ALLOWED]
    assert found == []


def test_every_exception_is_still_one() -> None:
    found = {(name_of(path), kind) for path in LATER for kind, _ in findings(path.read_text(encoding="utf-8"))}
    assert set(ALLOWED) - found == set()


@pytest.mark.parametrize(
    "operation",
    [
        'op.drop_table("plans")',
        'batch_op.drop_column("title")',
        'op.rename_table("plans", "intents")',
        'batch_op.alter_column("title", new_column_name="name")',
        'batch_op.alter_column("title", nullable=False)',
        'batch_op.alter_column("title", type_=sa.Integer())',
        'batch_op.add_column(sa.Column("why", sa.Text(), nullable=False))',
        'batch_op.add_column(sa.Column("why", sa.Text()))',
        'batch_op.create_unique_constraint("uq_plans_title", ["title"])',
        'batch_op.create_index("ix_plans_title", ["title"], unique=True)',
        'batch_op.create_foreign_key("fk", "people", ["person"], ["id"])',
        'op.execute("ALTER TABLE plans DROP COLUMN title")',
        'op.reshape("plans")',
    ],
)
def test_what_old_code_would_stumble_over_is_seen(operation: str) -> None:
    assert list(findings(f"def upgrade():\n    {operation}\n"))


@pytest.mark.parametrize(
    "operation",
    [
        'batch_op.add_column(sa.Column("why", sa.Text(), nullable=True))',
        'batch_op.add_column(sa.Column("why", sa.Text(), nullable=False, server_default=""))',
        'batch_op.alter_column("title", nullable=True, existing_type=sa.Text())',
        'batch_op.create_index("ix_plans_title", ["title"], unique=False)',
        """batch_op.add_column(sa.Column("why", sa.Text(), nullable=True))
    batch_op.create_unique_constraint("uq_plans_why", ["why"])""",
    ],
)
def test_what_old_code_does_not_notice_is_let_pass(operation: str) -> None:
    assert list(findings(f"def upgrade():\n    {operation}\n")) == []
