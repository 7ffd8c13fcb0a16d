# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The avatar: a picture that can be set and removed, but never read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.gateway import Gateway
from .._core.change import Delete, Update
from .._core.errors import DocumentError, KinescopeError
from .._core.fields.file import content_shown
from .._core.kind import Kind, Routes
from .._core.plan import plan_of_one
from .._core.result import TaskResult
from .._core.wanted import Content
from .._files.safe_open import REQUEST
from .._reconcile.action import Action
from .._reconcile.option_files import content_of

KIND = Kind("avatar", Routes("/v1/avatar", singleton=True), (), ())
KEY = "workspace"


def _avatar(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Set or remove the avatar. No request reads it back, so every run reports a change. Raises KinescopeError."""
    present = options["state"] == "present"
    if present and not options["src"]:
        raise DocumentError("src must not be empty")
    content = content_of("src", options["src"], options["src"], REQUEST) if present else Content()
    change = Update(KIND, KEY, ("src",)) if present else Delete(KIND, KEY)
    plan = plan_of_one(KIND, KEY, change, {}, {"src": content_shown(content.sha256)} if present else {})
    try:
        # the responses contain users with their tokens, so they are ignored
        if not check_mode and present:
            gateway.upload(KIND.routes.path, content)
        elif not check_mode:
            gateway.delete_file(KIND.routes.path)
    except KinescopeError as error:
        error.about(KIND.name, KEY, change.action)
        result.account(plan, "failed", error.sentence())
        raise
    result.account(plan, "planned" if check_mode else "applied")
    result.show(plan, {}, ("src" if present else "state",))


AVATAR = Action(
    name=KIND.name,
    options={
        "src": {"type": "path"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    run=_avatar,
    rules={"required_if": [["state", "present", ["src"]]]},
)
