# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders of a project."""

from __future__ import annotations

from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.project import PROJECT

FOLDER = Kind(
    name="folder",
    path="/folders",
    parent=PROJECT,
    fields=(Field("name", needed_to_create=True),),
    read_only=frozenset({"id", "project_id", "size", "items_count", "created_at", "updated_at", "deleted_at"}),
    holds=("items_count",),
)
