# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, the additional materials of a video) -> Plan. Pure.

The API cannot put another file in place of a material's: the new one is uploaded as a material of its own, takes the
title and the place of the old one, and then the old one is deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .._core.change import Change, Create, Delete, Update
from .._core.errors import GuardError, PlanError
from .._core.fields.base import Raw
from .._core.fields.file import content_shown
from .._core.identity import id_of
from .._core.plan import Plan
from .._core.wanted import Wanted
from .._kinds.material import MATERIAL


@dataclass(frozen=True)
class LocalFile:
    """A file to be uploaded, by its path."""

    path: str
    size: int
    sha256: str


def in_order(materials: Sequence[Raw]) -> list[Raw]:
    """Materials in the order in which viewers see them."""
    return sorted(materials, key=lambda raw: raw.get("position") or 0)


def found_in(wanted: Wanted, materials: Sequence[Raw]) -> Raw | None:
    """The material that is meant; None when there is none. Raises PlanError."""
    id = wanted.values.get("id")
    if id is not None:
        found = [raw for raw in materials if id_of(MATERIAL, raw) == id]
        if not found and wanted.present:
            raise PlanError(f"the video has no material with the ID {id}")
        return found[0] if found else None
    found = [raw for raw in materials if raw.get("filename") == wanted.values["filename"]]
    if len(found) > 1:
        ids = ", ".join(sorted(str(id_of(MATERIAL, raw)) for raw in found))
        raise PlanError(f"{len(found)} materials have this filename (IDs {ids}); select one with id")
    return found[0] if found else None


def plan_material(wanted: Wanted, materials: Sequence[Raw], same: bool | None = None) -> Plan:
    """The plan for one material, of those that a video has.

    ``wanted`` has ``filename`` or ``id``, and perhaps ``src``, ``title`` and ``position``. ``same`` says whether the
    file is what the material holds; None when that is not known. Raises PlanError, GuardError.
    """
    found = found_in(wanted, materials)
    if not wanted.present:
        return _absent(wanted, found)
    if found is None:
        return _create(wanted, materials)
    filename = wanted.values.get("filename", found.get("filename"))
    if filename != found.get("filename"):
        message = (
            f"filename can only be set when the material is created (it is {found.get('filename')!r}, wanted "
            f"{filename!r}); create a material with this filename, and delete the old one"
        )
        raise GuardError(message).about(MATERIAL.name, wanted.key, "update")
    return _update(wanted, found, [id_of(MATERIAL, raw) for raw in in_order(materials)], same)


def _absent(wanted: Wanted, found: Raw | None) -> Plan:
    if found is None:
        return Plan(wanted, None, (), {}, {}, {})
    known = {name: found.get(name) for name in ("filename", "title", "position") if found.get(name)}
    change = Delete(MATERIAL, wanted.key, id=found["id"], base=wanted.base)
    return Plan(wanted, found, (change,), known, {}, {})


def _create(wanted: Wanted, materials: Sequence[Raw]) -> Plan:
    values = wanted.values
    if "src" not in values:
        message = "it does not exist, and creating it requires src"
        raise GuardError(message).about(MATERIAL.name, wanted.key, "create")
    body = {name: values[name] for name in ("filename", "title") if name in values}
    if "position" in values:
        body["position"] = min(values["position"], len(materials) + 1)
    fields = tuple(name for name in ("filename", "src", "title", "position") if name in values)
    change = Create(MATERIAL, wanted.key, fields, None, wanted.base, body)
    after = {name: _shown(values[name]) for name in fields}
    return Plan(wanted, None, (change,), {}, after, {**body, "size": values["src"].size})


def _update(wanted: Wanted, found: Raw, order: Sequence[Any], same: bool | None) -> Plan:
    """The plan for a material that exists: another file takes its place, or its title and position change."""
    values = wanted.values
    here = order.index(id_of(MATERIAL, found)) + 1
    place = min(values.get("position", here), len(order))
    before: dict[str, Any] = {}
    after = {name: _shown(values[name]) for name in ("filename", "src", "title", "position") if name in values}
    stands = {
        "filename": found.get("filename"),
        "src": after.get("src") if same else {"state": "present", "size": found.get("size")},
        "title": found.get("title") or "",
        "position": values.get("position") if place == here else here,
    }
    unverified: tuple[str, ...] = ()
    if "src" in values and same is None:
        unverified = ("src",)
        del after["src"]
    before = {name: stands[name] for name in after}
    differing = tuple(name for name in after if before[name] != after[name])
    title = values.get("title", found.get("title") or "")
    predicted = {**found, "title": title, "position": place}
    changes: list[Change] = []
    if "src" in differing:
        body = {"filename": found.get("filename"), "title": title, "position": place}
        changes.append(Create(MATERIAL, wanted.key, differing, None, wanted.base, body))
        changes.append(Delete(MATERIAL, wanted.key, (), found["id"], wanted.base))
        predicted = {**{name: value for name, value in predicted.items() if name != "id"}, "size": values["src"].size}
    else:
        for name, body in (("title", {"title": title}), ("position", {"position": place})):
            if name in differing:
                changes.append(Update(MATERIAL, wanted.key, (name,), found["id"], wanted.base, body))
    return Plan(wanted, found, tuple(changes), before, after, predicted if changes else found, unverified)


def reordered(order: Sequence[Any], id: Any, place: int, beside: Any = None) -> list[Any]:
    """The ids in their new order: one at a place that counts from 1, another (which goes soon) right behind it."""
    others = [other for other in order if other not in (id, beside)]
    return [*others[: place - 1], id, *([beside] if beside in order else []), *others[place - 1 :]]


def _shown(value: Any) -> Any:
    return content_shown(value.sha256) if isinstance(value, LocalFile) else value
