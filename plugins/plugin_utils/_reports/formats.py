# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports by name, and the file extension of each."""

from __future__ import annotations

from typing import Callable, Optional

from .as_html import as_html
from .as_json import as_json
from .as_junit import as_junit
from .as_markdown import as_markdown
from .drift import Drift

#: (drift, title, time of generation) -> the text of a report
Renderer = Callable[[Drift, str, Optional[str]], str]
FORMATS: dict[str, Renderer] = {"html": as_html, "json": as_json, "junit": as_junit, "markdown": as_markdown}
ENDINGS = {"html": "html", "json": "json", "junit": "xml", "markdown": "md"}
