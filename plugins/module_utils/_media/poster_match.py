# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, the posters of a video) -> the matching poster. Pure.

A file is only recognized by its content. If contents cannot be compared, a poster that may be the wanted one counts as
such, because a new one in every run would be worse; ``replace`` changes that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from .._core.errors import PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.wanted import Wanted
from .._kinds.poster import EXACT, NEAR, POSTER, may_be_file


def match(wanted: Wanted, posters: Sequence[Raw], same: Collection[Any], replace: bool) -> Raw | None:
    """The poster that matches a frame or a file; None if there is none. Raises PlanError.

    ``same`` are the IDs of posters that certainly have the file's content.
    """
    if "from_time" in wanted.values:
        return _of_frame(posters, wanted.values["from_time"])
    alike = [raw for raw in posters if may_be_file(raw)]
    equal = [raw for raw in alike if id_of(POSTER, raw) in same]
    if equal and (wanted.present or len(equal) == 1):
        return active_of(equal) or equal[0]
    if not alike or (replace and wanted.present):
        return None
    if wanted.present:
        meant = active_of(alike)
        if meant is None and wanted.values.get("active"):
            meant = _only(alike, "may come from it; select one with id, or use replace: true")
        return meant or alike[0]
    raise PlanError(f"it is unknown which of the video's posters comes from this source (IDs {_ids(alike)}); set id")


def active_of(posters: Sequence[Raw]) -> Raw | None:
    """The poster that viewers see."""
    return next((raw for raw in posters if raw.get("active")), None)


def _of_frame(posters: Sequence[Raw], time: float) -> Raw | None:
    alike = [raw for raw in posters if may_be_file(raw)]
    if time <= EXACT:
        return active_of(alike) or (_only(alike, "show this time") if alike else None)
    frames = [(abs(raw["from_time"] - time), raw) for raw in posters if not may_be_file(raw)]
    nearest = min((distance for distance, _raw in frames), default=NEAR + 1)
    if nearest > NEAR:
        return None
    return _only([raw for distance, raw in frames if distance <= nearest + EXACT], "show this frame")


def _only(found: Sequence[Raw], why: str) -> Raw:
    if len(found) > 1:
        raise PlanError(f"{len(found)} posters {why} (IDs {_ids(found)})")
    return found[0]


def _ids(posters: Sequence[Raw]) -> str:
    return ", ".join(sorted(str(id_of(POSTER, raw)) for raw in posters))
