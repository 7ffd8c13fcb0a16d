# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of one object in tasks, and what the interface promises about each of them.

check create, create, again, check update, update, again, (a test's own tasks), check absent,
absent, again: all in one ansible-playbook process.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.integration.conftest import Play
from tests.integration.play import Run, TaskRun, task
from tests.simulator import Simulator
from tests.unit.sides import sides

RESULT_KEYS = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}
ERROR_KEYS = {"kind", "key", "action", "status", "code", "request_id", "invalid_params"}
CHANGE_KEYS = {"kind", "key", "action", "fields", "outcome", "before", "after"}
ABSENT_SIDE = {"create": {"before"}, "delete": {"after"}}
#: What ansible-core itself adds to a result.
ANSIBLES_OWN = {
    "invocation",
    "warnings",
    "deprecations",
    "exception",
    "failed",
    "attempts",
    "_ansible_delegated_vars",
}


def worlds(**dimensions: Sequence[str]) -> list[dict[str, str]]:
    """Every combination of the given switches, with fields that no documentation names."""
    names = list(dimensions)
    return [
        {"unknown_fields": "extra", **dict(zip(names, values))} for values in itertools.product(*dimensions.values())
    ]


#: As far from the documented examples as an API can be that does nothing wrong.
HOSTILE = {
    "unknown_fields": "extra",
    "put": "replace",
    "id_form": "short",
    "absent_fields": "dropped",
    "created_answer": "no_data",
    "created_status": "201",
    "delete_answer": "no_content",
    "families": "offset",
}


def world_name(world: Mapping[str, str]) -> str:
    """A world as the name of a test."""
    hostile = HOSTILE.items() <= world.items()
    values = [value for name, value in world.items() if name not in (HOSTILE if hostile else ("unknown_fields",))]
    return "-".join([*["hostile"] * hostile, *values])


#: The first one is that of "make test", all are those of "make test-all".
SECRET_WORLDS = [
    {**HOSTILE, "secrets": "masked"},
    *worlds(put=("merge", "replace"), secrets=("masked", "echoed", "omitted")),
]
#: For kinds without secrets: what else is open about the shape of answers.
SHAPES: list[dict[str, str]] = [
    {"id_form": "short", "delete_answer": "no_content"},
    {"empty_lists": "null", "created_answer": "no_data", "families": "page"},
    {"absent_fields": "dropped", "created_answer": "success", "families": "offset"},
]
SHAPE_WORLDS = [
    HOSTILE,
    *({"unknown_fields": "extra", "put": put, **shape} for put, shape in zip(("replace", "merge", "replace"), SHAPES)),
]


def assert_result(run: TaskRun) -> None:
    """A successful task returns the keys of the interface and no others."""
    assert not run.failed, run
    assert set(run.result) - ANSIBLES_OWN == RESULT_KEYS, run
    assert {"before", "after"} <= set(run.result["diff"]) <= {"before_header", "after_header", "before", "after"}, run
    assert run.result["changed"] is bool(run.result["changes"]), run
    for change in run.result["changes"]:
        assert set(change) - {"recreated", "requests"} == CHANGE_KEYS - ABSENT_SIDE.get(change["action"], set()), run
        assert change.get("requests", 2) > 1, run
    assert isinstance(run.result["resource"], dict), run
    assert isinstance(run.result["unverified"], list), run


def assert_failure(run: TaskRun) -> None:
    """A task that the module itself failed returns one sentence, the error in parts, and the changes."""
    assert run.failed, run
    assert {"msg", "error", "changes"} <= set(run.result), run
    assert set(run.result["error"]) == ERROR_KEYS, run
    assert set(run.result) - ANSIBLES_OWN <= RESULT_KEYS | {"msg", "error"}, run
    assert "\n" not in run.msg, run
    assert "Traceback" not in run.msg, run


def assert_unchanged(run: TaskRun) -> None:
    """Nothing to do: no change is told, none is made."""
    assert_result(run)
    assert run.result["changed"] is False, run
    assert run.result["changes"] == [], run
    assert run.writes == [], run
    assert sides(run.result)["before"] == sides(run.result)["after"], run


def assert_predicted(checked: TaskRun, applied: TaskRun) -> None:
    """Check mode wrote nothing, and said exactly what the real run then reported."""
    assert_result(checked)
    assert_result(applied)
    assert checked.writes == [], checked
    told = dict(checked.result, changes=[{**change, "outcome": "applied"} for change in checked.result["changes"]])
    for change in checked.result["changes"]:
        assert change["outcome"] == "planned", checked
    for name in ("changed", "changes", "diff", "unverified"):
        assert told[name] == applied.result[name], f"{name}:\n{checked}\n{applied}"


def assert_written(run: TaskRun, actions: Iterable[str], writes: int | None = None) -> None:
    """These objects changed, with just so many writes, all of which succeeded; by default as many as the task says."""
    wanted = list(actions)
    assert_result(run)
    assert sorted(change["action"] for change in run.result["changes"]) == sorted(wanted), run
    for entry in run.writes:
        gone = entry.method == "DELETE" and entry.status == 404  # an earlier write of its owner took the child along
        assert gone or entry.status in range(200, 300), run
    told = sum(change.get("requests", 1) for change in run.result["changes"])
    assert len(run.writes) == (told if writes is None else writes), run


