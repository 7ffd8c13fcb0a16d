# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Undo: a document that undoes a plan, written before the first write and completed after the last."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from .._api.gateway import Gateway
from .._core.comparison import MISSING
from .._core.errors import DocumentError, PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of, key_of, key_text
from .._core.kind import Kind
from .._core.values import id_form
from .._core.wanted import NamedSecret, Target, Wanted
from .._files.atomic_file import check_destination, replace_file
from .._kinds.drm_auth import DRM_AUTH
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.find import interim_names
from .._reconcile.observe import all_in
from .apply import Outcome
from .contents import may_hold_items
from .document import ABSENT
from .export import Names, exported_folders, exported_one, left_out_of_one, name_of
from .expressible import expressible
from .former import former_values, secrets_lost, sent_unread
from .losses import CLOSED, CONTENTS, HELD, IN_USE, MEDIA, NAMED, NEW_ID, ON_THE_WAY, SAME_NAME, SPREAD, USED, Losses
from .plan import PlannedObject
from .read import kinds_named_in, known_names, nest, whole_objects
from .undo_tree import Tree
from .undo_uses import Affected, Deleted, named_first, unread_users
from .yaml_document import yaml_document

HEAD = "# Undoes what a run of kinescope_workspace applied. It is an ordinary document: plan it, then apply it.\n"
FULL = "# It deletes projects or folders that the run created. Those that are not empty by then take force: true.\n"


