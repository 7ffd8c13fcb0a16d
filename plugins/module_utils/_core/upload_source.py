# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What objects are made from: a file or a URL, compared with what the API tells of it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from .comparison import MISSING, SECRET, Comparison
from .identity import id_of
from .kind import Field, Kind, Raw
from .values import at, id_form
from .wanted import Upload, Wanted

_CARRIED = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # the texts that an HTTP header carries as they are
_LONGEST = 1000  # characters; servers take no headers of any length
_IN_HEADERS = frozenset({"title", "description"})  # the texts for which an import by URL has a header
DIFFERS = (
    "the file in src differs from the uploaded file (uploaded {before}, now {after}); replace: true replaces it "
    "and keeps the ID and the links"
)


def source_of(kind: Kind, values: Mapping[str, Any]) -> Any:
    """What is given to make an object from: an Upload, a URL, or None."""
    return next((values[field.name] for field in kind.sources if field.name in values), None)


def compare_new(field: Field, wanted: Any) -> Comparison:
    """The comparison of a source with nothing: it makes the object. A URL may be signed, so no diff shows it."""
    return Comparison(True, MISSING, wanted.shown if isinstance(wanted, Upload) else SECRET, wanted)


def compare_source(field: Field, wanted: Wanted, observed: Raw) -> Comparison:
    """Whether a file has to be sent. Of a URL, and of a video that does not show its file yet, nothing is known."""
    given, stands = wanted.values.get(field.name), at(observed, field.where)
    if given is None:
        return Comparison()
    if not isinstance(given, Upload):
        return Comparison(unverified=(field.name,))
    if stands is None:
        goes_on = given.open and given.begun == id_of(wanted.kind, observed)
        return Comparison(True, MISSING, given.shown, given) if goes_on else Comparison(unverified=(field.name,))
    after = {name: given.shown[name] for name in stands}
    certain = "md5" in stands or stands != after  # two files may have the same size
    return Comparison(stands != after, dict(stands), after, given, unverified=() if certain else (field.name,))


def refusal(field: Field, wanted: Wanted, comparison: Comparison) -> str:
    """Why a file may not be sent; '' when it may."""
    given = wanted.values[field.name]
    if not comparison.differs or comparison.before is MISSING or given.replace:
        return ""
    return DIFFERS.format(before=_in_words(comparison.before), after=_in_words(comparison.after))


def _in_words(file: Mapping[str, Any]) -> str:
    size = f"{file['size']} bytes"
    return f"{size}, MD5 {file['md5']}" if "md5" in file else size


def must_be_remade(wanted: Wanted, observed: Raw) -> bool:
    """Whether there is no more than what an upload left that nobody can go on with."""
    kind, given = wanted.kind, source_of(wanted.kind, wanted.values)
    state = kind.remains(observed) if kind.remains else ""
    if not state or given is None:
        return False
    if isinstance(given, Upload):
        if given.begun == id_of(kind, observed):
            return not given.open
        return state == "failed" or given.force
    return state == "failed"


def set_later(kind: Kind, values: Mapping[str, Any]) -> frozenset[str]:
    """The texts that cannot be set along with an import by URL: that takes them from headers."""
    if not any(field.source == "url" and field.name in values for field in kind.sources):
        return frozenset()
    texts = [field.name for field in kind.fields if field.type == "str" and not (field.source or field.choices)]
    return frozenset(name for name in texts if name in values and not fits_header(name, values[name]))


def fits_header(name: str, text: str) -> bool:
    """Whether an import by URL takes this text along."""
    return name in _IN_HEADERS and len(text) <= _LONGEST and _CARRIED.fullmatch(text) is not None


def stand_in(name: str, place: Any) -> str:
    """The name that an object has until its own is set: the same in every run, so that another run finds it."""
    mark = hashlib.sha256(f"{id_form(place)} {name}".encode()).hexdigest()[:24]
    return f"kinescope.kinescope import {mark}"


def lacking(kind: Kind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What is missing to make an object from."""
    if not kind.sources or source_of(kind, values) is not None:
        return ()
    return (" or ".join(field.name for field in kind.sources),)


def without_sources(kind: Kind, body: Raw) -> dict[str, Any]:
    """The body of a create as the new object will show it."""
    names = {field.name for field in kind.sources}
    kept = {name: value for name, value in body.items() if name not in names}
    files = {
        field.where[0]: body[field.name].shown for field in kind.sources if isinstance(body.get(field.name), Upload)
    }
    return {**kept, **files}