def assert_no_secret(run: Run, secrets: Iterable[str]) -> None:
    """None of the secrets stands in any result or in anything that the process wrote."""
    for secret in secrets:
        for one in run:
            assert secret not in json.dumps(one.result, ensure_ascii=False), f"{secret} in {one}"
        assert secret not in run.output, f"{secret} in the output of {[one.name for one in run]}:\n{run.output}"


def assert_kept(before: Mapping[str, Any], after: Mapping[str, Any], **changed: Any) -> None:
    """A stored object is as it was but for the named changes."""
    volatile = ("updated_at", "items_count", "size")
    for name in {*before, *after} - {*volatile}:
        wanted = changed.get(name, before.get(name))
        assert after.get(name) == wanted, f"{name}: {after.get(name)!r}, not {wanted!r}"


def without_empties(value: Any) -> Any:
    """A value without null, empty and zero values inside: what answers may leave out."""
    if isinstance(value, dict):
        kept = {name: without_empties(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item or isinstance(item, str)}
    return [without_empties(item) for item in value] if isinstance(value, list) else value


@dataclass
class Life:
    """One object's life: options of its tasks, and what the update's diff has to say."""

    kind: str
    create: dict[str, Any]
    update: dict[str, Any]
    absent: dict[str, Any]
    key: str
    updated_fields: tuple[str, ...] = ()
    update_action: str = "update"
    update_requests: int = 1
    create_actions: tuple[str, ...] = ("create",)
    secrets: tuple[str, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)  # of the update's diff, as far as a test cares
    after: dict[str, Any] = field(default_factory=dict)


def live(play: Play, sim: Simulator, life: Life, extra: Sequence[Mapping[str, Any]] = ()) -> Run:
    """Run an object's life and hold each task to the interface; the ``extra`` tasks are for the test to judge.

    Later tasks may refer to the result of the first one as ``created``.
    """
    kind = life.kind
    run = play(
        sim,
        [
            task(kind, "check create", life.create, check=True, diff=True),
            task(kind, "create", life.create, diff=True, register="created"),
            task(kind, "create again", life.create),
            task(kind, "check update", life.update, check=True, diff=True),
            task(kind, "update", life.update, diff=True),
            task(kind, "update again", life.update),
            *extra,
            task(kind, "check absent", life.absent, check=True, diff=True),
            task(kind, "absent", life.absent, diff=True),
            task(kind, "absent again", life.absent),
        ],
    )
    _judge_create(run, life)
    _judge_update(run, life)
    _judge_absent(run, life)
    assert_no_secret(run, life.secrets)
    return run


def live_archived(play: Play, sim: Simulator, life: Life, found: Mapping[str, Any], restore: Mapping[str, Any]) -> Run:
    """The life of an object whose update archives it: it is still there, whether lists show archived objects or not.

    ``found`` are options that only name the object, ``restore`` those that end its archiving.
    """
    kind = life.kind
    run = live(
        play,
        sim,
        life,
        [
            task(kind, "unmanaged", found),
            task(kind, "check restore", restore, check=True),
            task(kind, "restore", restore),
            task(kind, "restore again", restore),
            task(kind, "archive again", {**restore, "archived": True}),
        ],
    )
    assert_unchanged(run("unmanaged"))
    assert_predicted(run("check restore"), run("restore"))
    assert_written(run("restore"), ["update"])
    assert_unchanged(run("restore again"))
    assert_written(run("archive again"), ["update"])
    assert sim.objects(kind) == []
    return run


def _judge_create(run: Run, life: Life) -> None:
    checked, made = run("check create"), run("create")
    assert_predicted(checked, made)
    assert_written(made, life.create_actions)
    assert made.result["changes"][0]["kind"] == life.kind
    assert made.result["changes"][0]["key"] == life.key
    assert sides(made.result)["before"] == {}, made
    assert set(sides(made.result)["after"]) <= set(life.create), made
    assert "id" not in checked.result["resource"], checked
    assert_unchanged(run("create again"))
    assert run("create again").result["resource"] == made.result["resource"]


def _judge_update(run: Run, life: Life) -> None:
    checked, made = run("check update"), run("update")
    assert_predicted(checked, made)
    assert_written(made, [life.update_action], life.update_requests)
    assert made.result["changes"][0]["kind"] == life.kind
    assert set(made.result["changes"][0]["fields"]) == set(life.updated_fields), made
    diff = sides(made.result)
    assert set(diff["before"]) | set(diff["after"]) <= set(life.update), made
    for side, wanted in (("before", life.before), ("after", life.after)):
        for name, value in wanted.items():
            assert diff[side][name] == value, f"{side} {name}: {made}"
    assert checked.result["resource"].get("id") == run("create").result["resource"].get("id")
    assert_unchanged(run("update again"))


def _judge_absent(run: Run, life: Life) -> None:
    checked, made = run("check absent"), run("absent")
    assert_predicted(checked, made)
    assert_written(made, ["delete"])
    assert made.result["resource"] == {}
    assert checked.result["resource"] == {}
    assert sides(made.result)["after"] == {}, made
    assert sides(made.result)["before"] != {}, made
    assert_unchanged(run("absent again"))
    assert run("absent again").result["resource"] == {}
