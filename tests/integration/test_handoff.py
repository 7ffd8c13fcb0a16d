# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Separate tasks that follow each other read once; whatever comes between them, another client's change is seen.

A task finds a webhook as it should be, another client changes it, and a second task wants the same as the first. The
other client works as late as can be: while Ansible templates the options of the second task, where nothing but the
conditions of the hand-off keeps what the first one has read from being used.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.both_ways import CAN_RUN_HERE
from tests.integration.play import Secret, run_playbook, task
from tests.integration.rhythm import assert_unchanged, assert_written
from tests.simulator import Simulator

pytestmark = [
    pytest.mark.worker_only,
    pytest.mark.skipif(not CAN_RUN_HERE, reason="every module is shipped with this ansible-core"),
]
Task = dict[str, Any]
HERE, THERE = "https://here.example.com", "https://there.example.com"
#: The other client: changes the endpoint of a webhook, and prints its name.
OTHER = f"""
import json, sys, urllib.parse, urllib.request

address, name = sys.argv[1:]
body = json.dumps({{"endpoint": "{THERE}"}}).encode()
path = "/_simulator/objects/webhook/" + urllib.parse.quote(name)
request = urllib.request.Request(address + path, body, method="PATCH")
urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open(request).read()
print(name)
"""
BETWEEN: Task = {"name": "between", "ansible.builtin.debug": {"msg": ""}}
INCLUDED = "../included.yml"


def hook(name: str, **keywords: Any) -> Task:
    """A task that wants a webhook to be here, and finds it so."""
    return task("webhook", f"{name}: before", {"name": name, "endpoint": HERE}, **keywords)


def twice(name: str) -> Task:
    """A task that is refused, because there are two such webhooks."""
    return task("webhook", f"{name}: between", {"name": "Twice", "endpoint": HERE})


#: What comes between two tasks, or makes one of them special: both tasks -> those to run.
CASES: dict[str, Callable[[Task, Task], list[Task]]] = {
    "another module": lambda before, after: [before, {"name": "between", "ansible.builtin.command": "true"}, after],
    "debug": lambda before, after: [before, BETWEEN, after],
    "meta": lambda before, after: [before, {"name": "between", "ansible.builtin.meta": "noop"}, after],
    "pause": lambda before, after: [before, {"name": "between", "ansible.builtin.pause": {"seconds": 0}}, after],
    "include": lambda before, after: [before, {"ansible.builtin.include_tasks": INCLUDED}, after],
    "import": lambda before, after: [before, {"ansible.builtin.import_tasks": INCLUDED}, after],
    "block": lambda before, after: [before, {"block": [BETWEEN]}, after],
    "into a block": lambda before, after: [before, {"block": [after]}],
    "out of a block": lambda before, after: [{"block": [before]}, after],
    "always": lambda before, after: [{"block": [before], "always": [after]}],
    "rescue": lambda before, after: [
        {"block": [before, {"name": "fails", "ansible.builtin.fail": {}, "ignore_errors": False}], "rescue": [after]}
    ],
    "skipped": lambda before, after: [before, hook("none", when=False), after],
    "refused": lambda before, after: [before, twice("refused"), after],
    "changed": lambda before, after: [before, task("webhook", "new", {"name": "New", "endpoint": HERE}), after],
    "info": lambda before, after: [before, task("info", "between", {"kind": "webhook"}), BETWEEN, after],
    "shipped": lambda before, after: [{**before, "environment": {"A": "b"}}, after],
    "shipped after": lambda before, after: [before, {**after, "environment": {"A": "b"}}],
    "until": lambda before, after: [before, {**after, "register": "seen", "until": "seen is success"}],
    "until before": lambda before, after: [{**before, "register": "seen", "until": "seen is success"}, after],
    "retries": lambda before, after: [before, {**after, "retries": 2}],
    "loop": lambda before, after: [before, {**after, "loop": [1]}],
    "loop before": lambda before, after: [{**before, "loop": [1]}, after],
    "with": lambda before, after: [before, {**after, "with_items": [1]}],
    "delegate_to": lambda before, after: [before, {**after, "delegate_to": "localhost"}],
    "delegate_to before": lambda before, after: [{**before, "delegate_to": "localhost"}, after],
    "local_action before": lambda before, after: (
        [
            {"name": "local", "local_action": {"module": action, **options}}
            for action, options in before.items()
            if action.startswith("kinescope.")
        ]
        + [after]
    ),
}


