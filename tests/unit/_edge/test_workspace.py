# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of kinescope_workspace that Ansible takes and that mean nothing: refused before the first request."""

from __future__ import annotations

import gc
import json
import pathlib
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import base_of, manage_workspace
from tests.unit.module_args import patch_module_args

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"max_deletions": -1}, "max_deletions must be at least 0"),
        ({"lock_timeout": -0.5}, "lock_timeout must be at least 0"),
        ({"lock_timeout": "nan"}, "lock_timeout must be at least 0"),
        (
            {"freeze": [{"from": "2026-12-01 18:00", "to": "2026-12-02T18:00Z"}]},
            "freeze[0].from: '2026-12-01 18:00' has no time zone; write it with one, such as "
            "2026-12-01T18:00+03:00 or 2026-12-01 18:00 Europe/Moscow",
        ),
        ({"on_drift": "keep"}, "on_drift: keep requires base or base_src"),
        ({"on_drift": "fail"}, "on_drift: fail requires base or base_src"),
        ({"base": ["no section"]}, "base must be a dictionary of sections"),
        ({"base_src": "/nowhere.yml"}, "base_src '/nowhere.yml' cannot be read: No such file or directory"),
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


def test_what_is_wrong_with_a_base_is_a_warning_without_its_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    hook = {"name": "W", "endpoint": "https://w", "password": "former-password"}
    base = {"version": 1, "webhooks": [hook, {**hook, "name": "V", "a": "former-password"}]}
    warnings: list[str] = []
    assert [entry.options["name"] for entry in base_of(base, None, "", warnings) or ()] == ["W"]
    (warning,) = warnings
    assert warning.startswith("only a part of base can be used; webhooks[1].a: is not a valid option")
    assert "former-password" not in warning
    options = {"api_token": TOKEN, "api_url": "https://nowhere.invalid", "config": {"players": 1}, "base": base}
    with patch_module_args(options), pytest.raises(SystemExit):
        manage_workspace()
    told = json.loads(capsys.readouterr().out)
    assert told["failed"] is True
    assert "former-password" not in json.dumps(told)


def test_files_of_a_base_that_contradict_each_other_are_a_warning_with_their_place(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yml").write_text("version: 1\ndrm_auth: {url: https://a}")
    (tmp_path / "b.yml").write_text("version: 1\ndrm_auth: {url: https://b}")
    warnings: list[str] = []
    base_of(None, ["."], str(tmp_path), warnings)
    assert warnings[0].startswith("only a part of base can be used; drm_auth (./b.yml, line 2): is defined differently")


def test_garbage_is_collected_afterwards_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    before = gc.get_threshold()
    with patch_module_args({"api_token": TOKEN, "config": {"players": 1}}), pytest.raises(SystemExit):
        manage_workspace()
    assert json.loads(capsys.readouterr().out)["failed"] is True
    assert gc.get_threshold() == before
