# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a delete removes besides the object: the contents of a project or folder, as counted by the API. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._core.fields.base import Raw
from .._core.plan import Plan
from .._core.values import id_form
from .._kinds.folder import FOLDER


class Contents(NamedTuple):
    """The number and size (bytes) of the items in an object, and of those in its folders, by folder ID."""

    items: int = 0
    bytes: int = 0
    folders: Mapping[Any, Contents] = {}

    def as_json(self) -> list[Any]:
        """An equal value for equal contents, in whatever order they were listed."""
        return [self.items, self.bytes, sorted([str(id), inner.as_json()] for id, inner in self.folders.items())]

    def growth(self, now: Contents) -> str:
        """What ``now`` has more than this, in words; '' if nothing."""
        parts = [
            f"{name} {before} → {after}"
            for name, before, after in (("items", self.items, now.items), ("bytes", self.bytes, now.bytes))
            if after > before
        ]
        new = len(set(now.folders) - set(self.folders))
        more = [inner.growth(now.folders[id]) for id, inner in self.folders.items() if id in now.folders]
        parts += [f"new folders: {new}"] if new else []
        return ", ".join(parts) or next(filter(None, more), "")


def may_hold_items(raw: Raw) -> bool:
    """Whether an object, or a folder in it, may contain anything besides folders."""
    return raw.get("items_count") != 0 or any(map(may_hold_items, raw.get(FOLDER.section) or ()))


def contents_of(plan: Plan) -> Contents | None:
    """The contents that a plan deletes; None for plans that delete nothing, and for kinds without contents."""
    raw = plan.observed
    return None if raw is None or plan.wanted.present or not plan.wanted.kind.holds else _contents(raw)


def takes_along(plan: Plan) -> dict[str, int]:
    """The contents that a plan deletes, for results: {items, bytes}; {} for kinds without contents."""
    held = contents_of(plan)
    return {"items": held.items, "bytes": held.bytes} if held else {}


def _contents(raw: Raw) -> Contents:
    folders = raw.get(FOLDER.section)
    there = [one for one in folders if not one.get("deleted_at")] if isinstance(folders, list) else []
    inner = {id_form(one.get("id")): _contents(one) for one in there}
    return Contents(_number(raw.get("items_count")), _number(raw.get("size")), inner)


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
