# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state: a table of rows for each kind, and the workspaces that own the tables."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import clock, ids
from .fields import Kind, Row

if TYPE_CHECKING:
    from .core import Core


def _sort_key(field: str) -> Callable[[Row], Any]:
    """Text is case-insensitive (documented order of names); times sort as text without the Z; null comes last."""

    def key(row: Row) -> tuple[bool, Any]:
        value = row.get(field)
        if isinstance(value, str):
            return False, value[:-1] if value.endswith("Z") and value[4:5] == "-" else value.casefold()
        return value is None, 0 if value is None else value

    return key


REMEMBERED = 100


class Table:
    """The rows of one kind in one workspace, indexed by id, natural key and parent."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.rows: dict[str, Row] = {}
        self.by_key: dict[Any, dict[str, None]] = {}
        self.by_parent: dict[Any, dict[str, None]] = {}
        self._sorted: dict[Any, list[Row]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self.rows.values()))

    def _index(self, row: Row) -> list[tuple[dict[Any, dict[str, None]], Any]]:
        entries = [(self.by_key, row.get(self.kind.key))]
        group = self.kind.parent[1] if self.kind.parent else self.kind.grouped
        if group:
            entries.append((self.by_parent, row.get(group)))
        return entries

    def _enter(self, row: Row) -> None:
        self._sorted.clear()
        for index, value in self._index(row):
            index.setdefault(value, {})[row[self.kind.id_field]] = None

    def _leave(self, row: Row) -> None:
        self._sorted.clear()
        for index, value in self._index(row):
            held = index.get(value, {})
            held.pop(row[self.kind.id_field], None)
            if not held:
                index.pop(value, None)

    def add(self, row: Row) -> Row:
        """Store a row under its id."""
        self.rows[row[self.kind.id_field]] = row
        self._enter(row)
        return row

    def change(self, row: Row, changes: Row) -> None:
        """Change a stored row; updated_at is set unless it is among the changes."""
        self._leave(row)
        row.update(changes)
        if "updated_at" in row and "updated_at" not in changes:
            row["updated_at"] = clock.now()
        self._enter(row)

    def drop(self, row: Row) -> None:
        """Remove a row."""
        if self.rows.pop(row[self.kind.id_field], None) is not None:
            self._leave(row)

    def touch(self) -> None:
        """Discard remembered orders after a row has been changed in place."""
        self._sorted.clear()

    def keyed(self, value: Any) -> list[Row]:
        """The rows with this natural key."""
        rows = [self.rows[key] for key in self.by_key.get(value, ())]
        return [row for row in rows if not row.get("deleted_at")]

    def children(self, parent: Any) -> list[Row]:
        """The children of a parent, oldest first."""
        return [self.rows[key] for key in self.by_parent.get(parent, ())]

    def ordered(
        self,
        order: tuple[tuple[str, str], ...],
        parent: Any = None,
        keep: tuple[Any, Callable[[Row], bool]] | None = None,
    ) -> list[Row]:
        """The rows in an order; sorted once and remembered until the table changes."""
        name = (order, parent, keep[0] if keep else None)
        if name not in self._sorted:
            if len(self._sorted) >= REMEMBERED:
                self._sorted.clear()
            rows = list(self.rows.values()) if parent is None else self.children(parent)
            if keep:
                rows = [row for row in rows if keep[1](row)]
            for field, direction in reversed(order):
                rows.sort(key=_sort_key(field), reverse=direction == "desc")
            self._sorted[name] = rows
        return self._sorted[name]


class Workspace:
    """What one token has access to: its own tables, nothing shared with other workspaces."""

    def __init__(self, core: Core, index: int) -> None:
        self.core = core
        self.index = index
        self.id = ids.new_id()
        self.user = "Simulated User"
        self.tables = {name: Table(kind) for name, kind in core.kinds.items()}

    def __getitem__(self, kind: str) -> Table:
        return self.tables[kind]

    def switch(self, name: str) -> str:
        """The value of a switch."""
        return self.core.switches[name]

    def get(self, kind: str, key: Any) -> Row | None:
        """A row by its ID in the long form."""
        return self.tables[kind].rows.get(key)

    def new(self, kind: str, body: Row | None = None, **fixed: Any) -> Row:
        """Create an object with the API's defaults; `body` comes from the client, `fixed` from the server."""
        table = self.tables[kind]
        row = table.kind.fresh()
        given = copy.deepcopy(body or {})
        row.update(given)
        row.update(fixed)
        for name, value in (("id", ids.new_id()), ("workspace_id", self.id), ("created_at", clock.now())):
            if name in row and not row[name]:
                row[name] = value
        if not row.get(table.kind.id_field):
            row[table.kind.id_field] = ids.new_id()
        for name in ("created_by_user_name", "created_by"):
            if name in row and not row[name]:
                row[name] = self.user
        table.kind.on_create(self, row, {**given, **fixed})
        return table.add(row)

    def delete(self, kind: str, row: Row) -> None:
        """Delete an object, together with dependent objects."""
        table = self.tables[kind]
        table.kind.on_delete(self, row)
        if self.switch("deleted_rows") == "listed" and "deleted_at" in row:
            table.change(row, {"deleted_at": clock.now()})
        else:
            table.drop(row)

    def location(self, key: Any) -> Row | None:
        """A project or folder: the two are interchangeable as locations of media (documented)."""
        return self.get("project", key) or self.get("folder", key)

    def dump(self) -> dict[str, Any]:
        """The state as plain data."""
        return {"id": self.id, "rows": {name: copy.deepcopy(table.rows) for name, table in self.tables.items()}}

    def load(self, data: dict[str, Any]) -> None:
        """Restore a dumped state."""
        self.id = data["id"]
        for name, table in self.tables.items():
            fresh = Table(table.kind)
            for row in data["rows"][name].values():
                fresh.add(copy.deepcopy(row))
            self.tables[name] = fresh
