# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where to save a secret that the API shows once: a file that only its owner can read, the task's result, or both."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._core.errors import DocumentError
from .._core.kind import ShownOnce
from .._files.atomic_file import check_destination, replace_file
from .._files.safe_open import expanded


@dataclass
class Place:
    """Where the secret is saved. ``option`` names the file, ``given`` is the option's value or None.

    ``secret`` is the secret after it was saved.
    """

    name: str = ""
    given: str | None = None
    revealed: bool = False
    secret: str = ""

    @property
    def option(self) -> str:
        """The option that names the file."""
        return f"{self.name}_file"

    @property
    def exists(self) -> bool:
        """Whether the secret would be saved at all."""
        return self.given is not None or self.revealed

    @property
    def path(self) -> str:
        """The file's path."""
        return os.path.abspath(expanded(self.given or ""))

    def check(self, may_be_pending: bool) -> list[str]:
        """Refuse a file that could not be written. Raises DocumentError; returns warnings.

        ``may_be_pending`` (check mode): an earlier task may create the folder.
        """
        if self.given is None:
            return []
        folder = os.path.dirname(self.path)
        if not os.path.basename(self.given):
            raise self._fault("does not name a file")
        try:
            check_destination(self.path)
        except OSError as error:
            raise self._fault(f"cannot be written: {error.strerror}") from None
        if not os.path.lexists(folder) and may_be_pending:
            return [
                f"{self.option}: the directory {folder} does not exist; check mode assumes that an earlier task will "
                "create it"
            ]
        if not os.path.isdir(folder):
            raise self._fault(f"cannot be written: the directory {folder} does not exist")
        if os.path.islink(self.path):  # a secret is only written to the very path that was given
            raise self._fault("is a symbolic link; set the path of its target")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self._fault(f"cannot be written: the directory {folder} is not writable")
        return []

    def warnings(self) -> list[str]:
        """Warnings about the file of an existing object, whose secret the API does not show again."""
        if self.given is None:
            return []
        try:
            mode = stat.S_IMODE(os.stat(self.path).st_mode)
        except (OSError, ValueError):
            return [
                f"{self.option} '{self.given}' does not exist, and the API does not return the secret again; for a new "
                "one, delete the object with state: absent, and create it again"
            ]
        if mode & 0o077:
            return [
                f"{self.option} '{self.given}' is accessible to users other than its owner (mode {mode:04o}); change "
                "the mode to 0600"
            ]
        return []

    def keep(self, secret: str) -> None:
        """Save the secret. Raises DocumentError."""
        if self.given is not None:
            try:
                replace_file(self.path, secret.encode())
            except OSError as error:
                raise self._fault(f"could not be written ({error.strerror})") from None
        self.secret = secret

    def revealed_secret(self) -> dict[str, str]:
        """The secret, if the result may show it."""
        return {self.name: self.secret} if self.revealed and self.secret else {}

    def _fault(self, what: str) -> DocumentError:
        return DocumentError(f"{self.option} '{self.given}' {what}")


def place_of(secret: ShownOnce, options: Mapping[str, Any]) -> Place:
    """Where to save the secret, according to a task's options."""
    return Place(secret.name, options.get(f"{secret.name}_file"), bool(options.get("reveal_secrets")))
