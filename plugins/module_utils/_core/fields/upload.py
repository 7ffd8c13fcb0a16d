# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sources of objects: a file or a URL, compared with what the API shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from ..change import Change, SendUpload
from ..comparison import MISSING, Comparison, Rules
from ..identity import id_of
from ..values import at
from ..wanted import Upload, Wanted
from .base import Field, Raw, always, never
from .file import content_shown
from .on_upload import ByHeaders, OnUpload, SecretLink
from .scalar import path_faults

DIFFERS = (
    "the file in src differs from the uploaded file (uploaded {before}, now {after}); replace: true replaces it "
    "and keeps the ID and the links"
)


class MadeFrom(OnUpload):
    """The source of a new object.

    ``remains`` returns the state of an incomplete upload: "unfinished" if it may still continue, "failed" if not, or
    "".
    """

    remains: Callable[[Raw], str] = lambda raw: ""

    source: ClassVar[bool] = True

    def described(self, value: Any, rules: Rules) -> Any:
        return value


class UploadFile(MadeFrom):
    """A file, compared by digest and size; it may replace the stored one. ``instead`` is the other source.

    ``failed`` says whether the object has no usable file, although something may be left of an earlier one. With the
    option ``altered_by``, the stored file may differ from the sent one, and the upload cannot be resumed.
    """

    readable: Callable[[Raw], bool] = always
    failed: Callable[[Raw], bool] = never
    instead: str = ""
    altered_by: str = ""

    type: ClassVar[str] = "path"

    def faults(self, value: Any, where: str) -> list[str]:
        return path_faults(value, where) or ([] if value else [f"{where} must not be empty"])

    def lacking(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return () if self.name in values or self.instead in values else (f"{self.name} or {self.instead}",)

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        return Comparison(True, MISSING, wanted.shown, wanted)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Whether the file has to be sent. Nothing is known while an object does not show its file yet."""
        given, current = wanted.values.get(self.name), at(observed, self.where)
        if given is None:
            return Comparison()
        if current is None:
            goes_on = given.open and given.begun == id_of(wanted.kind, observed)
            if goes_on or (given.replace and self.failed(observed)):
                return Comparison(True, MISSING, given.shown, given)
            return Comparison(unverified=(self.name,))
        after = {name: given.shown[name] for name in current}
        if current != after and (given.sent or self.altered_by in wanted.values):
            return Comparison(unverified=(self.name,))
        certain = "md5" in current or current != after  # different files may have the same size
        return Comparison(current != after, dict(current), after, given, unverified=() if certain else (self.name,))

    def refusal(self, wanted: Wanted, part: Comparison, observed: Raw) -> str:
        if not part.differs or part.before is MISSING or wanted.values[self.name].replace:
            return ""
        return DIFFERS.format(before=_in_words(part.before), after=_in_words(part.after))

    def must_recreate(self, wanted: Wanted, observed: Raw) -> bool:
        """Whether the object is only the rest of an incomplete upload that cannot be resumed."""
        given, state = wanted.values.get(self.name), self.remains(observed)
        if not state or given is None:
            return False
        if given.begun == id_of(wanted.kind, observed):
            return not given.open or self.altered_by in wanted.values
        return bool(state == "failed" or given.force)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        return [SendUpload(wanted.kind, wanted.key, (self.name,), id, wanted.base, part.body)]

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        return {**predicted, self.where[0]: part.after}

    def predict_created(self, body: dict[str, Any]) -> dict[str, Any]:
        given, rest = body.get(self.name), super().predict_created(body)
        return {**rest, self.where[0]: given.shown} if isinstance(given, Upload) else rest


class UploadUrl(SecretLink, ByHeaders, MadeFrom):
    """A URL; nothing about it can be compared."""

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        return Comparison(unverified=(self.name,)) if self.name in wanted.values else Comparison()

    def must_recreate(self, wanted: Wanted, observed: Raw) -> bool:
        return self.name in wanted.values and self.remains(observed) == "failed"


class Attachment(Field):
    """A file of any size; the object only shows the size. After it has been examined, its values are LocalFiles."""

    type: ClassVar[str] = "path"
    replaces: ClassVar[bool] = True

    def faults(self, value: Any, where: str) -> list[str]:
        return path_faults(value, where) or ([] if value else [f"{where} must not be empty"])

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        return Comparison(True, MISSING, content_shown(wanted.sha256), wanted)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Whether the file differs, by its size, or by the content that was read from the object's file."""
        given, size = wanted.values.get(self.name), observed.get("size")
        if given is None:
            return Comparison()
        compared = given.compared == id_of(wanted.kind, observed)
        same = given.same if compared else size in (None, 0, given.size)  # not compared: only sizes are known
        shown = content_shown(given.sha256) if compared or same else {"state": "present", "size": given.size}
        if same is False:
            return Comparison(True, {"state": "present", "size": size}, shown, given)
        return Comparison(False, shown, shown, given) if same else Comparison(unverified=(self.name,))

    def overlay(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        return body


def _in_words(file: Mapping[str, Any]) -> str:
    size = f"{file['size']} bytes"
    return f"{size}, MD5 {file['md5']}" if "md5" in file else size


def source_of(fields: Sequence[Field], values: Mapping[str, Any]) -> Any:
    """The given source of an object: an Upload, a URL, or None."""
    return next((values[field.name] for field in fields if field.source and field.name in values), None)


def remains(fields: Sequence[Field], raw: Raw) -> str:
    """The state of an incomplete upload: unfinished, failed, or ''."""
    return next((field.remains(raw) for field in fields if isinstance(field, MadeFrom)), "")
