# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The four reports as files: each is written atomically and replaces an existing one; links are not followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timezone

from ansible_collections.kinescope.kinescope.plugins.module_utils._files.atomic_file import (
    check_destination,
    replace_file,
)

from .drift import Drift
from .formats import ENDINGS, FORMATS


@dataclass(frozen=True)
class Files:
    """The location of the reports: ``folder`` is absolute, ``name`` is the name of each file without its extension.

    If they are ``private``, only the owner can read them.
    """

    folder: str
    name: str
    private: bool

    def prepare(self) -> None:
        """Create the folder, and check that it can hold the reports. Raises OSError."""
        for path in self._paths().values():
            check_destination(path)
        os.makedirs(self.folder, mode=0o700 if self.private else 0o755, exist_ok=True)

    def write(self, drift: Drift, title: str) -> list[str]:
        """Write the reports; returns their paths. Raises OSError."""
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        texts = {path: FORMATS[form](drift, title, now) for form, path in self._paths().items()}
        for path, text in texts.items():
            replace_file(path, text.encode(), 0o600 if self.private else 0o644)
        return list(texts)

    def _paths(self) -> dict[str, str]:
        return {form: os.path.join(self.folder, f"{self.name}.{ending}") for form, ending in ENDINGS.items()}
