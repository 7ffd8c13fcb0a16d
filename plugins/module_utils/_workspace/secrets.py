# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secrets that a document names, and those that its plan needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import DocumentError, PlanError
from .._core.options import unchecked_values
from .._core.plan import Plan
from .._core.values import is_bare_mask
from .._core.wanted import NamedSecret, secret_names
from .document import Entry, Path
from .source import Source

PLAIN = (
    "is a secret as plain text, which a file must not contain; write {secret: <name>} and set the value in secrets, or "
    "set the document as config"
)
REQUIRED = "the value of the secret '{}' is required; set it in secrets (in roles, kinescope_workspace_secrets)"


@dataclass
class Secrets:
    """The values of secrets by name, and where a document uses them.

    ``rotated`` are the names of secrets that are sent even if they are already stored.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    rotated: Collection[str] = ()
    used: dict[str, list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse invalid values. Raises DocumentError without the value."""
        odd = [name for name, value in self.values.items() if isinstance(value, bool) or not _is_single(value)]
        if odd:
            raise DocumentError(f"secrets: {', '.join(map(str, odd))} must be a string")

    @property
    def texts(self) -> set[str]:
        """All values, as texts."""
        return {str(value) for value in self.values.values() if value not in (None, "")}

    def taken_by(self, entry: Entry, source: Source) -> tuple[Entry, list[tuple[Path, str]]]:
        """An entry with NamedSecrets for the secrets it names, and the faults of the others, as (path, sentence)."""
        faults: list[tuple[Path, str]] = []

        def taken(value: Any, path: Path) -> Any:
            if isinstance(value, Mapping):
                name = value["secret"]
                self.used.setdefault(name, []).append(path)
                return NamedSecret(name, value.get("version"), self.values.get(name), name in self.rotated)
            if value and isinstance(value, str) and not is_bare_mask(value) and source.place(path):
                faults.append((path, PLAIN))
            return value

        given = [each for each in entry.kind.secret_fields if entry.options.get(each.name) is not None]
        options = {
            each.name: each.with_secrets(entry.options[each.name], (*entry.path, each.name), taken) for each in given
        }
        if not options:
            return entry, faults
        options = {**entry.options, **options}
        return entry._replace(options=options, values=unchecked_values(entry.kind, options)), faults

    def unused(self) -> list[str]:
        """Warnings about unused names. Raises DocumentError if an unused one is to be rotated."""
        unknown = sorted(name for name in self.rotated if name not in self.used)
        if unknown:
            raise DocumentError(f"update_secrets contains {_listed(unknown)}, and no entry names such a secret")
        unknown = sorted(name for name in self.values if name not in self.used)
        return [f"secrets contains {_listed(unknown)}, and no entry names such a secret"] if unknown else []

    def needed_by(self, plans: Iterable[Plan]) -> list[str]:
        """The names of the secrets that the requests of plans contain."""
        if not self.used:
            return []
        return sorted({name for plan in plans for change in plan.changes for name in secret_names(change.body)})

    def missing(self, plans: Iterable[Plan]) -> Iterator[tuple[Path, PlanError]]:
        """The secrets that plans need but that are unavailable: the path in the document, and the error."""
        for name in self.needed_by(plans):
            if self.values.get(name) is None:
                for path in self.used[name]:
                    yield path, PlanError(REQUIRED.format(name))


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float))


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
