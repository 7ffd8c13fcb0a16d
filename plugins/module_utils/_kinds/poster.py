# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters of videos. Nothing that the API shows of one tells whether it was made of a frame or of a file."""

from __future__ import annotations

from .._core.fields.scalar import Flag, Number
from .._core.kind import Kind, Routes
from .video import VIDEO

POSTER = Kind(
    name="poster",
    routes=Routes("/posters", update=""),
    parent=VIDEO,
    key=(),
    fields=(Number("from_time"), Flag("active")),
    read_only=frozenset({"id", "type", "media_id", "status", "to_time", "original", "md", "sm", "xs"}),
)
