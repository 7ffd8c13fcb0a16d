# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot be undone, and why: for results and for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .._core.display import kind_title, visible

NEW_ID = "is created again with a new ID, so links and embed codes with the old one stop working"
CONTENTS = "the videos in it are deleted with it"
CLOSED = "it is finished and accepts no changes"
HELD = "deleted videos in it cannot be restored"
SPREAD = "it also changes {others}, and their former values cannot be restored"
USED = "{users} that used it may have lost it"
MEDIA = "it cannot be created again without its file"
SAME_NAME = "another object has the same name, so an entry could mean that one"
IN_USE = "it stays, because an object that uses it cannot be set to use none"
NAMED = "it may be created because another object names it; delete it yourself"
ON_THE_WAY = "it is created on the way to another object; delete it yourself"
_TITLE = "# These cannot be restored:\n"


class Losses:
    """A list of changes that cannot be undone; ``entries`` is the value for results."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def note(self, kind: str, key: str, why: str, fields: Iterable[str] = ()) -> None:
        """Add fields of an object, or the whole object or its contents."""
        self.entries.append({"kind": kind, "key": key, "fields": list(fields), "why": why})

    def note_each(self, kind: str, key: str, found: Iterable[tuple[Iterable[str], str]]) -> None:
        """Add several losses of one object, each as (fields, why)."""
        for fields, why in found:
            self.note(kind, key, why, fields)

    def comments(self) -> Iterator[str]:
        """The list as lines of comments. Names in them come from others and must not end a line."""
        if self.entries:
            yield _TITLE
        for one in self.entries:
            title = f"{kind_title(one['kind'])} '{one['key']}'"
            fields = f": {', '.join(one['fields'])}" if one["fields"] else ""
            yield "#   " + visible(f"{title}{fields} ({one['why']})") + "\n"