class Undo:
    """The document at ``dest`` that undoes a plan.

    Everything it needs is read when it is created. Raises ApiError.
    """

    def __init__(self, dest: str, items: Sequence[PlannedObject], gateway: Gateway, pool: Executor) -> None:
        self._dest = dest
        self._items = [item for item in items if item.plan.changes]
        self._gateway, self._pool = gateway, pool
        self._made: set[Any] = set()  # the IDs of objects that the run has created
        self._kept: set[Any] = set()  # addresses of new objects that stay because a reference to them cannot be removed
        self._deleted_members: set[Any] = set()  # the IDs of members that are deleted
        found = [item for item in self._items if item.plan.observed is not None]
        self._whole = self._read(found)
        observed = [(item.plan.wanted.kind, self._whole[id(item)]) for item in found]
        self._deleted = Deleted(items, observed, gateway, pool)
        self._named_first = named_first(items, gateway)
        changed = [*(item.plan.wanted.kind for item in self._items), *self._deleted.kinds]
        named = [other for kind in changed for other in _to_name(kind)]
        named += [PROJECT for item in self._items if item.plan.wanted.within]
        self._names, objects, self._folders = known_names(list(dict.fromkeys(named)), gateway, pool, secrets=True)
        self._projects = {id_of(PROJECT, raw): raw for raw in objects.get(PROJECT.name, ())}
        self._again = {id(item): self._entry_of(item) for item in found if not item.plan.wanted.present}

    def write(self, outcomes: Mapping[int, Outcome] | None = None) -> dict[str, Any]:
        """Write the document, and return what a result says about it. Raises PlanError if it cannot be written.

        ``outcomes`` maps id() of the items to their outcomes: what the run did not write is not undone.
        """
        outcomes = {} if outcomes is None else outcomes
        became = {id(item): outcomes.get(id(item), Outcome(("planned",))) for item in self._items}
        done = [item for item in self._items if _may_be_written(became[id(item)])]
        attempted = set(map(id, done))
        lost = Losses()
        tree = self._tree(became)
        new = [(item.plan.wanted.kind, became[id(item)]) for item in done if _is_new(item, became[id(item)])]
        self._made = {id_of(kind, outcome.after) for kind, outcome in new if outcome.after}
        self._kept = set()
        self._deleted_members = {member for member, item in self._deleted.members.items() if id(item) in attempted}
        for item in sorted(done, key=lambda item: item.plan.observed is None):  # new objects last: see _kept
            self._put(tree, item, became[id(item)], lost)
        for one in self._deleted.affected:
            if attempted & set(map(id, one.by)):
                self._add_affected(tree, one, lost)
        for named in self._named_first:
            if attempted & set(map(id, named.by)):
                lost.note(named.kind.name, named.name, NAMED)
        inexpressible: list[dict[str, str]] = []
        document = expressible(tree.document(), inexpressible)
        for left_out in inexpressible:
            lost.note(left_out["kind"], left_out["key"], left_out["why"], [left_out["path"]])
        try:
            replace_file(self._dest, "".join([*self._head(lost), yaml_document(document)]).encode())
        except OSError as error:
            raise PlanError(f"undo_dest '{self._dest}' cannot be written: {error.strerror or error}") from None
        return {"dest": self._dest, "irreversible": lost.entries}

    def _tree(self, became: Mapping[int, Outcome]) -> Tree:
        """An empty document that knows all projects and folders that the run has not created."""
        planned_new = [(item.plan.wanted.kind, became[id(item)]) for item in self._items if item.plan.observed is None]
        found = [(kind, _found_by_then(outcome)) for kind, outcome in planned_new]
        projects = {id_of(PROJECT, raw): raw for kind, raw in found if raw and kind is PROJECT}
        folders = [raw for kind, raw in found if raw and kind is FOLDER]
        return Tree({**self._projects, **projects}, {**self._folders, None: folders})

    def _head(self, lost: Losses) -> Iterator[str]:
        """The comments at the beginning."""
        yield HEAD
        if any(item.plan.observed is None and item.plan.wanted.kind.holds for item in self._items):
            yield FULL
        yield from lost.comments()

    def _read(self, items: Iterable[PlannedObject]) -> dict[int, Raw]:
        """The objects including fields that lists do not show, by id() of their items."""
        whole = {id(item): item.plan.observed or {} for item in items}
        alike: dict[tuple[Kind, bool], list[int]] = {}
        for item in items:
            kind, stays = item.plan.wanted.kind, item.plan.wanted.present
            if not (kind.parent or kind.routes.singleton):
                alike.setdefault((kind, stays), []).append(id(item))
        for (kind, stays), several in alike.items():  # for objects that stay, the plan shows which files change
            raws = whole_objects(kind, [whole[one] for one in several], self._gateway, self._pool, files=not stays)
            by_id = {id_of(kind, raw): raw for raw in raws}
            whole.update((one, {**whole[one], **by_id.get(id_of(kind, whole[one]), {})}) for one in several)
        return whole

    def _named(self, wanted: Wanted, raw: Raw) -> Names:
        """The names below the entry of an object: secrets are named as in an export."""
        kind = wanted.kind
        if kind is DRM_AUTH and wanted.within:
            return self._names.under(PROJECT.section, self._display_name(PROJECT, wanted.within.id), kind.section)
        if kind.routes.singleton:
            return self._names.under(kind.section)
        return self._names.under(kind.section, self._display_name(kind, id_of(kind, raw), name_of(kind, raw)))

    def _display_name(self, kind: Kind, id: Any, otherwise: Any = "") -> Any:
        display_name = self._names.reference(kind, id)
        return (otherwise or id) if display_name is MISSING else display_name

    def _entry_of(self, item: PlannedObject) -> dict[str, Any]:
        """The entry that recreates a deleted object, including those deleted contents that an entry can express."""
        wanted, raw = item.plan.wanted, self._whole[id(item)]
        kind = wanted.kind
        entry = exported_one(kind, raw, self._named(wanted, raw))
        if kind.parent_field:
            inside = all_in(raw, kind, kind.parent_field, self._gateway, wanted.base)
            entry[kind.section] = exported_folders(inside, self._names)
        if kind is PROJECT:
            folders = {**self._folders, id_of(kind, raw): self._folders.get(id_of(kind, raw), [])}
            nest([entry], [raw], folders, self._names, self._gateway, self._pool)
        return entry

    def _put(self, tree: Tree, item: PlannedObject, outcome: Outcome, lost: Losses) -> None:
        """Add what undoes an item to the document, and what cannot be undone to ``lost``."""
        plan = item.plan
        kind, key = plan.wanted.kind, plan.wanted.key
        is_new = _is_new(item, outcome)
        for one in plan.objects:
            if (one.kind.name, one.key) != (kind.name, key) and one.action == "create":
                lost.note(one.kind.name, one.key, ON_THE_WAY)
        if is_new and plan.wanted.address is not None and plan.wanted.address in self._kept:
            lost.note(kind.name, key, IN_USE)
        elif is_new:
            entry = self._created_entry(item, outcome)
            tree.put(self._placed(item, outcome), None, entry)
            if "planned" in outcome.changes:  # the run may end before the object has its own name
                for name in interim_names(plan.wanted):
                    tree.put(plan.wanted, None, {**entry, kind.key[0]: name})
        elif plan.wanted.present:
            self._put_updated(tree, item, outcome, lost)
        else:
            self._put_recreated(tree, plan.wanted, self._whole[id(item)], self._again[id(item)], lost)

    def _created_entry(self, item: PlannedObject, outcome: Outcome) -> dict[str, Any]:
        """The entry that deletes a created object: by its name in the document, and its ID if it is known."""
        kind = item.plan.wanted.kind
        if kind.routes.singleton:
            return {"state": ABSENT}
        options = item.entry.options if item.entry else {}
        kept = {name: options[name] for name in options if name in kind.identifying and name != "parent"}
        made = id_of(kind, outcome.after) if outcome.after else None
        return {**kept, **({"id": made} if made else {}), "state": ABSENT}

    def _put_updated(self, tree: Tree, item: PlannedObject, outcome: Outcome, lost: Losses) -> None:
        """Add the former values of an object to the document, as they were right before it was written."""
        plan = outcome.plan if outcome.plan and outcome.plan.changes and outcome.plan.observed else item.plan
        kind, key = plan.wanted.kind, plan.wanted.key
        raw = {**self._whole.get(id(item), {}), **((plan.observed or {}) if plan is not item.plan else {})}
        own = next((one for one in plan.objects if (one.kind.name, one.key) == (kind.name, key)), None)
        if own is None:
            return
        if own.recreated:
            lost.note(kind.name, key, MEDIA)
            return
        values, faults = former_values(kind, raw, own.fields, plan.after, self._named(item.plan.wanted, raw))
        spread = [field for field in kind.fields if field.propagates_to and plan.wanted.values.get(field.name)]
        faults += [([field.name], SPREAD.format(others=field.propagates_to)) for field in spread]
        faults += sent_unread(plan, values, [name for fields, _why in faults for name in fields])
        lost.note_each(kind.name, key, faults)
        given = [item.plan.wanted.values.get(name) for fields, _why in faults for name in fields]
        self._kept |= {value.address for value in given if isinstance(value, Target)}
        self._name_secrets(item, values)
        tree.put(self._placed(item, outcome), raw, self._without_deleted(kind, key, values, lost))

    def _placed(self, item: PlannedObject, outcome: Outcome) -> Wanted:
        """What was wanted, with the IDs of its parents unless the run has created them."""
        wanted = outcome.plan.wanted if outcome.plan else item.plan.wanted
        parents = (wanted.values.get(field.name) for field in wanted.kind.fields if field.nests)
        above = (one.id for one in (wanted.within, *parents) if isinstance(one, Target))
        return wanted if self._made.isdisjoint(above) else item.plan.wanted

    def _put_recreated(self, tree: Tree, wanted: Wanted, raw: Raw, entry: dict[str, Any], lost: Losses) -> None:
        """Add the entry that recreates a deleted object to the document, if that is possible."""
        kind, key = wanted.kind, wanted.key
        why = self._why_not_recreated(kind, raw)
        if why:
            lost.note(kind.name, key, why)
            return
        if not kind.routes.singleton:
            lost.note(kind.name, key, NEW_ID, ["id"])
        if kind.holds and may_hold_items(raw):
            lost.note(kind.name, key, CONTENTS)
        users = unread_users(kind)
        if users:
            lost.note(kind.name, key, USED.format(users=" and ".join(users)))
        names = self._named(wanted, raw)
        left_out_parts = [
            *secrets_lost(kind, raw, names),
            *(([path], why) for path, why in left_out_of_one(kind, raw, names)),
        ]
        lost.note_each(kind.name, key, left_out_parts)
        tree.put(wanted, raw, self._without_deleted(kind, key, entry, lost))

    def _why_not_recreated(self, kind: Kind, raw: Raw) -> str:
        """Why a deleted object cannot be recreated; '' if it can."""
        if kind.sources:
            return MEDIA
        if kind.routes.closed(raw):
            return CLOSED
        return SAME_NAME if not kind.routes.singleton and not kind.parent and self._duplicates(kind, raw) else ""

    def _add_affected(self, tree: Tree, one: Affected, lost: Losses) -> None:
        """Add what an object without an entry loses to the document, or to ``lost``."""
        kind, raw = one.kind, one.raw
        wanted = Wanted(kind, key_text(kind, raw), {}, present=not one.is_deleted)
        names = self._named(wanted, raw)
        if one.is_deleted:
            self._put_recreated(tree, wanted, raw, exported_one(kind, raw, names), lost)
        elif kind.routes.closed(raw):
            lost.note(kind.name, wanted.key, CLOSED, one.fields)
        else:
            values, faults = former_values(kind, raw, one.fields, {}, names)
            lost.note_each(kind.name, wanted.key, faults)
            values = self._without_deleted(kind, wanted.key, values, lost)
            members = {field.name for field in kind.member_fields}  # the remaining members were never removed
            if set(values) - members:
                tree.put(wanted, raw, {name: value for name, value in values.items() if name not in members})

    def _without_deleted(self, kind: Kind, key: str, values: dict[str, Any], lost: Losses) -> dict[str, Any]:
        """The values without deleted members: an entry with them would be refused."""
        kept = dict(values)
        for field in kind.member_fields:
            if field.name in kept:
                kept[field.name] = [id for id in kept[field.name] if id_form(id) not in self._deleted_members]
            if len(kept.get(field.name, ())) < len(values.get(field.name, ())):
                lost.note(kind.name, key, HELD, [field.name])
        return kept

    def _duplicates(self, kind: Kind, raw: Raw) -> bool:
        same = self._gateway.with_key(kind, key_of(kind, raw), location=raw)
        return any(id_of(kind, other) != id_of(kind, raw) for other in same)

    def _name_secrets(self, item: PlannedObject, values: dict[str, Any]) -> None:
        """Name secrets as the document does."""
        for name, value in item.plan.wanted.values.items():
            if isinstance(value, NamedSecret) and name in values:
                values[name] = {"secret": value.name}


