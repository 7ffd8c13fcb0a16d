#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation follows."""

from __future__ import annotations

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.player import PLAYER


def main() -> None:
    manage(PLAYER)


if __name__ == "__main__":
    main()
