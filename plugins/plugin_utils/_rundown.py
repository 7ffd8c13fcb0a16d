# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of a module that checks live events and has the option report_dir."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reporting import Reporting


class Rundown(Reporting):
    """The action plugin of such a module, whose reports are about findings."""

    name, title = "preflight", "Kinescope rundown"

    def _reported(self, result: Mapping[str, Any], host: str) -> Any:
        from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.rundown import rundown_of

        return rundown_of(result, host)
