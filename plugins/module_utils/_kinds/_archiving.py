# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kinds have in common whose objects can be archived."""

from __future__ import annotations

from typing import Any

from .._core.fields.scalar import Flag

# not accepted by a create
ARCHIVED = Flag("archived", written="by_update")
# it is undocumented whether the usual list shows archived objects
ARCHIVE = (("archived", "true"),)


def archived(raw: dict[str, Any]) -> dict[str, Any]:
    """The object with ``archived``: it is sent under that name but returned, if at all, as ``archived_at``."""
    return {**raw, "archived": bool(raw["archived_at"])} if "archived_at" in raw else raw
