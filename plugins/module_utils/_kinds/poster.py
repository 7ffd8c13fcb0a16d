# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters of videos. The API does not show whether a poster was made from a frame or from a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from .._core.change import Change, Transition
from .._core.comparison import Comparison, Rules
from .._core.display import is_link, secret_parts
from .._core.fields.base import Raw
from .._core.fields.file import File, file_shown
from .._core.fields.scalar import Flag, path_faults
from .._core.fields.times import Seconds
from .._core.kind import Kind, Routes
from .._core.undeclared import unsigned_link, without_signatures
from .._core.values import at, without_at
from .._core.wanted import Wanted
from .video import VIDEO

EXACT = 0.0005  # seconds
NEAR = 0.05  # seconds within which two times mean the same frame, which lasts about that long


def may_be_file(raw: Raw) -> bool:
    """Whether a poster may come from a file: such a poster shows the time 0, like one of the first frame."""
    return (raw.get("from_time") or 0) <= EXACT


class Frame(Seconds):
    """The time of the frame that a poster is made from."""

    matched: ClassVar[bool] = True

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        given = wanted.values.get(self.name)
        if given is None:
            return Comparison()
        stored = observed.get("from_time") or 0
        near = abs(stored - given) <= NEAR
        unverified = (self.name,) if near and given <= EXACT else ()
        return Comparison(not near, given if near else stored, given, given, unverified)


class Cover(File):
    """The alternative to a frame: a picture, or a link to one."""

    option_type: str = "path"

    matched: ClassVar[bool] = True

    def spec(self) -> dict[str, Any]:
        return {"type": self.option_type, **({"no_log": True} if self.option_type == "str" else {})}

    def faults(self, value: Any, where: str) -> list[str]:
        found = path_faults(value, where) if self.option_type == "path" else []
        return found or ([] if value else [f"{where} must not be empty"])

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """A poster that was found counts as the wanted one, whether its content was compared or not."""
        given = wanted.values.get(self.name)
        if given is None:
            return Comparison()
        known = given.sha256 and at(observed, (*self.where, "sha256")) == given.sha256
        shown = file_shown(given)
        return Comparison(False, shown, shown, given, () if known else (self.name,))

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        return dict(without_signatures(without_at(raw, path)))

    def secrets(self, value: Any) -> Iterator[str]:
        return iter(secret_parts(value) if is_link(value) else ())


class Active(Flag):
    """Whether this is the poster that viewers see."""

    def refusal(self, wanted: Wanted, part: Comparison, observed: Raw) -> str:
        active = wanted.values[self.name]
        return "" if active else "the active poster of a video cannot be deactivated; activate another poster instead"

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        return [Transition(wanted.kind, wanted.key, (self.name,), id, wanted.base, None, self.route, "POST")]


def display_name(options: Mapping[str, Any]) -> Any:
    """How a task names a poster: by its time or by its file name."""
    for name, call in (("from_time", "{:g}".format), ("src", os.path.basename), ("url", _last_part)):
        if options.get(name) is not None:
            return call(options[name])
    return options.get("id")


def _last_part(url: str) -> str:
    return os.path.basename(str(unsigned_link(url)).rstrip("/"))


POSTER = Kind(
    name="poster",
    routes=Routes("/posters", update=""),
    parent=VIDEO,
    key=(),
    display_name=display_name,
    fields=(Frame("from_time"), Cover("src"), Cover("url", option_type="str"), Active("active", route="active")),
    read_only=frozenset({"id", "type", "media_id", "status", "to_time", "original", "md", "sm", "xs"}),
    hidden=frozenset({"src", "url"}),
)
