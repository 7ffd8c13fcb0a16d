# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of kinescope_workspace that Ansible takes and that mean nothing: refused before the first request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import manage_workspace
from tests.unit.module_args import patch_module_args

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"max_deletions": -1}, "max_deletions must be at least 0"),
        ({"lock_timeout": -0.5}, "lock_timeout must be at least 0"),
        ({"lock_timeout": "nan"}, "lock_timeout must be at least 0"),
        ({"lock_timeout": float("nan")}, "lock_timeout is not a finite number"),
        (
            {"config": {"version": 1, "players": [{"name": "A", "settings": {"a": float("nan")}}]}},
            "the document is not valid, nothing was written:\nplayers[0].settings.a: is not a finite number",
        ),
    ],
)
def test_refused(capsys: pytest.CaptureFixture[str], given: dict[str, Any], told: str) -> None:
    options = {"api_token": TOKEN, "api_url": "https://nowhere.invalid", "config": {"version": 1}, **given}
    with patch_module_args(options), pytest.raises(SystemExit):
        manage_workspace()
    result = json.loads(capsys.readouterr().out)
    assert (result["failed"], result["changed"]) == (True, False)
    assert result["msg"] == f"Cannot reconcile workspace: {told}"
