# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Free values: dictionaries of any keys, and lists of them, which are the user's own data. Pure.

Nothing in them is dropped for its name: they are compared, sent and kept whole. A name can still say that its value may
be a secret. Such a value is masked wherever it would be shown, and no document that is exported carries it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .comparison import MISSING, NEW_SECRET, SECRET, Comparison, Rules
from .identity import item_identity
from .kind import Field
from .values import is_bare_mask, same

#: Names that can only mean a secret, without the signs and capitals in which they differ.
SECRET_NAMES = frozenset(
    "password passwd passphrase secret token accesstoken apitoken authtoken refreshtoken "  # noqa: SIM905
    "apikey clientsecret privatekey secretkey streamkey".split()
)
BY_NAME = "its name suggests that it is a secret"
HOLDS_SECRET = "it is a list that may contain a secret"  # nosec B105
HOLDS_NULL = "it is a list that contains null, which a document cannot contain"


def may_be_secret(name: Any, value: Any) -> bool:
    """Whether a value may be a secret by the name that it stands under. What is empty or a flag is none."""
    if value is None or isinstance(value, bool) or value in ("", [], {}):
        return False
    return "".join(sign for sign in str(name).lower() if sign.isalnum()) in SECRET_NAMES


def masked(value: Any, before: Any = MISSING) -> Any:
    """A value as it may be shown. Where ``before`` has another secret at the same place, it is shown as changed."""
    if isinstance(value, Mapping):
        there = before if isinstance(before, Mapping) else {}
        return {name: _masked_at(name, item, there.get(name, MISSING)) for name, item in value.items()}
    if isinstance(value, list):
        others = before if isinstance(before, list) else []
        return [masked(item, others[n] if n < len(others) else MISSING) for n, item in enumerate(value)]
    return value


def _masked_at(name: Any, value: Any, before: Any) -> Any:
    if not may_be_secret(name, value):
        return masked(value, before)
    return SECRET if before is MISSING or same(value, before) else NEW_SECRET


