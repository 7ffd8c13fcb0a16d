# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What objects are made from: a file or a URL, compared with what the API tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..change import Change, SendUpload
from ..comparison import MISSING, Comparison, Rules
from ..identity import id_of
from ..values import at
from ..wanted import Upload, Wanted
from .base import Field, Raw
from .file import content_shown
from .on_upload import ByHeaders, OnUpload, SecretLink
from .scalar import path_faults

DIFFERS = (
    "the file in src differs from the uploaded file (uploaded {before}, now {after}); replace: true replaces it "
    "and keeps the ID and the links"
)


@dataclass(frozen=True, eq=False)
class MadeFrom(OnUpload):
    """What a new object is made from.

    ``remains`` says what an upload left that did not come to its end: "unfinished" when it may still go on, "failed"
    when not, or "".
    """

    remains: Callable[[Raw], str] = lambda raw: ""

    source: ClassVar[bool] = True

    def described(self, value: Any, rules: Rules) -> Any:
        return value


@dataclass(frozen=True, eq=False)
class UploadFile(MadeFrom):
    """A file. It is compared by its digest and size, and may replace what there is. ``instead`` is the other source.

    With the option ``altered_by``, the object's file may be another one than was sent, and it cannot be resumed.
    """

    instead: str = ""
    altered_by: str = ""

    type: ClassVar[str] = "path"

    def faults(self, value: Any, where: str) -> list[str]:
        return path_faults(value, where) or ([] if value else [f"{where} must not be empty"])

    def lacking(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return () if self.name in values or self.instead in values else (f"{self.name} or {self.instead}",)

    def compare(self, wanted: Any, observed: Any, rules: Rules, beside: Any = None) -> Comparison:
        return Comparison(True, MISSING, wanted.shown, wanted)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Whether the file has to be sent. Of an object that does not show its file yet, nothing is known."""
        given, current = wanted.values.get(self.name), at(observed, self.where)
        if given is None:
            return Comparison()
        if current is None:
            goes_on = given.open and given.begun == id_of(wanted.kind, observed)
            return Comparison(True, MISSING, given.shown, given) if goes_on else Comparison(unverified=(self.name,))
        after = {name: given.shown[name] for name in current}
        if current != after and self.altered_by in wanted.values:
            return Comparison(unverified=(self.name,))
        certain = "md5" in current or current != after  # two files may have the same size
        return Comparison(current != after, dict(current), after, given, unverified=() if certain else (self.name,))

    def refusal(self, wanted: Wanted, part: Comparison) -> str:
        if not part.differs or part.before is MISSING or wanted.values[self.name].replace:
            return ""
        return DIFFERS.format(before=_in_words(part.before), after=_in_words(part.after))

    def must_remake(self, wanted: Wanted, observed: Raw) -> bool:
        """Whether there is no more than what an upload left that nobody can go on with."""
        given, state = wanted.values.get(self.name), self.remains(observed)
        if not state or given is None:
            return False
        if given.begun == id_of(wanted.kind, observed):
            return not given.open or self.altered_by in wanted.values
        return bool(state == "failed" or given.force)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, here: str | None) -> list[Change]:
        return [SendUpload(wanted.kind, wanted.key, (self.name,), here, wanted.base, part.body)]

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        return {**predicted, self.where[0]: part.after}

    def predict_created(self, body: dict[str, Any]) -> dict[str, Any]:
        given, rest = body.get(self.name), super().predict_created(body)
        return {**rest, self.where[0]: given.shown} if isinstance(given, Upload) else rest


@dataclass(frozen=True, eq=False)
class UploadUrl(SecretLink, ByHeaders, MadeFrom):
    """A URL, of which nothing can be compared."""

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        return Comparison(unverified=(self.name,)) if self.name in wanted.values else Comparison()

    def must_remake(self, wanted: Wanted, observed: Raw) -> bool:
        return self.name in wanted.values and self.remains(observed) == "failed"


class Attachment(Field):
    """A file of any size, of which the object shows the size only. Its values are LocalFiles once it is read."""

    type: ClassVar[str] = "path"
    replaces: ClassVar[bool] = True

    def faults(self, value: Any, where: str) -> list[str]:
        return path_faults(value, where) or ([] if value else [f"{where} must not be empty"])

    def compare(self, wanted: Any, observed: Any, rules: Rules, beside: Any = None) -> Comparison:
        return Comparison(True, MISSING, content_shown(wanted.sha256), wanted)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Whether the file differs, by its size, or by what was read of the object's file."""
        given, size = wanted.values.get(self.name), observed.get("size")
        if given is None:
            return Comparison()
        compared = given.compared == id_of(wanted.kind, observed)
        same = given.same if compared else size in (None, 0, given.size)  # a new one is known by its size only
        shown = content_shown(given.sha256) if compared or same else {"state": "present", "size": given.size}
        if same is False:
            return Comparison(True, {"state": "present", "size": size}, shown, given)
        return Comparison(False, shown, shown, given) if same else Comparison(unverified=(self.name,))

    def lay_over(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        return body


def _in_words(file: Mapping[str, Any]) -> str:
    size = f"{file['size']} bytes"
    return f"{size}, MD5 {file['md5']}" if "md5" in file else size


def source_of(fields: Sequence[Field], values: Mapping[str, Any]) -> Any:
    """What is given to make an object from: an Upload, a URL, or None."""
    return next((values[field.name] for field in fields if field.source and field.name in values), None)


def remains(fields: Sequence[Field], raw: Raw) -> str:
    """What an upload left that did not come to its end: unfinished, failed, or ''."""
    return next((field.remains(raw) for field in fields if isinstance(field, MadeFrom)), "")
