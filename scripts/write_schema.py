# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write schemas/workspace.json, the JSON Schema of workspace documents for editors, as the kinds give it."""

from __future__ import annotations

import json
import pathlib

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import workspace_schema

FILE = pathlib.Path(__file__).resolve().parent.parent / "schemas/workspace.json"


def text() -> str:
    """What the file shall hold."""
    return json.dumps(workspace_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), encoding="utf-8", newline="\n")
