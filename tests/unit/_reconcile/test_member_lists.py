# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of a list whose rows show their positions, and of one whose rows do not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.playlist import PLAYLIST
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.member_lists import with_members
from tests.simulator.ids import new_id

A, B, C = (new_id() for _number in range(3))


@pytest.mark.parametrize(
    ("positions", "order"),
    [
        ((1, 2, 3), [A, B, C]),
        ((3, 1, 2), [B, C, A]),
        (("10", "9", 8.0), [C, B, A]),
        ((1, 1, 2), [A, B, C]),
        ((0, 0, 0), [A, B, C]),
        ((None, 2, 1), [A, B, C]),
        ((True, 2, 1), [A, B, C]),
    ],
)
def test_positions_decide_the_order_if_each_row_has_its_own(positions: tuple[Any, ...], order: list[str]) -> None:
    """It is undocumented in which order the API returns the videos of a playlist."""
    rows = [{"id": id, "position": place} for id, place in zip((A, B, C), positions)]
    gateway: Any = SimpleNamespace(client=SimpleNamespace(get=lambda _path: ApiResponse(200, {"data": rows})))
    found = with_members(PLAYLIST, {"id": A}, gateway)
    assert found is not None
    assert found["entity_ids"] == order
