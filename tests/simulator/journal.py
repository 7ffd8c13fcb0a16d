# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: all requests in order of arrival, and their outcomes."""

from __future__ import annotations

import threading
from typing import Any

READ_METHODS = ("GET", "HEAD")


class Entry(dict[str, Any]):
    """One request; its keys are also available as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Journal:
    """Entries, oldest first; can be read from any thread."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> Entry:
        """Append an entry; its status is filled in before the response is sent."""
        with self._lock:
            self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Remove all entries."""
        with self._lock:
            self._entries = []

    def entries(self) -> list[Entry]:
        """All entries."""
        with self._lock:
            return list(self._entries)

    def writes(self) -> list[Entry]:
        """The entries of requests other than GET and HEAD."""
        return [entry for entry in self.entries() if entry["method"] not in READ_METHODS]

    def reads(self) -> list[Entry]:
        """The entries of GET and HEAD requests."""
        return [entry for entry in self.entries() if entry["method"] in READ_METHODS]