def _may_be_written(outcome: Outcome) -> bool:
    """Whether a run has, or may have, written something of an object."""
    return not outcome.untouched and set(outcome.changes) != {"not_attempted"}


def _is_new(item: PlannedObject, outcome: Outcome) -> bool:
    """Whether the run has created an object, or would have: somebody else may have been faster."""
    return item.plan.observed is None and not _found_by_then(outcome)


def _found_by_then(outcome: Outcome) -> Raw | None:
    """The object that somebody else had created before the run could; None if there was none."""
    return outcome.after if outcome.untouched else outcome.plan.observed if outcome.plan else None


def _to_name(kind: Kind) -> Iterator[Kind]:
    """The kinds whose objects must all be listed, so that references in entries of a kind can be named."""
    if not (kind.parent or kind.routes.too_many_to_list):
        yield kind
    else:
        yield from kinds_named_in(kind)


def destination(path: str | None) -> str:
    """The path for the document that undoes the changes; '' for none. Raises DocumentError if it cannot be written."""
    if path:
        try:
            check_destination(path)
            if not os.path.isdir(os.path.dirname(path) or "."):
                raise OSError(errno.ENOENT, "its directory does not exist")
        except OSError as error:
            raise DocumentError(f"undo_dest '{path}' cannot be written: {error.strerror}") from None
    return path or ""
