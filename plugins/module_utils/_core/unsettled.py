# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a write brought about, compared with what was wanted: nothing counts that was not seen. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from .comparison import MISSING, Rules
from .display import CHANGED
from .fields.base import Field, Raw
from .plan import Plan
from .values import at, same
from .wanted import Target

LONGEST = 80  # characters of a value that are shown


class Unsettled(NamedTuple):
    """An option whose value the API stored otherwise than it was sent, or ignored.

    ``wanted`` and ``stored`` are as diffs show them. ``ignored`` says that the value is still what it was before.
    """

    field: Field
    wanted: Any
    stored: Any
    ignored: bool

    @property
    def sentence(self) -> str:
        """What the user should know, without the name of the object."""
        path, wanted, stored = _innermost(self.field.name, self.wanted, self.stored)
        if self.ignored:
            return f"the API accepted {path} {_short(wanted)} but did not change it; it still is {_short(stored)}"
        return (
            f"the API stored {path} {_short(wanted)} as {_short(stored)}; write it as the API stores it, "
            "or every run will try to change it"
        )


def unsettled(plan: Plan, after: Raw) -> list[Unsettled]:
    """The options of an object that are not as they were wanted, although everything planned was done.

    What no read shows is left out, and what stands for an object that did not exist when the plan was made.
    """
    wanted, before, found = plan.wanted, plan.observed, []
    for field in wanted.kind.fields:
        given = wanted.values.get(field.name, MISSING)
        pending = isinstance(given, Target) and given.id is None and not given.cleared
        if given is MISSING or pending or field.source or field.name == wanted.kind.routes.owner:
            continue
        part = field.compare_in(wanted, after, Rules())
        if part.differs and field.shows(after):
            ignored = before is not None and same(at(before, field.where), at(after, field.where))
            found.append(Unsettled(field, _plain(part.after), _plain(part.before), ignored))
    return found


def _plain(value: Any) -> Any:
    """A value of a diff without the mark of what has changed."""
    if isinstance(value, str):
        return value[: -len(CHANGED)] if value.endswith(CHANGED) else value
    return None if value is MISSING else value


def _innermost(path: str, wanted: Any, stored: Any) -> tuple[str, Any, Any]:
    """The first value that differs, as far within dictionaries as it can be said, with its path."""
    if isinstance(wanted, Mapping) and isinstance(stored, Mapping):
        for name, value in wanted.items():
            if not same(value, stored.get(name)):
                return _innermost(f"{path}.{name}", value, stored.get(name))
    return path, wanted, stored


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