def secret_texts(value: Any) -> Iterator[str]:
    """The texts in a value that may be secrets."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item) if may_be_secret(name, item) else secret_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from secret_texts(item)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Mapping, list)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)


def masks_in(value: Any, path: str) -> Iterator[str]:
    """The paths at which a mask stands in the place of a secret: what was shown is no value to give."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if may_be_secret(name, item) and is_bare_mask(item):
                yield f"{path}.{name}"
            else:
                yield from masks_in(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from masks_in(item, f"{path}[{index}]")


# ---- comparing: what is not given is not managed, at any depth


def compare_free(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    """The comparison of a free dictionary, or of a list of them (see compare.py)."""
    if wanted is MISSING:
        return Comparison(body=observed)
    if observed is MISSING:
        return Comparison(True, MISSING, masked(wanted), wanted)
    return _compared_items(field, wanted, observed) if field.type == "list" else _compared_parts(wanted, observed)


def _compared_parts(wanted: Any, observed: Any) -> Comparison:
    stands = observed or {}
    before = _given_of(stands, wanted)
    differs = not same(before, wanted)
    body = _laid_over(stands, wanted) if differs or observed is None else observed
    return Comparison(differs, masked(before), masked(wanted, before), body)


def _compared_items(field: Field, wanted: Any, observed: Any) -> Comparison:
    stands = observed or []
    peers = _peers(field, wanted, stands)
    known = {place: item for item, place in zip(wanted, peers) if place is not None}
    before = [_given_of(_filled(item, known[n]), known[n]) if n in known else item for n, item in enumerate(stands)]
    differs = not same(before, wanted)
    after = [masked(item, MISSING if n is None else before[n]) for item, n in zip(wanted, peers)]
    body = [item if n is None else _laid_over(stands[n], item) for item, n in zip(wanted, peers)]
    return Comparison(differs, masked(before), after, body if differs or observed is None else observed)


def _peers(field: Field, wanted: Sequence[Any], stands: Sequence[Any]) -> list[int | None]:
    """The place of each wanted item among those that there are; items of one identity in their order."""
    identity = item_identity(field)
    free = [place for place, item in enumerate(stands) if isinstance(item, Mapping)]
    found: list[int | None] = []
    for item in wanted:
        place = next((n for n in free if same(identity(stands[n]), identity(item))), None)
        if place is not None:
            free.remove(place)
        found.append(place)
    return found


def _given_of(observed: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an observed dictionary that the wanted one speaks of."""
    there = {name: observed[name] for name in wanted if observed.get(name) is not None}
    return {name: _restricted(item, wanted[name]) for name, item in there.items()}


def _restricted(observed: Any, wanted: Any) -> Any:
    # an empty dictionary speaks of all: it clears
    if wanted and isinstance(observed, Mapping) and isinstance(wanted, Mapping):
        return _given_of(observed, wanted)
    return observed


def _filled(observed: Any, wanted: Any) -> Any:
    """An observed dictionary with the empty values that are wanted: some answers leave them out, or show null."""
    if not (isinstance(observed, Mapping) and isinstance(wanted, Mapping)):
        return wanted if observed is None and not wanted else observed
    left_out = {name: item for name, item in wanted.items() if not item and observed.get(name) is None}
    return {**{name: _filled(item, wanted.get(name)) for name, item in observed.items()}, **left_out}


def _laid_over(observed: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The observed dictionary with the wanted one laid over it, key by key."""
    return {**observed, **{name: _merged(observed.get(name), item) for name, item in wanted.items()}}


def _merged(observed: Any, wanted: Any) -> Any:
    if wanted and isinstance(observed, Mapping) and isinstance(wanted, Mapping):
        return _laid_over(observed, wanted)
    return wanted


# ---- export: what a document can hold, and where it leaves something out


def exported_value(value: Any, path: str) -> tuple[Any, list[tuple[str, str]]]:
    """A free value as a document gives it (MISSING: not at all), and (path, why) of what is left out.

    What is left out stays as it is when the document is applied: a dictionary is managed key by key, so that a key can
    be left out of it; a list within is replaced whole, and so is left out whole. Null is not given anyway.
    """
    if isinstance(value, list):
        parts = [_exported_parts(item, f"{path}[{index}]") for index, item in enumerate(value)]
        left_out = [note for _kept, notes in parts for note in notes]
        if any(kept is MISSING for kept, _notes in parts):
            return MISSING, [(path, HOLDS_SECRET if left_out else HOLDS_NULL)]
        return [kept for kept, _notes in parts], left_out
    return _exported_parts(value, path)


def _exported_parts(value: Any, path: str) -> tuple[Any, list[tuple[str, str]]]:
    """What exported_value() returns, of a value at any depth."""
    if isinstance(value, list):
        why = _inexact(value)
        return (MISSING, [(path, why)]) if why else (value, [])
    if not isinstance(value, Mapping):
        return (MISSING if value is None else value), []
    kept: dict[str, Any] = {}
    left_out: list[tuple[str, str]] = []
    for name, item in value.items():
        where = f"{path}.{name}"
        part, notes = (MISSING, [(where, BY_NAME)]) if may_be_secret(name, item) else _exported_parts(item, where)
        left_out += notes
        if part is not MISSING:
            kept[name] = part
    # the empty one would clear
    return (MISSING if value and not kept else kept), left_out


def _inexact(value: Any) -> str:
    """Why a document cannot hold exactly this value; '' when it can."""
    if value is None:
        return HOLDS_NULL
    if isinstance(value, Mapping):
        if any(may_be_secret(name, item) for name, item in value.items()):
            return HOLDS_SECRET
        value = list(value.values())
    return next(filter(None, map(_inexact, value)), "") if isinstance(value, list) else ""
