# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens: one is left, its secret is where it belongs and nowhere else, whichever field holds it."""

from __future__ import annotations

import json
import os
import stat
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApplyError,
    DocumentError,
    GuardError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.one_time_secret import (
    OneTimeSecret,
    secret_of,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.secret_file import Place
from tests.simulator import ids
from tests.unit.conftest import World

SECRETS = ("id", "token", "value", "access_token")
READ = {"api": ["read"]}
WRITE = {"api": ["read", "write"]}
KIND = KINDS["access_token"]
LOST = {
    "status_after": {"status": 500},
    "drop_after": {},
    "truncated": {},
    "html": {},
    "garbage": {},
}
NEVER_DONE = {"status": {"status": 503}, "drop_before": {}}
every_secret = pytest.mark.parametrize("holder", SECRETS)


@pytest.fixture
def file(tmp_path):
    """Where secrets go."""
    return tmp_path / "token"


def stored(world: World) -> list[dict[str, Any]]:
    return world.sim.objects("access_token")


def scope(*permissions: str) -> dict[str, Any]:
    return {"api": {"permissions": list(permissions)}}


def told(world: World, run: Any, *more: str) -> None:
    """Assert that neither a secret nor an id of a token is in anything that is told."""
    text = run.text()
    for row in stored(world):
        for form in (row["id"], ids.to_short(row["id"]), row.get("secret") or row["id"]):
            assert form not in text
    for form in more:
        assert form not in text


def works(world: World, secret: str) -> bool:
    """Whether a secret opens the workspace."""
    return secret in world.sim.core.tokens


class TestLife:
    @every_secret
    @pytest.mark.parametrize("form", ["uuid", "short"])
    def test_the_secret_is_saved_to_a_file(self, world, file, holder, form):
        world.sim.set(token_secret=holder, id_form=form)
        done = world.settles("access_token", name="ci", scope=READ, token_file=str(file))
        secret = file.read_text()
        (row,) = stored(world)
        assert secret == row["secret"]
        assert (secret == row["id"]) is (holder == "id")
        assert works(world, secret)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert os.listdir(file.parent) == ["token"]
        told(world, done, secret)
        assert set(done.result["resource"]) == {"name", "workspace_id", "scope"}
        assert done.writes == ["POST /v1/access-tokens"]
        gone = world.ok("access_token", name="ci", state="absent", token_file=str(file))
        assert gone.result["resource"] == {}
        told(world, gone, secret)
        assert stored(world) == []
        assert file.exists()

    @every_secret
    def test_the_secret_is_returned_on_request(self, world, holder):
        world.sim.set(token_secret=holder)
        predicted = world.ok("access_token", True, name="ci", scope=READ, reveal_secrets=True)
        assert not {"id", "token"} & set(predicted.result["resource"])
        done = world.ok("access_token", name="ci", scope=READ, reveal_secrets=True)
        (row,) = stored(world)
        assert done.result["resource"]["token"] == row["secret"]
        assert done.result["resource"]["id"] == row["id"]
        assert row["secret"] not in json.dumps(done.result["diff"])
        again = world.unchanged("access_token", name="ci", scope=READ, reveal_secrets=True)
        assert "token" not in again.result["resource"]

    @every_secret
    @pytest.mark.parametrize("form", ["uuid", "short"])
    def test_created_again(self, world, file, holder, form):
        world.sim.set(token_secret=holder, id_form=form)
        courses = world.sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        old = file.read_text()
        wanted = {"api": ["read", "write"], "projects": [{"project": "Courses", "permissions": ["write"]}]}
        refused = world.refused("access_token", name="ci", scope=wanted, token_file=str(file))
        assert isinstance(refused.error, GuardError)
        for text in ('scope.api is ["read"]', 'wanted ["read", "write"]', "scope.projects is []", "recreate: true"):
            assert text in refused.error.sentence()
        told(world, refused, old)
        options = {"name": "ci", "scope": wanted, "recreate": True, "token_file": str(file)}
        done = world.settles("access_token", **options)
        assert [(one["action"], one["recreated"]) for one in done.result["changes"]] == [("update", True)]
        assert [entry.method for entry in done.requests if entry.method != "GET"] == ["POST", "DELETE"]
        new = file.read_text()
        (row,) = stored(world)
        assert (new, row["secret"]) == (row["secret"], new)
        assert works(world, new)
        assert not works(world, old)
        told(world, done, old, new)
        assert row["scope"]["upload"]["entities"] == [{"id": courses, "permissions": ["write"]}]

    @pytest.mark.parametrize("form", [str, ids.to_short])
    def test_by_its_id(self, world, file, form):
        id = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        world.sim.seed("access_token", name="taken", scope=scope("read"))
        world.unchanged("access_token", id=form(id), scope=READ)
        told(world, world.refused("access_token", id=form(id), name="other"), form(id))
        taken = world.refused("access_token", id=form(id), name="taken", recreate=True, token_file=str(file))
        assert "another object already has it" in taken.error.sentence()
        told(world, taken, form(id))
        done = world.ok("access_token", id=form(id), name="other", recreate=True, token_file=str(file))
        told(world, done, form(id))
        assert sorted(row["name"] for row in stored(world)) == ["other", "taken"]
        for check in (True, False):
            lost = world.refused("access_token", check, id=form(id), token_file=str(file))
            assert "there is no access token with the ID ********" in lost.error.sentence()
            assert lost.error.details()["key"] == "********"
            told(world, lost, form(id))

    def test_two_of_one_name(self, world, file):
        seeded = [world.sim.seed("access_token", name="ci", scope=scope("read"))["id"] for _time in range(2)]
        refused = world.refused("access_token", name="ci", scope=READ, token_file=str(file))
        assert "2 objects have this name" in refused.error.sentence()
        assert "dashboard" in refused.error.sentence()
        told(world, refused, *seeded)
        world.ok("access_token", id=seeded[0], name="ci", state="absent")
        assert [row["id"] for row in stored(world)] == seeded[1:]

    def test_a_project_in_two_spellings(self, world, file):
        id = world.sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
        twice = [{"project": project, "permissions": ["read"]} for project in ("Courses", id)]
        refused = world.refused("access_token", name="ci", scope={"projects": twice}, token_file=str(file))
        assert isinstance(refused.error, PlanError)
        assert "scope.projects contains 'Courses' twice" in refused.error.sentence()

    def test_a_project_that_is_not_there(self, world, file):
        options = {"name": "ci", "scope": {"projects": [{"project": "X", "permissions": ["read"]}]}}
        assert "there is no project 'X'" in world.refused("access_token", **options).error.sentence()
        checked = world.ok("access_token", True, **options, token_file=str(file))
        assert "earlier task" in checked.warnings[0]

    @pytest.mark.parametrize("field", ["token", "value", "access_token", "secret"])
    def test_a_mask_is_no_secret(self, field):
        raw = {"id": ids.to_short("93997264-97ac-4091-b48e-559614c2817a"), "name": "ci", field: "********"}
        assert secret_of(KIND, raw) == "93997264-97ac-4091-b48e-559614c2817a"
        assert secret_of(KIND, {**raw, field: "s3cret"}) == "s3cret"


class TestPlaces:
    @pytest.mark.parametrize("check", [True, False])
    def test_a_create_without_a_place_for_the_secret_is_refused(self, world, check):
        refused = world.refused("access_token", check, name="ci", scope=READ)
        assert isinstance(refused.error, GuardError)
        assert "token_file" in refused.error.sentence()
        assert "reveal_secrets" in refused.error.sentence()

    def test_nowhere_is_no_place(self, world):
        plan = Plan(
            Wanted(KIND, "ci", {}), None, (Create(KIND, "ci", ("name",), None, "", {"name": "ci"}),), {}, {}, {}
        )
        with pytest.raises(GuardError, match="set where to store it"):
            OneTimeSecret(KIND, {}).check(plan, check_mode=False)

    @pytest.mark.parametrize("check", [True, False])
    @pytest.mark.parametrize("what", ["", "folder", "folder/", "link", "pipe", "file/token"])
    def test_that_cannot_be_written(self, world, tmp_path, what, check):
        (tmp_path / "folder").mkdir()
        (tmp_path / "file").write_text("x")
        (tmp_path / "link").symlink_to(tmp_path / "file")
        os.mkfifo(tmp_path / "pipe")
        given = f"{tmp_path}/{what}" if what else ""
        refused = world.refused("access_token", check, name="ci", scope=READ, token_file=given)
        assert isinstance(refused.error, DocumentError)
        assert "token_file" in refused.error.sentence()

    def test_a_folder_that_is_not_there(self, world, tmp_path):
        given = str(tmp_path / "later/token")
        assert (
            "does not exist" in world.refused("access_token", name="ci", scope=READ, token_file=given).error.sentence()
        )
        checked = world.ok("access_token", True, name="ci", scope=READ, token_file=given)
        assert "earlier task" in checked.warnings[0]

    def test_a_folder_that_is_closed(self, world, file, monkeypatch):
        monkeypatch.setattr(os, "access", lambda path, mode: False)  # a test may run as root
        for check in (True, False):
            refused = world.refused("access_token", check, name="ci", scope=READ, token_file=str(file))
            assert "is not writable" in refused.error.sentence()

    def test_a_file_that_is_there(self, world, file):
        file.write_text("an old one, and longer than any secret that there is")
        file.chmod(0o644)
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        assert file.read_text() == stored(world)[0]["secret"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    @pytest.mark.parametrize("check", [True, False])
    def test_of_a_token_that_exists(self, world, file, check):
        world.sim.seed("access_token", name="ci", scope=scope("read"))
        missing = world.ok("access_token", check, name="ci", scope=READ, token_file=str(file))
        assert not missing.result["changed"]
        assert "does not return the secret again" in missing.warnings[0]
        assert not file.exists()
        file.write_text("x")
        file.chmod(0o640)
        wide = world.ok("access_token", check, name="ci", scope=READ, token_file=str(file))
        assert "mode 0640" in wide.warnings[0]
        assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("x", 0o640)
        file.chmod(0o400)
        assert world.ok("access_token", check, name="ci", scope=READ, token_file=str(file)).warnings == []

    @every_secret
    @pytest.mark.parametrize("how", ["write", "replace"])
    def test_a_write_that_fails(self, world, file, monkeypatch, holder, how):
        world.sim.set(token_secret=holder)
        kept = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        file.write_text("old")

        def full(*_arguments: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync" if how == "write" else "replace", full)
        run = world.run("access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file))
        assert isinstance(run.error, ApplyError)
        for text in ("token_file", "No space left on device", "deleted again"):
            assert text in run.error.sentence()
        assert run.error.outcomes == ("failed", "not_attempted")
        assert [change["outcome"] for change in run.result["changes"]] == ["failed"]
        assert [row["id"] for row in stored(world)] == [kept]
        assert file.read_text() == "old"
        assert os.listdir(file.parent) == ["token"]
        told(world, run)

    def test_a_write_that_fails_and_cannot_be_undone(self, world, file, monkeypatch):
        monkeypatch.setattr(os, "replace", lambda *names: (none for none in ()).throw(OSError(5, "Input/output error")))
        world.sim.fault("status", method="DELETE", status=403, times=None)
        run = world.run("access_token", name="ci", scope=READ, token_file=str(file))
        for text in ("Input/output error", "still exists", "dashboard"):
            assert text in run.error.sentence()
        told(world, run)

    def test_a_name_that_is_none(self, tmp_path):
        with pytest.raises(DocumentError, match="such as NUL"):
            Place("token", f"{tmp_path}/a\0b").keep("s3cret")

    def test_kinds_without_secrets(self):
        assert Place().revealed_secret() == {}
        assert not Place().exists


class TestLostAnswers:
    @every_secret
    @pytest.mark.parametrize("fault", [*LOST, *NEVER_DONE])
    def test_a_create_without_a_response(self, world, file, holder, fault):
        world.sim.set(token_secret=holder)
        before = world.sim.seed("access_token", name="other", scope=scope("read"))["id"]
        world.sim.fault(fault, method="POST", **{**LOST, **NEVER_DONE}[fault])
        done = world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        (row,) = [row for row in stored(world) if row["id"] != before]
        assert len(stored(world)) == 2
        assert file.read_text() == row["secret"]
        assert works(world, row["secret"])
        methods = [write.split()[0] for write in done.writes]
        assert methods == (["POST", "DELETE", "POST"] if fault in LOST else ["POST", "POST"])
        told(world, done)

    @every_secret
    @pytest.mark.parametrize("fault", LOST)
    def test_of_a_new_one_beside_an_old_one(self, world, file, holder, fault):
        world.sim.set(token_secret=holder)
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        old = stored(world)[0]
        world.sim.fault(fault, method="POST", **LOST[fault])
        done = world.ok("access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file))
        (row,) = stored(world)
        assert row["id"] != old["id"]
        assert done.result["resource"]["name"] == "ci", "what is left is the new one"
        assert file.read_text() == row["secret"]
        deleted = [write.split("/")[-1] for write in done.writes if write.startswith("DELETE")]
        assert len(deleted) == 2
        assert deleted[1] == old["id"], "the old one goes last"

    @pytest.mark.parametrize("fault", LOST)
    def test_again_and_again(self, world, file, fault):
        world.connection["retries"] = 1
        world.sim.fault(fault, method="POST", times=None, **LOST[fault])
        kept = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        run = world.run("access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file))
        assert isinstance(run.error, ApplyError)
        assert [row["id"] for row in stored(world)] == [kept]
        assert not file.exists()
        told(world, run)

    @pytest.mark.parametrize("fault", LOST)
    def test_a_lost_response_to_the_delete(self, world, file, fault):
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        world.sim.fault(fault, method="DELETE", **LOST[fault])
        world.ok("access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file))
        assert [row["secret"] for row in stored(world)] == [file.read_text()]

    def test_one_that_comes_late(self, world, file, monkeypatch):
        """The first request is done only after the second one was sent."""
        world.sim.fault("drop_before", method="POST")
        gateway = world.gateway()
        write = gateway.write
        calls: list[str] = []

        def late(*arguments: Any, **more: Any) -> Any:
            calls.append(arguments[0])
            answer = write(*arguments, **more)
            world.sim.seed("access_token", name="ci", scope=scope("read"))
            return answer

        monkeypatch.setattr(gateway, "write", late)
        monkeypatch.setattr(world, "gateway", lambda: gateway)
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        assert len(calls) == 2
        assert [row["secret"] for row in stored(world)] == [file.read_text()]

    def test_what_others_make_meanwhile(self, world, file):
        """More than the lost requests can have made is left alone, and so is what looks otherwise."""
        sleep, made = world.clock.sleep, []

        def meanwhile(seconds: float) -> None:
            sleep(seconds)
            if not made:
                made.extend(world.sim.seed("access_token", name="ci", scope=scope("read"))["id"] for _time in (1, 2))
                made.append(world.sim.seed("access_token", name="ci", scope=scope("delete"))["id"])

        world.clock.sleep = meanwhile
        world.sim.fault("drop_before", method="POST")
        run = world.run("access_token", name="ci", scope=READ, token_file=str(file))
        assert "2 new objects" in run.error.sentence()
        assert {row["id"] for row in stored(world)} == set(made)
        told(world, run)

    def test_one_that_others_made_before(self, world, file, monkeypatch):
        gateway = world.gateway()
        gateway.objects(KIND)
        id = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        monkeypatch.setattr(world, "gateway", lambda: gateway)
        run = world.run("access_token", name="ci", scope=READ, token_file=str(file))
        assert "was created in the meantime" in run.error.sentence()
        assert [row["id"] for row in stored(world)] == [id]
        assert run.writes == []

    def test_a_response_without_the_object(self, world, file, monkeypatch):
        gateway = world.gateway()
        write = gateway.write
        monkeypatch.setattr(gateway, "write", lambda *a, **k: write(*a, **k) and None)
        monkeypatch.setattr(world, "gateway", lambda: gateway)
        run = world.run("access_token", name="ci", scope=READ, token_file=str(file))
        assert "does not contain" in run.error.sentence()
        assert stored(world) == []
        assert len([write for write in run.writes if write.startswith("POST")]) == 1


class TestRefusals:
    @every_secret
    def test_a_refused_delete(self, world, file, holder):
        """The new one is in use already; what is left is said, and no secret with it."""
        world.sim.set(token_secret=holder)
        world.ok("access_token", name="ci", scope=READ, token_file=str(file))
        old = stored(world)[0]["id"]
        world.sim.fault("status", method="DELETE", status=403, message=f"no, {old}", times=None)
        run = world.run(
            "access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file), reveal_secrets=True
        )
        assert run.error.outcomes == ("applied", "failed")
        assert [change["outcome"] for change in run.result["changes"]] == ["failed"]
        new = next(row for row in stored(world) if row["id"] != old)
        assert file.read_text() == run.result["resource"]["token"] == new["secret"]
        assert "the new access token is active" in run.error.sentence()
        assert old not in run.text()
        assert new["secret"] not in run.error.sentence()

    def test_a_refused_create(self, world, file):
        world.sim.fault("status", method="POST", status=403, times=None)
        kept = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        run = world.run("access_token", name="ci", scope=WRITE, recreate=True, token_file=str(file))
        assert run.error.details()["status"] == 403
        assert [row["id"] for row in stored(world)] == [kept]
        assert len([write for write in run.writes if write.startswith("POST")]) == 1
        told(world, run)

    def test_a_refused_read(self, world):
        id = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        world.sim.fault("status", method="GET", path="/v1/access-tokens/*", status=403, message=f"not {id}", times=None)
        run = world.refused("access_token", id=id)
        told(world, run)
        run = world.refused("access_token", name="ci", scope=WRITE, recreate=True, reveal_secrets=True)
        assert run.error.details()["status"] == 403
        told(world, run)

    def test_ids_of_a_delete_that_fails(self, world):
        id = world.sim.seed("access_token", name="ci", scope=scope("read"))["id"]
        world.sim.fault("status", method="DELETE", status=400, message=f"cannot delete {id}", times=None)
        told(world, world.run("access_token", name="ci", state="absent"))
