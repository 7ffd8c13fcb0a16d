# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The position of an object in a list that the user orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..change import Change
from ..comparison import Comparison
from ..positions import rank_of, reordered
from ..wanted import Wanted
from .scalar import Integer


class Position(Integer):
    """A position, counted from 1. ``route``, below the list, takes all IDs in their order."""

    ranks: ClassVar[bool] = True

    def misfit(self, value: Any, where: str) -> str:
        return ""  # the list says it by its order

    @property
    def own_request(self) -> bool:
        return True

    def changes(self, part: Comparison, wanted: Wanted, observed: Mapping[str, Any], here: str | None) -> list[Change]:
        return [*reordered(wanted, rank_of(wanted.kind, observed), wanted.order, here)]
