# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wanted: an object's given fields, with references resolved and files read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, NamedTuple

from .declaration import Value
from .errors import PlanError
from .kind import Kind, object_path
from .values import leaves, plain


@dataclass(frozen=True)
class Target:
    """A resolved reference or location: its ID and its name for people.

    ``id`` is None while the object does not exist yet; ``address`` then says which object of the same document it will
    be. ``cleared`` means that the user wants none. ``project`` is the project of a folder; ``catalog`` is the
    ``catalog_type`` of the project of a location, '' if unknown.
    """

    id: str | None
    label: Any
    cleared: bool = False
    address: Any = None
    project: Target | None = attribute(default=None, compare=False)
    catalog: str = attribute(default="", compare=False)

    @property
    def value(self) -> Any:
        """What to send: the ID, or the target itself until the ID is known."""
        return None if self.cleared else self.id or self

    @property
    def path(self) -> str:
        """The label as a short text: a name, or the path of a location from its project on."""
        if not isinstance(self.label, Mapping):
            return plain(self.label)
        return "/".join(map(plain, [*[*self.label.values()][:1], *self.label.get("folder", ())]))

    @property
    def mark(self) -> Any:
        """What identifies the object: the ID, or the address until it has one."""
        return None if self.cleared else self.id or self.address


class NamedSecret(Value):
    """A secret that a document gives by name: ``{secret: <name>, version: <int or text>}``.

    It is replaced by its value only when its request is sent, so that a plan can list the secrets it needs. ``value``
    is None while the value is unavailable; ``again`` means to send it even if a secret is stored. It only ever shows
    its name.
    """

    name: str
    version: Any = None
    value: Any = None
    again: bool = False

    def __repr__(self) -> str:
        return f"<secret {self.name!r}>"

    @property
    def at_hand(self) -> bool:
        """Whether the value is available."""
        return self.value is not None

    @property
    def disclosed(self) -> Any:
        """The value, to be sent. Raises PlanError if it is unavailable."""
        if not self.at_hand:
            raise PlanError(f"this requires the value of the secret '{self.name}', which is not set; nothing was sent")
        return self.value


def is_secret_name(value: Any) -> bool:
    """Whether a value of a document is a secret given by name: ``{secret: <name>}``, with or without a version."""
    return isinstance(value, Mapping) and isinstance(value.get("secret"), str) and set(value) <= {"secret", "version"}


def secret_names(body: Any) -> Iterator[str]:
    """The names of the secrets in the body of a request."""
    return (one.name for one in leaves(body) if isinstance(one, NamedSecret))


class Content(Value):
    """The content of a file, read before planning. ``data`` is None if no file is wanted or the API fetches it itself.

    ``url`` is the link, possibly signed, from which the API fetches it. ``suffix`` is that of the file's name.
    """

    data: bytes | None = None
    media_type: str = ""
    sha256: str = ""
    url: str = ""
    suffix: str = ""

    @property
    def exists(self) -> bool:
        """Whether a file is wanted."""
        return self.data is not None or self.url != ""


class Upload(Value):
    """A file to be uploaded, examined before planning: ``md5`` in hexadecimal, ``size`` in bytes.

    ``replace`` allows it to replace another file, ``force`` to delete what may be somebody else's unfinished upload.
    ``begun`` is the ID of the object with an unfinished upload of this file, ``key`` identifies the stored state of
    that upload, ``open`` says whether it can be resumed. ``sent`` means that it was sent lately, to replace the file
    that the object still shows.
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
    sent: bool = False

    @property
    def shown(self) -> dict[str, Any]:
        """The file in a diff."""
        return {"md5": self.md5, "size": self.size}


class LocalFile(Value):
    """A file of any size to be uploaded, examined before planning; ``size`` is in bytes.

    ``compared`` is the ID of the object whose content was compared with the file, ``same`` the result; None if unknown.
    """

    path: str
    size: int
    sha256: str
    compared: Any = None
    same: bool | None = None


class Wanted(NamedTuple):
    """What the user wants: only the given fields, with references resolved.

    ``key`` is the object's name in messages and results; ``within`` is the object that contains it (a folder's project)
    or owns it (a project's DRM settings). ``missing_parents`` have to be created before it. Until the object has an ID,
    targets of other objects refer to it by its ``address``. ``recreate`` allows a new object to replace one that cannot
    be updated. ``order`` has the IDs of its list if its position there matters, or if no natural key distinguishes the
    objects. ``ignored_ids`` are the IDs of objects with the same natural key that the same document renames.
    """

    kind: Kind
    key: str
    values: Mapping[str, Any]
    present: bool = True
    within: Target | None = None
    missing_parents: tuple[Wanted, ...] = ()
    address: Any = None
    recreate: bool = False
    order: tuple[Any, ...] = ()
    ignored_ids: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        """The kind and the key, for messages."""
        return f"{self.kind.title} '{self.key}'"

    @property
    def container(self) -> Target | None:
        """The object within which the natural key is unique; None if that is the whole workspace."""
        return container_of(self.kind, self.values, self.within)

    @property
    def container_missing(self) -> bool:
        """Whether its container does not exist yet."""
        return self.container is not None and self.container.id is None

    @property
    def base(self) -> str:
        """The path of its container, with which its own path begins; '' for a top-level object."""
        inside = self.within.id if self.within and self.kind.parent else None
        return object_path(self.kind.parent, "", inside) if self.kind.parent and inside else ""


def container_of(kind: Kind, values: Mapping[str, Any], within: Target | None) -> Target | None:
    """The value of Wanted.container for an object with these fields."""
    place = values.get(kind.parent_field.name if kind.parent_field else kind.narrowed_by)
    return place if isinstance(place, Target) and not place.cleared else within
