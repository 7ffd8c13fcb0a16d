# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files named by options: compared by content, and written by separate requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from ..change import Change, PutFile
from ..comparison import MISSING, Comparison, Rules
from ..display import is_link, masked_address, secret_parts
from ..undeclared import without_signatures
from ..values import at, data_uri_digest, digest, with_at, without_at
from ..wanted import Content, Wanted
from .base import EMPTY, Field, Names, Raw
from .scalar import path_faults


def content_shown(sha256: str) -> dict[str, str]:
    """A file in a diff: the SHA-256 of its content."""
    return {"state": "present", "sha256": sha256} if sha256 else {"state": "absent"}


def file_digest(value: Any) -> str:
    """The SHA-256 of an observed file; '' if unknown. It is stored next to the file's links after the file was read."""
    if isinstance(value, Content):
        return value.sha256
    return str(value.get("sha256") or "") if isinstance(value, Mapping) else data_uri_digest(value) or ""


def file_shown(content: Content) -> dict[str, str]:
    """A wanted file in a diff. A link is not shown because it may be signed."""
    if content.url:
        return {"state": "present", "url": masked_address(content.url)}
    return content_shown(content.sha256)


class File(Field):
    """A file. After it has been read, its values are Contents."""

    file: ClassVar[bool] = True
    observed_as: ClassVar[str] = ""
    takes_links: ClassVar[bool] = False  # accepts links besides paths

    @property
    def own_request(self) -> bool:
        return bool(self.route)

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        if wanted is MISSING:
            return Comparison()
        after = file_shown(wanted)
        unverified = (self.name,) if wanted.url else ()
        if observed is MISSING:
            return Comparison(wanted.exists, MISSING, after, wanted, unverified)
        current = file_digest(observed)
        if observed and (wanted.url or not current):  # the content of the stored or of the wanted file is unknown
            if wanted.exists:
                return Comparison(unverified=(self.name,))
            return Comparison(True, {"state": "present"}, after, wanted)
        before = content_shown(current)
        return Comparison(before != after, before, after, wanted, unverified)

    def described(self, value: Any, rules: Rules) -> Any:
        sha256 = file_digest(value)
        return content_shown(sha256) if sha256 else {"state": "present"}

    def after_create(self, part: Comparison, wanted: Wanted) -> list[Change]:
        return self.changes(part, wanted, {}, None) if part.differs and self.route else []

    def changes(self, part: Comparison, wanted: Wanted, observed: Mapping[str, Any], id: str | None) -> list[Change]:
        return [PutFile(wanted.kind, wanted.key, (self.name,), id, wanted.base, part.body, self.route)]

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        return predicted

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING

    def option(self, value: Any) -> tuple[str, str] | None:
        """The option that names the file, and its value; None if no file is wanted."""
        return self.name, value

    def content_fault(self, data: bytes) -> str:
        """What is wrong with the content of a file; '' if nothing is."""
        return ""

    def link_in(self, observed: Any) -> Any:
        """The link to the file in an observed object; None if there is none."""
        return None

    def digest_of(self, wanted: bytes, stored: bytes) -> str:
        """The digest of the stored file, or that of the wanted one if both are equivalent."""
        return digest(stored)


class InlineFile(File):
    """A file that can also be removed: ``{state, src}``. The object contains it as a ``data:`` URI."""

    type: ClassVar[str] = "dict"

    def spec(self) -> dict[str, Any]:
        state = {"type": "str", "choices": ["present", "absent"], "default": "present"}
        return {"type": "dict", "options": {"state": state, "src": {"type": "path"}}}

    def schema(self) -> dict[str, Any]:
        state = {"type": "string", "enum": ["present", "absent"]}
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {"state": state, "src": {"type": "string"}},
        }

    def faults(self, value: Any, where: str) -> list[str]:
        if value.get("state") != "absent" and not value.get("src"):
            return [f"{where} requires src or state: absent"]
        return path_faults(value.get("src"), f"{where}.src")

    def former(self, raw: Raw, names: Names) -> Any:
        return {"state": "absent"} if at(raw, self.where) in EMPTY else MISSING

    def option(self, value: Any) -> tuple[str, str] | None:
        return None if value.get("state") == "absent" else (f"{self.name}.src", value["src"])


class Picture(File):
    """A picture, given as the path of a file or as a link, which is sent to the uploader.

    ``headers`` are the header that identifies the object, and another one that may be needed instead.
    """

    headers: tuple[str, ...] = ()

    takes_links: ClassVar[bool] = True
    observed_as: ClassVar[str] = "a dictionary"

    def shows(self, raw: Raw) -> bool:
        return False  # the API needs time to process a picture, and then returns it in another form

    def faults(self, value: Any, where: str) -> list[str]:
        return [] if value else [f"{where} must not be empty: the API cannot remove it"]

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        picture = at(raw, path)
        return with_at(raw, path, without_signatures(without_at(picture, ("sha256",)))) if picture else raw

    def secrets(self, value: Any) -> Iterator[str]:
        return iter(secret_parts(value) if is_link(value) else ())

    def link_in(self, observed: Any) -> Any:
        return at(observed, (*self.where, "original"))


class TextFile(File):
    """A text file to which the object has a link called ``link``. It cannot be updated.

    ``fault`` returns what is wrong with a text, ``equivalent`` whether two texts mean the same.
    """

    link: str = ""
    fault: Callable[[bytes], str] = lambda data: ""
    equivalent: Callable[[bytes, bytes], bool] = bytes.__eq__

    type: ClassVar[str] = "path"
    replaces: ClassVar[bool] = True

    def faults(self, value: Any, where: str) -> list[str]:
        return path_faults(value, where) or ([] if value else [f"{where} must not be empty"])

    def content_fault(self, data: bytes) -> str:
        return self.fault(data)

    def link_in(self, observed: Any) -> Any:
        return at(observed, (self.link,))

    def digest_of(self, wanted: bytes, stored: bytes) -> str:
        return digest(wanted if self.equivalent(wanted, stored) else stored)
