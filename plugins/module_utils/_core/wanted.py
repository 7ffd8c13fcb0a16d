# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wanted: an object's given fields after references were looked up and files were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .kind import Kind, object_path


@dataclass(frozen=True)
class Target:
    """A reference or a location after it was looked up: the id, and what people call it.

    ``id`` is None while the object does not exist yet; ``address`` then tells which object of the same document will
    be it. ``cleared`` says that the user wants none. ``project`` is that of a folder, ``catalog`` the ``catalog_type``
    of the project of a place, '' where that is not known.
    """

    id: str | None
    label: Any
    cleared: bool = False
    address: Any = None
    project: Target | None = attribute(default=None, compare=False)
    catalog: str = attribute(default="", compare=False)

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
class Wanted:
    """What the user asks for: the given fields only, references already looked up.

    ``key`` is the object's name in messages and results, ``within`` the object that it is in (a folder's project) or
    belongs to (a project's DRM settings). ``first`` are the objects that are missing on the way to it and have to be
    created before it; each has the ``address`` by which the targets of others stand for it. ``recreate`` allows a new
    object in the place of one that cannot be changed. ``order`` are the ids of the list that it is in, where an
    object's place in that counts.
    """

    kind: Kind
    key: str
    values: Mapping[str, Any]
    present: bool = True
    within: Target | None = None
    first: tuple[Wanted, ...] = ()
    address: Any = None
    recreate: bool = False
    order: tuple[Any, ...] = ()

    @property
    def base(self) -> str:
        """The path of the object that it is in, by which its own begins; '' for what stands by itself."""
        inside = self.within.id if self.within and self.kind.parent else None
        return object_path(self.kind.parent, "", inside) if self.kind.parent and inside else ""
