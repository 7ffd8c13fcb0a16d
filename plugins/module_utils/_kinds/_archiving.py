# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What kinds have in common whose objects can be put away without being deleted."""

from __future__ import annotations

from typing import Any

from .._core.fields.scalar import Flag

# a create does not take it
ARCHIVED = Flag("archived", written="by_update")
# whether the usual list shows archived objects is not documented
ARCHIVE = (("archived", "true"),)


def archived(raw: dict[str, Any]) -> dict[str, Any]:
    """The object with ``archived``, which goes in as such and comes out as ``archived_at``, if it shows that."""
    return {**raw, "archived": bool(raw["archived_at"])} if "archived_at" in raw else raw
