# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of what belongs to a video: each is predicted first, and the prediction compared."""

from __future__ import annotations

import copy
import json
import threading

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments
from tests.unit.sides import sides

KEYS = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 24


class Tasks:
    """A module's tasks on the video 'Intro'."""

    def __init__(self, world, deed):
        self.world, self.sim, self.deed = world, world.sim, deed
        self.result = TaskResult()
        self.video = self.sim.seed("video", title="Intro")["id"]

    def beside(self):
        """The same tasks as another process runs them."""
        other = copy.copy(self)
        other.result = TaskResult()
        return other

    def run(self, check=False, **options):
        spec = arguments(self.deed)
        valid = ArgumentSpecValidator(
            spec["argument_spec"],
            required_one_of=self.deed.rules.get("required_one_of"),
            mutually_exclusive=self.deed.rules.get("mutually_exclusive"),
        ).validate({"api_token": self.sim.token, "video": "Intro", **options})
        assert valid.error_messages == []
        self.sim.clear_journal()
        self.result = TaskResult()
        self.deed.run(valid.validated_parameters, check, self.world.gateway(), self.result)
        assert set(self.result.values) == KEYS
        assert "sign=" not in json.dumps(self.result.values)
        if check:
            assert self.sim.writes == []
        return self.result.values

    def writes(self):
        return [f"{entry.method} {entry.path.rpartition('/')[2]}" for entry in self.sim.writes]

    def does(self, actions, writes=1, **options):
        """Run a task that changes something, after its prediction, and once more, when nothing is left to do."""
        planned = copy.deepcopy(self.run(True, **options))
        done = self.run(**options)
        assert len(self.sim.writes) == writes, self.writes()
        assert done["changed"] is True
        assert [change["action"] for change in done["changes"]] == actions
        for change in planned["changes"]:
            assert change["outcome"] == "planned"
            change["outcome"] = "applied"
        for key in ("changes", "diff", "unverified"):
            assert planned[key] == done[key]
        done = copy.deepcopy(done)
        if not options.get("replace"):
            self.leaves(**options)
        return done

    def leaves(self, **options):
        """Run a task that has nothing to do."""
        for check in (True, False):
            result = self.run(check, **options)
            assert self.sim.writes == []
            assert (result["changed"], result["changes"]) == (False, [])
            assert sides(result)["before"] == sides(result)["after"]
        return result


def in_six_threads(world, task):
    """Run a task six times at once, as six processes would; the results. A share of all waits is real meanwhile."""
    results, share, world.clock.share = [], world.clock.share, 0.02
    threads = [threading.Thread(target=lambda: results.append(task())) for _process in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.clock.share = share
    assert len(results) == 6, "one of them failed"
    return results
