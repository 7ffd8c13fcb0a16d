# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that the uploader accepts with a file or a URL. They cannot be read back, so they are never compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..change import Change, PutFile
from ..comparison import MISSING, SECRET, Comparison, Rules
from ..undeclared import unsigned_link
from ..values import as_integer, id_form
from ..wanted import Content, Wanted
from .base import Field, Names, Raw, never
from .parts import Parts
from .scalar import Text

_CARRIED = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # texts that an HTTP header can contain without encoding
_LONGEST = 1000  # characters; servers limit the length of headers
_IN_HEADERS = frozenset({"title", "description"})  # the texts that have a header


class OnUpload(Field):
    """An option that goes to the uploader and is not part of the resulting object."""

    readable: Callable[[Raw], bool] = never
    observed_as: ClassVar[str] = ""

    def create_body(self, body: dict[str, Any], part: Comparison, given: Any) -> dict[str, Any]:
        return {**body, self.name: part.body}

    def predict_created(self, body: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in body.items() if name != self.name}

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING


class SourceOption(OnUpload):
    """An option that needs a file or a URL, and excludes the options in ``not_with``."""

    not_with: tuple[str, ...] = ()

    def clashes(self, given: Mapping[str, Any]) -> list[str]:
        return [f"{self.name} and {other} are mutually exclusive" for other in self.not_with if other in given]

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        return Comparison(unverified=(self.name,)) if self.name in wanted.values else Comparison()


class SecretLink(OnUpload):
    """A URL that the API downloads from. It may be signed, so it is never shown."""

    def spec(self) -> dict[str, Any]:
        return {"type": "str", "no_log": True}

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "writeOnly": True}

    def faults(self, value: Any, where: str) -> list[str]:
        return [] if value else [f"{where} must not be empty"]

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        return Comparison(True, MISSING, SECRET, wanted)

    def shown(self, value: Any) -> Any:
        """Without the signature, so that a link that was signed again is the same link."""
        return unsigned_link(value) if isinstance(value, str) else super().shown(value)

    def secrets(self, value: Any) -> Iterator[str]:
        return iter((value,) if isinstance(value, str) and value else ())


class ByHeaders(Field):
    """Options that are sent in headers, which cannot contain all texts."""

    def cannot_carry(self, values: Mapping[str, Any], fields: Sequence[Field]) -> frozenset[str]:
        """The texts that such a request cannot contain."""
        if self.name not in values:
            return frozenset()
        texts = [field.name for field in fields if isinstance(field, Text) and not field.choices]
        return frozenset(name for name in texts if name in values and not fits_header(name, values[name]))

    def interim_name(self, name: str, values: Mapping[str, Any], fields: Sequence[Field], place: Any) -> str:
        return placeholder_name(name, place) if self.cannot_carry(values, fields) else ""


class Clip(SourceOption, Parts):
    """A part of the video. Whole seconds are sent as integers, as in the vendor's examples."""

    by_key: ClassVar[bool] = False

    @property
    def _required(self) -> list[str]:
        return [part.name for part in self.fields if part.needed]

    def spec(self) -> dict[str, Any]:
        options = {part.name: {**part.spec(), **({"required": True} if part.needed else {})} for part in self.fields}
        return {"type": "dict", "options": options}

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), "required": self._required}

    def cleared(self, value: Any) -> Any:
        return value  # an empty one requests nothing

    def faults(self, value: Any, where: str) -> list[str]:
        lacking = [f"{where} requires {name}" for name in self._required if name not in value]
        return [*lacking, *super().faults(value, where)]

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        sent = {name: as_integer(item) for name, item in wanted.items()}
        return Comparison(True, MISSING, sent, sent)


class Trim(ByHeaders, Clip):
    """The part of a file that becomes the video: only accepted by the upload with headers."""


class PosterLink(SecretLink, SourceOption):
    """The link to a poster: sent in a header if there are any, otherwise in a separate request after the file.

    ``with_headers`` are the options that make the upload a request with headers.
    """

    with_headers: tuple[str, ...] = ()

    def in_create(self, values: Mapping[str, Any]) -> bool:
        return any(name in values for name in self.with_headers)

    def after_create(self, part: Comparison, wanted: Wanted) -> list[Change]:
        return [] if self.in_create(wanted.values) else self.changes(part, wanted, {}, None)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Whether it has to be sent, because a file is being sent."""
        given = wanted.values.get(self.name)
        if given and any(field.compare_in(wanted, observed, rules).differs for field in wanted.kind.sources):
            return self.compare(given, MISSING, rules)._replace(unverified=(self.name,))
        return super().compare_in(wanted, observed, rules)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        picture = Content(url=part.body)
        return [PutFile(wanted.kind, wanted.key, (self.name,), id, wanted.base, picture, self.route)]

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        return predicted


def fits_header(name: str, text: str) -> bool:
    """Whether a header can contain this text."""
    return name in _IN_HEADERS and len(text) <= _LONGEST and _CARRIED.fullmatch(text) is not None


def placeholder_name(name: str, place: Any) -> str:
    """The interim name of an object until its own is set: the same in every run, so that later runs find it."""
    mark = hashlib.sha256(f"{id_form(place)} {name}".encode()).hexdigest()[:24]
    return f"kinescope.kinescope import {mark}"
