# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugins that Ansible runs on the controller. Their imports come from bytecode; see _bytecode.py."""

from ansible_collections.kinescope.kinescope.plugins.plugin_utils import _bytecode  # noqa: F401