class Plays:
    """Plays against one simulator, with another client."""

    def __init__(self, folder: pathlib.Path, sim: Simulator) -> None:
        self.folder, self.sim = folder, sim
        (folder / "other.py").write_text(OTHER, encoding="utf-8")

    def seed(self, *names: str) -> None:
        """Webhooks that are as the tasks want them."""
        for name in names:
            self.sim.seed("webhook", name=name, endpoint=HERE)

    def after(self, name: str, **options: Any) -> Task:
        """A task that wants the webhook to be as before. While its options are made, the other client changes it."""
        command = json.dumps(f"{sys.executable} {self.folder}/other.py {self.sim.url} '{name}'")
        changed = f"{{{{ lookup('ansible.builtin.pipe', {command}) }}}}"
        return task("webhook", f"{name}: after", {"name": changed, **(options or {"endpoint": HERE})})

    def run(self, tasks: list[Task], **options: Any) -> Any:
        """One ansible-playbook."""
        return run_playbook(self.folder / "play", self.sim, tasks, edge="worker", verbosity=1, **options)


@pytest.fixture
def plays(tmp_path: pathlib.Path) -> Any:
    """An empty workspace."""
    with Simulator(default_player="off") as sim:
        yield Plays(tmp_path, sim)


def test_tasks_that_follow_each_other_read_once(plays: Plays) -> None:
    """Tasks of several kinds, also in a block. With nothing between them, what was read is what counts."""
    wanted = {
        "project": {"name": "A", "privacy_type": "anywhere"},
        "player": {"name": "A", "settings": {"autoplay": True}},
        "webhook": {"name": "A", "endpoint": HERE},
    }
    for kind, options in wanted.items():
        plays.sim.seed(kind, **options)
    rounds = [[task(kind, kind, options) for kind, options in wanted.items()] for _n in range(2)]
    run = plays.run([*rounds[0], *rounds[1], {"block": [*rounds[0], *rounds[1]]}, hook("A"), plays.after("A")])
    for one in run:
        assert_unchanged(one)
    assert [len(one.reads) > 0 for one in run] == 2 * [True, True, True, False, False, False] + [True, False]
    assert plays.sim.object("webhook", "A")["endpoint"] == THERE, "or else the cases below would show nothing"


def test_whatever_comes_between_what_another_client_changed_is_seen(plays: Plays) -> None:
    plays.seed(*CASES, "Twice", "Twice")
    (plays.folder / pathlib.Path(INCLUDED).name).write_text(json.dumps([BETWEEN]), encoding="utf-8")
    run = plays.run([one for name, made in CASES.items() for one in made(hook(name), plays.after(name))])
    assert [one.name for one in run if one.failed] == ["fails", "refused: between"]
    seen = {one.name.partition(":")[0]: one.changed for one in run if one.name.endswith(": after")}
    assert seen == dict.fromkeys(CASES, True)


def test_a_handler_reads_for_itself(plays: Plays) -> None:
    """Two handlers in a row may run at different times."""
    plays.seed("A")
    notify = {"ansible.builtin.debug": {"msg": ""}, "changed_when": True}
    flush = {"ansible.builtin.meta": "flush_handlers"}
    handlers = [hook("A"), plays.after("A")]
    tasks = [{**notify, "notify": "A: before"}, flush, {**notify, "notify": "A: after"}]
    run = plays.run(tasks, handlers=handlers)
    assert_unchanged(run("A: before"))
    assert_written(run("A: after"), ["update"])


def test_with_several_hosts_each_task_reads_for_itself(plays: Plays) -> None:
    """Also one host after the other: another may have the same token."""
    plays.seed("A")
    run = plays.run([hook("A"), plays.after("A")], inventory="one,two,", hosts="all", serial=1)
    assert [(one.name, one.changed) for one in run] == [("A: before", False), ("A: after", True)] * 2


def test_another_token_is_another_workspace(plays: Plays) -> None:
    other = plays.sim.add_workspace()
    for number, endpoint in ((1, HERE), (2, THERE)):
        plays.sim.seed("webhook", workspace=number, name="A", endpoint=endpoint)
    options = {"name": "A", "endpoint": HERE}
    run = plays.run([hook("A"), task("webhook", "other", {**options, "api_token": Secret(other)}), hook("A")])
    assert [one.changed for one in run] == [False, True, False]
    assert [len(one.reads) > 0 for one in run] == [True, True, True]


def test_once_a_task_may_be_at_work_in_the_background_nothing_is_shared(plays: Plays) -> None:
    plays.seed("A", "B")
    run = plays.run([{**hook("B"), "async": 30, "poll": 1}, hook("A"), plays.after("A")])
    assert not run("B: before").failed
    assert_written(run("A: after"), ["update"])


def test_a_write_rests_on_what_the_task_itself_has_read(plays: Plays) -> None:
    """An update sends the whole object: what another client has changed in it stays."""
    plays.seed("A")
    run = plays.run([hook("A"), plays.after("A", events=["live.created"])])
    assert_written(run("A: after"), ["update"])
    stored = plays.sim.object("webhook", "A")
    assert (stored["endpoint"], stored["events"]) == (THERE, ["live.created"])
