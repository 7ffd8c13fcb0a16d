# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wanted: an object's given fields after references were looked up and files were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .errors import PlanError
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

    @property
    def mark(self) -> Any:
        """What tells the object from all others: the id, or the address until there is one."""
        return None if self.cleared else self.id or self.address


@dataclass(frozen=True)
class NamedSecret:
    """A secret that a document gives by its name: ``{secret: <name>, version: <int or text>}``.

    It stays one until its request is sent, so that a plan can tell which values applying it takes. ``value`` is None
    while it is not at hand; ``again`` asks to send it even if it is stored. All that it shows of itself is its name.
    """

    name: str
    version: Any = None
    value: Any = None
    again: bool = False

    def __repr__(self) -> str:
        return f"<secret {self.name!r}>"

    @property
    def at_hand(self) -> bool:
        """Whether its value is known."""
        return self.value is not None

    @property
    def disclosed(self) -> Any:
        """The value, to be sent. Raises PlanError when it is not at hand."""
        if not self.at_hand:
            raise PlanError(f"this requires the value of the secret '{self.name}', which is not set; nothing was sent")
        return self.value


def is_secret_name(value: Any) -> bool:
    """Whether a value of a document is a secret by its name: ``{secret: <name>}``, perhaps with its version."""
    return isinstance(value, Mapping) and isinstance(value.get("secret"), str) and set(value) <= {"secret", "version"}


def secret_names(body: Any) -> Iterator[str]:
    """The names of the secrets in the body of a request."""
    if isinstance(body, NamedSecret):
        yield body.name
    elif isinstance(body, (Mapping, list)):
        for item in body.values() if isinstance(body, Mapping) else body:
            yield from secret_names(item)


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
class LocalFile:
    """A file of any size to be uploaded, looked at before planning; ``size`` is in bytes.

    ``compared`` is the id of the object whose content was compared with it, ``same`` whether that is the file's; None
    when that cannot be known.
    """

    path: str
    size: int
    sha256: str
    compared: Any = None
    same: bool | None = None


@dataclass(frozen=True)
class Wanted:
    """What the user asks for: the given fields only, references already looked up.

    ``key`` is the object's name in messages and results, ``within`` the object that it is in (a folder's project) or
    belongs to (a project's DRM settings). ``first`` are the objects that are missing on the way to it and have to be
    created before it. The targets of others stand for an object by its ``address`` until it has an id. ``recreate``
    allows a new object in the place of one that cannot be changed. ``order`` are the ids of the list that it is in,
    where an object's place in that counts, or no natural key tells its objects apart. ``besides`` are the ids of
    objects that have its natural key until the same document gives them another.
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
    besides: tuple[Any, ...] = ()

    @property
    def container(self) -> Target | None:
        """The object in which its natural key tells it from others; None where that is the whole workspace."""
        return container_of(self.kind, self.values, self.within)

    @property
    def lies_nowhere(self) -> bool:
        """Whether what it lies in does not exist yet."""
        return self.container is not None and self.container.id is None

    @property
    def base(self) -> str:
        """The path of the object that it is in, by which its own begins; '' for what stands by itself."""
        inside = self.within.id if self.within and self.kind.parent else None
        return object_path(self.kind.parent, "", inside) if self.kind.parent and inside else ""


def container_of(kind: Kind, values: Mapping[str, Any], within: Target | None) -> Target | None:
    """What Wanted.container is, of an object with such fields."""
    place = values.get(kind.inside.name if kind.inside else kind.narrowed_by)
    return place if isinstance(place, Target) and not place.cleared else within
