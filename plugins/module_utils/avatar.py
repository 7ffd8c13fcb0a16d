# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The avatar: a picture that can be set and removed, and of which nothing tells what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Content
from ansible_collections.kinescope.kinescope.plugins.module_utils.deed import Deed
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import DocumentError, KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils.files import content_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change
from ansible_collections.kinescope.kinescope.plugins.module_utils.regular_file import REQUEST
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import changes_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.runner import Report
from ansible_collections.kinescope.kinescope.plugins.module_utils.shown import content_shown

KIND = Kind("avatar", "/v1/avatar", (), (), singleton=True)
KEY = "workspace"


def _avatar(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> None:
    present = options["state"] == "present"
    if present and not options["src"]:
        raise DocumentError("src must not be empty")
    content = content_of("src", options["src"], options["src"], REQUEST) if present else Content()
    change = Change(KIND, KEY, "update" if present else "delete", ("src",) if present else ())
    try:
        # the answers are users with tokens in them: they are not looked at
        if not check_mode and present:
            gateway.upload(KIND.path, content)
        elif not check_mode:
            gateway.delete_file(KIND.path)
    except KinescopeError as error:
        error.about(KIND.name, KEY, change.action)
        report.result["changes"] = changes_of([change], ["failed"])
        raise
    report.result.update(
        changed=True,
        changes=changes_of([change], ["planned" if check_mode else "applied"]),
        diff={"before": {}, "after": content_shown(content.sha256)},
        resource={},
        unverified=["src" if present else "state"],
    )


AVATAR = Deed(
    name=KIND.name,
    options={
        "src": {"type": "path"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    do=_avatar,
    rules={"required_if": [["state", "present", ["src"]]]},
)
