# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A workspace on the simulator, and documents applied to it as kinescope_workspace would apply them."""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import Progress
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError, KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import entries
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.narrowing import (
    checked_only,
    checked_prune,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.plan import ReconcileOptions
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.reconcile import new_result, reconcile
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import compared
from tests.unit.conftest import Clock, Run, World, requests_of

KEYS = {"changed", "changes", "diff", "lines", "needs_secrets", "plan_id", "requests", "sections", "summary"}
KEYS |= {"unmanaged", "unsettled", "unverified"}
# What no two runs have in common.
VOLATILE = frozenset(
    "id stream folders created_at updated_at items_count size streamkey play_link rtmp_link workspace_id "  # noqa: SIM905
    "embed_link hls_link code link media_count created_by_user_name room_id event_id file".split()
)
# What has no order.
UNORDERED = ("events", "participants", "privacy_domains", "restreams")

#: what PUT does to what its body leaves out, and how secrets are shown: how the API does it is not known for sure
EDITIONS = st.fixed_dictionaries(
    {
        "put": st.sampled_from(["merge", "replace"]),
        "secrets": st.sampled_from(["masked", "echoed", "empty", "omitted"]),
        "restream_keys": st.sampled_from(["echoed", "masked", "omitted"]),
    }
)


class _Watched(Progress):
    """Progress that lets others act when the first write is about to be sent."""

    begun: Callable[[], None]

    def begin(self, changes: int, requests: int) -> None:
        """Called between planning and writing."""
        super().begin(changes, requests)
        self.begun()


class Space(World):
    """An empty workspace, and documents applied to it.

    After each it is checked that no secret is told, that check mode wrote nothing, and that outcomes match writes.
    """

    def __init__(self, sim: Any) -> None:
        super().__init__(sim)
        self.time = Clock()
        self.connection["retries"] = 5  # more than any test's faults: one request may meet them all
        self.said: list[str] = []
        self.during: Callable[[str], None] = lambda line: None  # called with each line of progress
        self.result: dict[str, Any] = {}  # of the last task, also when it was killed
        self._late = 0.0
        self._act: Callable[[], Any] = lambda: None

    def meanwhile(self, seconds: float, act: Callable[[], Any] = lambda: None) -> None:
        """Let time pass in each run, and something happen, between planning and the first write."""
        self._late, self._act = seconds, act

    def _begun(self) -> None:
        if self._late:
            self.time.now += self._late
        self._act()

    def apply(self, document: Any, check: bool = False, expected: str | None = None, **wishes: Any) -> Run:
        """Apply a document (or a Source); its error is in what comes back."""
        source = document if isinstance(document, Source) else Source(copy.deepcopy({"version": 1, **document}))
        for entry in _entries(source.document):
            named, _faults = Secrets().taken_by(entry, source)  # the name of a secret is none
            self.secrets |= secrets_in(entry.kind, named.options)
        client = self.gateway().client
        result, error = new_result(), None
        self.result = result.values
        before = len(self.sim.journal)
        wishes["only"] = checked_only(wishes.get("only", ()))
        wishes["prune"] = checked_prune(wishes.get("prune", ()), wishes["only"])
        keys = KEYS
        if "base" in wishes:
            keys = KEYS | {"origin", "kept", "dropped"}
            base = Source({"version": 1, **wishes["base"]})
            found, warnings = compared(base, [], effects_of)
            self.secrets |= {text for one in found for text in secrets_in(one.kind, one.options)}
            wishes["base"] = tuple(found)
            result.warnings += warnings
        progress = _Watched(self.said.append, self.time)
        progress.begun = self._begun
        try:
            reconcile(
                source, ReconcileOptions(**wishes), expected, check, client, effects_of, result, progress, self.time
            )
        except KinescopeError as failure:
            error = failure
        if wishes.get("undo_dest") and not check and result.values.get("changes"):
            keys = keys | {"undo"}
        told = Run(result.values, result.warnings, error, self.sim.journal[before:])
        told.keeps_to(self.secrets, self.sim.switches["mask"], check, keys, "\n".join(self.said))
        return told

    def done(self, document: Any, check: bool = False, **options: Any) -> Run:
        """Apply a document without a failure."""
        told = self.apply(document, check, **options)
        if told.error is not None:
            raise AssertionError(told.error.text()) from told.error
        return told

    def refused(self, document: Any, **options: Any) -> str:
        """What is said against a document, in check mode and for real, before any write."""
        said = set()
        for check in (True, False):
            told = self.apply(document, check, **options)
            assert told.error is not None, told.result
            assert told.writes == []
            assert told.result["changed"] is False
            said.add(told.error.text())
        assert len(said) == 1
        return said.pop()

    def settles(self, document: Any, more_writes: int = 0, **options: Any) -> Run:
        """Apply a document that changes something: predicted exactly, one write a change, nothing left for a second.

        ``more_writes`` are for second ways to write what the API did not take at first.
        """
        planned = self.done(document, True, **options).result
        told = self.done(document, **options)
        assert len(told.writes) == requests_of(told) + more_writes, told.writes
        assert planned["changed"] is told.result["changed"] is True
        assert {change.pop("outcome") for change in planned["changes"]} == {"planned"}
        assert outcomes(told) == {"applied"}
        done = [{name: value for name, value in one.items() if name != "outcome"} for one in told.result["changes"]]
        assert planned["changes"] == done
        for key in KEYS - {"changes", "requests"}:
            assert planned[key] == told.result[key], key
        self.unchanged(document, **options)
        return told

    def unchanged(self, document: Any, **options: Any) -> Run:
        """Apply a document for which nothing is to do, in check mode and for real."""
        for check in (True, False):
            again = self.done(document, check, **options)
            assert again.result["changes"] == [], again.result["diff"]
            assert again.result["changed"] is False
            assert again.writes == []
            assert again.result["diff"] == []
        return again

    def exported(self, secrets: bool = False) -> dict[str, Any]:
        """The document of the workspace."""
        with ThreadPoolExecutor(4) as pool:
            return live_document(self.gateway(), pool, list(SECTIONS), secrets=secrets)

    def picture(self) -> Any:
        """All that the workspace holds, without what no two runs have in common; ids by what they stand for."""
        return sorted(map(_order, picture_of(self.sim).items()))


def picture_of(sim: Any) -> dict[tuple[str, str, int], Any]:
    """All that a workspace holds: (kind, name, how many there were before it of that name) -> what is stored."""
    state = {kind: sim.objects(kind) for kind in sorted(STORED)}
    names = {
        row.get("id") or row.get("user_id"): f"{kind} {_called(row)}" for kind, rows in state.items() for row in rows
    }
    told: dict[tuple[str, str], list[Any]] = {}
    for kind, rows in state.items():
        for row in rows:
            of = names.get(row.get("project_id"), "workspace").partition(" ")[2] if kind == "drm_auth" else ""
            row = {name: value for name, value in row.items() if (kind, name) != ("file_request", "url")}
            if kind == "playlist" and row["settings"]["sort_field"] != "custom":  # whose own order nobody sees
                row["entity_ids"] = sorted(row["entity_ids"])
            told.setdefault((kind, of or _called(row)), []).append(_plain(row, names))
    return {(*mark, number): row for mark, rows in told.items() for number, row in enumerate(sorted(rows, key=_order))}


def _order(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _called(row: Any) -> str:
    return next((str(row[name]) for name in ("name", "title", "domain", "tag", "email") if row.get(name)), "")


STORED = (
    "project",
    "folder",
    "player",
    "webhook",
    "privacy_domain",
    "tag",
    "moderator",
    "cdn_zone",
    "drm_auth",
    "live_event",
    "file_request",
    "speak_room",
    "playlist",
    "video",
)


def _plain(value: Any, names: dict[Any, str]) -> Any:
    if isinstance(value, dict):
        told = {name: _plain(item, names) for name, item in value.items() if name not in VOLATILE}
        told.update((name, told[name] is not None) for name in ("archived_at",) if name in told)
        told.update((name, sorted(told[name], key=_order)) for name in UNORDERED if told.get(name))
        return told
    if isinstance(value, list):
        return [_plain(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def _entries(document: Any) -> list[Any]:
    try:
        return entries(document)
    except (AttributeError, TypeError, KeyError, ValueError, DocumentError):
        return []  # what is no document has no secrets in their places


def outcomes(told: Run) -> set[str]:
    """The outcomes of all changes."""
    return {change["outcome"] for change in told.result["changes"]}


def actions(told: Run) -> list[tuple[str, str, str]]:
    """The changes, as (action, kind, key)."""
    return [(change["action"], change["kind"], change["key"]) for change in told.result["changes"]]
