# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, the posters of a video) -> Plan: which poster is meant, and what is to be done. Pure.

A poster of a frame shows its time, one of a file shows the time 0, and so does one of the first frame. So a file is
recognised by its content alone. Where that cannot be compared, a poster that may be the wanted one counts as it,
because a new one in every run would be worse; ``replace`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from .._core.change import Create, Delete, Transition
from .._core.errors import GuardError, PlanError
from .._core.fields.base import Raw
from .._core.fields.file import file_shown
from .._core.identity import id_of
from .._core.plan import Plan
from .._core.wanted import Content, Wanted
from .._kinds.poster import POSTER

EXACT = 0.0005  # seconds
NEAR = 0.05  # seconds within which the frame is taken as the same: one lasts about that long


def origin_of(wanted: Wanted) -> str:
    """The option that says what the poster is made of; '' when an id names it."""
    return next((name for name in ("from_time", "src", "url") if name in wanted.values), "")


def of_files(posters: Sequence[Raw]) -> list[Raw]:
    """The posters that may be made of a file."""
    return [raw for raw in posters if (raw.get("from_time") or 0) <= EXACT]


def plan_poster(wanted: Wanted, posters: Sequence[Raw], same: Collection[Any], replace: bool = False) -> Plan:
    """The plan for one poster, of those that a video has.

    ``wanted`` has ``id``, or one of ``from_time``, ``src`` and ``url``, and perhaps ``active``. ``same`` are the ids
    of posters whose content is known to be the file's. Raises PlanError, GuardError.
    """
    found, unverified = _found(wanted, posters, same, replace)
    if not wanted.present:
        return _absent(wanted, found)
    if found is None:
        return _create(wanted, posters)
    active, is_active = wanted.values.get("active"), found.get("active") is True
    if active is False and is_active:
        message = "the active poster of a video cannot be deactivated; activate another poster instead"
        raise GuardError(message).about(POSTER.name, wanted.key, "update")
    changes = []
    if active and not is_active:
        changes.append(Transition(POSTER, wanted.key, ("active",), found["id"], wanted.base, None, "active", "POST"))
    before = after = _shown(wanted)
    if active is not None:
        before, after = {**before, "active": is_active}, {**after, "active": active}
    predicted = {**found, "active": True} if changes else found
    return Plan(wanted, found, tuple(changes), before, after, predicted, unverified)


def _found(
    wanted: Wanted, posters: Sequence[Raw], same: Collection[Any], replace: bool
) -> tuple[Raw | None, tuple[str, ...]]:
    """The poster that is meant, and what could not be compared in saying so."""
    origin = origin_of(wanted)
    if not origin:
        found = [raw for raw in posters if id_of(POSTER, raw) == wanted.values["id"]]
        if not found and wanted.present:
            raise PlanError(f"the video has no poster with the ID {wanted.values['id']}")
        return (found[0] if found else None), ()
    if origin == "from_time":
        return _of_frame(posters, wanted.values["from_time"])
    alike = of_files(posters)
    equal = [raw for raw in alike if id_of(POSTER, raw) in same]
    if equal and (wanted.present or len(equal) == 1):
        return _active_of(equal) or equal[0], ()
    if not alike or (replace and wanted.present):
        return None, ()
    if wanted.present:
        meant = _active_of(alike)
        if meant is None and wanted.values.get("active"):
            meant = _only(alike, "may come from it; select one with id, or use replace: true")
        return meant or alike[0], (origin,)
    raise PlanError(f"it is unknown which of the video's posters comes from this source (IDs {_ids(alike)}); set id")


def _of_frame(posters: Sequence[Raw], time: float) -> tuple[Raw | None, tuple[str, ...]]:
    if time <= EXACT:
        alike = of_files(posters)
        return (_active_of(alike) or _only(alike, "show this time"), ("from_time",)) if alike else (None, ())
    frames = [raw for raw in posters if raw not in of_files(posters)]
    distances = [abs(raw["from_time"] - time) for raw in frames]
    nearest = min(distances, default=NEAR + 1)
    if nearest > NEAR:
        return None, ()
    found = [raw for raw, distance in zip(frames, distances) if distance <= nearest + EXACT]
    return _only(found, "show this frame"), ()


def _active_of(posters: Sequence[Raw]) -> Raw | None:
    return next((raw for raw in posters if raw.get("active")), None)


def _only(found: Sequence[Raw], why: str) -> Raw:
    if len(found) > 1:
        raise PlanError(f"{len(found)} posters {why} (IDs {_ids(found)})")
    return found[0]


def _ids(posters: Sequence[Raw]) -> str:
    return ", ".join(sorted(str(id_of(POSTER, raw)) for raw in posters))


def _absent(wanted: Wanted, found: Raw | None) -> Plan:
    if found is None:
        return Plan(wanted, None, (), {}, {}, {})
    change = Delete(POSTER, wanted.key, id=found["id"], base=wanted.base)
    before = {"from_time": found.get("from_time") or 0, "active": found.get("active") is True}
    return Plan(wanted, found, (change,), before, {}, {})


def _create(wanted: Wanted, posters: Sequence[Raw]) -> Plan:
    active = wanted.values.get("active")
    if active is False and not _active_of(posters):
        message = "the first poster of a video becomes active; activate another poster first"
        raise GuardError(message).about(POSTER.name, wanted.key, "create")
    origin = origin_of(wanted)
    fields = (origin, *(["active"] if active is not None else []))
    after = {**_shown(wanted), **({"active": active} if active is not None else {})}
    predicted = {"from_time": wanted.values.get("from_time", 0), **({"active": active} if active is not None else {})}
    change = Create(POSTER, wanted.key, fields, None, wanted.base, dict(predicted))
    return Plan(wanted, None, (change,), {}, after, predicted, (origin,) if origin == "url" else ())


def _shown(wanted: Wanted) -> dict[str, Any]:
    """What a poster is made of, as diffs have it."""
    origin = origin_of(wanted)
    value = wanted.values.get(origin)
    return {origin: file_shown(value) if isinstance(value, Content) else value} if origin else {}
