# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that can be read, and which queries their lists support.

Names and routes come from the declarations of the kinds. Kinds that no module manages are declared here, as far as
reading needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .._core.fields.location import Location
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes
from .._kinds.catalog import KINDS
from .._kinds.live_event import LIVE_EVENT
from .._kinds.material import MATERIAL
from .._kinds.poster import POSTER
from .._kinds.video import VIDEO

#: kinds that no module manages yet; a declaration in the catalog takes precedence
UNMANAGED = (
    POSTER,
    MATERIAL,
    Kind(
        "live_event_video",
        Routes("/videos", reads_one=False),
        tuple(field for field in VIDEO.fields if not (field.located or field.source or field.write_only)),
        ("title",),
        parent=LIVE_EVENT,
        hidden=VIDEO.hidden,
        shape=VIDEO.shape,
    ),
    Kind("timezone", Routes("/v1/dictionaries/timezones", id_key="name", reads_one=False), (Text("name"),)),
)


@dataclass(frozen=True)
class Readable:
    """The documented queries for a kind: the API silently ignores any other query.

    ``filters`` maps query keys to the form of their values: text, flag, id, texts, ids, or the choices. ``order`` has
    the fields by which the list can be sorted.
    """

    kind: Kind
    filters: Mapping[str, Any] = attribute(default_factory=dict)
    order: tuple[str, ...] = ()

    @property
    def has_ids(self) -> bool:
        """Whether its objects have IDs."""
        return self.kind.has_ids

    @property
    def secret_ids(self) -> bool:
        """Whether IDs may be secrets: they are then neither accepted nor shown."""
        return self.kind.one_time_secret is not None

    @property
    def below(self) -> str:
        """The option that names the parent of the kind's objects; '' for top-level objects."""
        parent = self.kind.parent
        return {"live_event": "event"}.get(parent.name, parent.name) if parent else self.kind.routes.owner

    @property
    def needs_owner(self) -> bool:
        """Whether that option is required."""
        return self.kind.parent is not None

    @property
    def place(self) -> Location | None:
        """The field with an object's location."""
        return next((field for field in self.kind.fields if isinstance(field, Location)), None)

    @property
    def has_place(self) -> bool:
        """Whether the objects in a location can be requested."""
        return "project_id" in self.filters or self.place is not None or self.kind.parent_field is not None

    @property
    def has_key(self) -> bool:
        """Whether objects can be requested by key."""
        return bool(self.kind.key) and not self.kind.routes.singleton


_PLACED = {"folder_id": "id", "project_id": "id", "without_folder": "flag"}
_OF_VIDEOS = ("title", "description", "created_at", "updated_at", "duration")
_ASKED: dict[str, dict[str, Any]] = {
    "project": {"filters": {"catalog_type": ("vod", "live")}},
    "folder": {"order": ("name", "created_at")},
    "player": {},
    "webhook": {},
    "privacy_domain": {},
    "cdn_zone": {},
    "drm_auth": {},
    "live_event": {"filters": _PLACED, "order": ("created_at", "name")},
    "live_event_video": {"order": _OF_VIDEOS},
    "video": {"filters": {"status": "texts", "video_ids": "ids", "q": "text", **_PLACED}, "order": _OF_VIDEOS},
    "subtitle": {},
    "annotation": {},
    "poster": {},
    "material": {},
    # the API reference says title, the vendor's own example sorts by name
    "playlist": {"order": ("title", "name", "description", "created_at", "updated_at")},
    "tag": {},
    "file_request": {"filters": {"archived": "flag"}},
    "moderator": {},
    "access_token": {},
    "speak_room": {
        "filters": {"status": "texts", "type": "texts", "code": "texts", "q": "text"},
        "order": ("name", "code", "type", "status", "created_at", "updated_at"),
    },
    "timezone": {},
}
_DECLARED = {**{kind.name: kind for kind in UNMANAGED}, **KINDS}
READABLE: dict[str, Readable] = {
    name: Readable(_DECLARED[name], **_ASKED.get(name, {})) for name in dict.fromkeys([*_ASKED, *KINDS])
}
OWNERS = tuple(dict.fromkeys(readable.below for readable in READABLE.values() if readable.below))
