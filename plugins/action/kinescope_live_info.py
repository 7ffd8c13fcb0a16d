# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs kinescope_live_info in Ansible's worker where that is possible."""

from __future__ import annotations

from ansible_collections.kinescope.kinescope.plugins.modules import kinescope_live_info
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._rundown import Rundown


class ActionModule(Rundown):
    """See _rundown.py."""

    module = kinescope_live_info
