# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter plan_lines."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.kinescope.kinescope.plugins.filter.plan_lines import plan_lines

COUNTS = "1 to create, 0 to update, 2 to move, 0 to delete, 3 unchanged"
SUMMARY = {"create": 1, "move": 2, "unchanged": 3}


@pytest.mark.parametrize(
    ("result", "lines"),
    [
        ({"lines": ["+ project 'A'"], "summary": SUMMARY}, ["+ project 'A'", COUNTS]),
        ({"lines": [], "summary": SUMMARY}, [COUNTS]),
        ({"faults": ["projects[0].nme: is not a valid option"]}, ["projects[0].nme: is not a valid option"]),
        ({"msg": "the API is not reachable"}, []),
        ({"lines": ["+ tag '\n::error::'"]}, [r"+ tag '\u000a\u003a:error::'"]),
    ],
)
def test_what_is_printed(result: dict[str, Any], lines: list[str]) -> None:
    assert plan_lines(result) == lines


@pytest.mark.parametrize("number", [200, 201, 5000])
def test_a_long_plan_is_cut_in_the_middle(number: int) -> None:
    lines = plan_lines({"lines": [f"+ tag '{n}'" for n in range(number)], "summary": SUMMARY})
    assert lines[0] == "+ tag '0'"
    assert lines[-2:] == [f"+ tag '{number - 1}'", COUNTS]
    assert len(lines) == 201 + (number > 200)
    assert (f"... {number - 200:,} more ..." in lines) is (number > 200)


def test_an_invalid_result() -> None:
    with pytest.raises(AnsibleFilterError, match="expected the registered result"):
        plan_lines("text")
