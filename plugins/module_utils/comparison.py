# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values that comparing is about: looked-up targets, read files, rules, and what a comparison says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.masked_address import CHANGED, MASK

SECRET = MASK
NEW_SECRET = SECRET + CHANGED


class _Missing:
    """The one value that means: nothing here."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Any = _Missing()


@dataclass(frozen=True)
class Target:
    """A reference or a location after it was looked up: the id, and what people call it.

    ``id`` is None while the object does not exist yet; ``address`` then tells which object of the same document will
    be it. ``cleared`` says that the user wants none. ``project`` is that of a folder.
    """

    id: str | None
    label: Any
    cleared: bool = False
    address: Any = None
    project: Target | None = attribute(default=None, compare=False)

    @property
    def value(self) -> Any:
        """What to send: the id, or the target itself until its id is known."""
        return None if self.cleared else self.id or self


@dataclass(frozen=True)
class Content:
    """A file's content, read before planning. ``data`` is None when there shall be none, or the API fetches it itself.

    ``url`` is the link that it fetches it from, which may be a signed one. ``suffix`` is that of the file's name.
    """

    data: bytes | None = None
    media_type: str = ""
    sha256: str = ""
    url: str = attribute(default="", repr=False)
    suffix: str = ""

    @property
    def exists(self) -> bool:
        """Whether there shall be a file."""
        return self.data is not None or self.url != ""


@dataclass(frozen=True)
class Upload:
    """A file to be uploaded, looked at before planning: ``md5`` in hexadecimal digits, ``size`` in bytes.

    ``replace`` allows it to take the place of another, ``force`` to remove what seems to be somebody's unfinished
    upload. ``begun`` is the id of the object for which an upload of it was begun and not ended, ``key`` what is
    remembered of that, ``open`` whether it can be gone on with.
    """

    path: str
    name: str
    size: int
    md5: str
    replace: bool = False
    force: bool = False
    begun: str = ""
    key: str = ""
    open: bool = False

    @property
    def shown(self) -> dict[str, Any]:
        """The file in a diff."""
        return {"md5": self.md5, "size": self.size}


@dataclass(frozen=True)
class Rules:
    """How to compare: when secrets are sent again (on_create, always, leave_out), and what ids are called in diffs.

    ``labels`` has (is it a place, id) -> label.
    """

    update_secrets: str = "on_create"
    labels: Mapping[tuple[bool, str], Any] = attribute(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """The result for one value. Its two sides and its body are MISSING where there is nothing to show or to send."""

    differs: bool = False
    before: Any = MISSING
    after: Any = MISSING
    body: Any = MISSING
    unverified: tuple[str, ...] = ()  # wanted, but no read shows it
    at_risk: tuple[str, ...] = ()  # stored secrets that a full write would lose
