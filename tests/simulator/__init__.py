# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator of the Kinescope API, for tests of this collection and of playbooks. See docs/simulator.md."""

from __future__ import annotations

from .simulator import Simulator

__all__ = ["Simulator"]
