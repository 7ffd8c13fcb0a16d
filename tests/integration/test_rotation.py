# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to the rotation of tokens: the old token goes only after the new one has worked, whatever happens."""

from __future__ import annotations

import pathlib
import stat
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.console import Console, Done
from tests.integration.test_guide import blocks, commands, follow
from tests.simulator import Simulator, ids
from tests.simulator.journal import Entry

pytestmark = pytest.mark.worker_only

ALL: dict[str, Any] = {"api": {"permissions": ["read", "write", "delete"]}}
PRINTED = [
    command
    for language, _name, text in blocks("rotation")
    if language == "console"
    for command, _output in commands(text)
]
CREATE, ENCRYPT, DELETE = (
    next(command for command in PRINTED if command.startswith(start))
    for start in ("ansible-playbook create_token.yml", "ansible-vault encrypt", "ansible-playbook delete_token.yml")
)


class Loud(Console):
    """A console at the highest verbosity, which keeps what it shows."""

    def __init__(self, folder: pathlib.Path, sim: Simulator, edge: str) -> None:
        super().__init__(folder, sim, edge)
        self.shown = ""
        (self.home / "password").write_text("of the vault", encoding="utf-8")
        self.environment["ANSIBLE_VAULT_PASSWORD_FILE"] = str(self.home / "password")
        self.environment.update(ANSIBLE_VERBOSITY="5", ANSIBLE_DIFF_ALWAYS="1")
        del self.environment["KINESCOPE_API_TOKEN"]  # the tokens of the guide are in files

    def run(self, *command: str, **options: Any) -> Done:
        """Run a command, and keep its output."""
        done = super().run(*command, **options)
        self.shown += done.output
        return done


class School:
    """A workspace with the token ``deploy-1``, its file, and every secret that there ever was."""

    def __init__(self, sim: Simulator, folder: pathlib.Path, edge: str) -> None:
        self.sim = sim
        self.console = Loud(folder, sim, edge)
        self.secrets: set[str] = set()
        self.old = str(sim.seed("access_token", name="deploy-1", scope=ALL)["secret"])
        self.console.write("deploy-1.token", self.old)
        self.note()

    def note(self) -> None:
        """Remember the secrets and IDs of the tokens that there are."""
        for row in self.sim.objects("access_token"):
            self.secrets |= {text for one in (row["id"], row["secret"]) for text in (one, ids.to_short(one))}

    def names(self) -> list[str]:
        """The tokens that there are."""
        return sorted(row["name"] for row in self.sim.objects("access_token"))

    def deletes(self) -> list[Entry]:
        """The requests that delete something."""
        return [entry for entry in self.sim.writes if entry.method == "DELETE"]

    def assert_nothing_shown(self) -> None:
        """No secret that there was, nor that there is, is in any output."""
        self.note()
        assert self.console.shown
        assert not [secret for secret in self.secrets if secret in self.console.shown]


@pytest.fixture
def school(tmp_path: pathlib.Path, simulator: Callable[..., Simulator], edge: str) -> School:
    """With the files of the guide, as somebody has them who begins a rotation."""
    school = School(simulator(token_secret="token"), tmp_path / "rotation", edge)
    for _language, name, text in blocks("rotation"):
        if name:
            school.console.write(name, text)
    return school


def test_the_guide_shows_what_happens(school: School) -> None:
    """Each file written, each command run; the journal tells which token did what."""
    first = school.sim.object("access_token", "deploy-1")
    nightly = school.sim.seed("access_token", name="nightly-1", scope={"api": {"permissions": ["read"]}})
    school.console.write("nightly-1.token", nightly["secret"])
    school.note()
    assert school.console.run("ansible-vault", "encrypt", "deploy-1.token")
    assert follow(school.console, "rotation", (school.old,)) == len(PRINTED) == 14
    assert school.names() == ["deploy-2", "nightly-2"]
    journal = school.sim.journal
    assert [(entry.method, entry.token) for entry in school.sim.writes] == [
        ("POST", "deploy-1"),  # the new token
        ("POST", "deploy-2"),  # the player of site.yml
        ("DELETE", "deploy-2"),
        ("POST", "deploy-2"),  # the token for the night
        ("DELETE", "deploy-2"),
    ]
    for old, new, delete in zip((first, nightly), ("deploy-2", "nightly-2"), school.deletes()):
        assert delete.path.endswith(old["id"])
        before = journal[: journal.index(delete)]
        assert ("GET", new, 200) in [(entry.method, entry.token, entry.status) for entry in before]
    export = next(text for language, _name, text in blocks("rotation") if language == "sh")
    assert school.console.run("bash", "-ec", export, env={"ANSIBLE_VERBOSITY": "0"})
    assert {entry.token for entry in school.sim.journal[len(journal) :]} == {"deploy-2"}
    for name in ("deploy-2", "nightly-2"):
        file = school.console.folder / f"{name}.token"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT;")
        assert school.console.run("ansible-vault", "decrypt", file.name)
        assert file.read_text(encoding="utf-8") == school.sim.object("access_token", name)["secret"]
    school.assert_nothing_shown()


def revoked(school: School) -> None:
    """Somebody deletes the new token."""
    school.sim.remove("access_token", "deploy-2")


def restricted(school: School) -> None:
    """The new token may not read."""
    school.sim.edit("access_token", "deploy-2", scope={"api": {"permissions": ["delete"]}})


def reduced(school: School) -> None:
    """The new token may do less than the old one."""
    school.sim.edit("access_token", "deploy-2", scope={"api": {"permissions": ["read", "delete"]}})


def mistaken(school: School) -> None:
    """The file of the new token holds the old one."""
    school.console.write("deploy-2.token", school.old)


def lost(school: School) -> None:
    """The file of the new token is gone."""
    (school.console.folder / "deploy-2.token").unlink()


@pytest.mark.parametrize("harm", [revoked, restricted, reduced, mistaken, lost])
def test_nothing_is_deleted_if_the_new_token_does_not_work(school: School, harm: Callable[[School], None]) -> None:
    """The playbook stops before any delete."""
    school.console.write("deploy-2.token", school.sim.seed("access_token", name="deploy-2", scope=ALL)["secret"])
    school.note()
    harm(school)
    assert school.console.run("bash", "-ec", DELETE).code == 2
    assert "TASK [Delete the old token]" not in school.console.shown
    assert school.deletes() == []
    assert "deploy-1" in school.names()
    school.assert_nothing_shown()


def test_a_rotation_goes_on_after_an_interruption_at_each_step(school: School) -> None:
    """What has been done is not done again; the file stays as it is; a delete without an answer is completed."""

    def step(command: str) -> Done:
        return school.console.run("bash", "-ec", command)

    school.sim.fault("drop_after", method="POST", path="/v1/access-tokens")  # made, but the answer is lost
    assert step(CREATE)
    assert school.names() == ["deploy-1", "deploy-2"]
    assert len(school.deletes()) == 1, "of what the module made itself, whose secret was lost"
    kept = school.console.read("deploy-2.token")
    writes = len(school.sim.writes)
    assert step(CREATE)  # before the encryption
    assert school.console.read("deploy-2.token") == kept
    assert step(ENCRYPT)
    kept = school.console.read("deploy-2.token")
    assert step(CREATE)  # after it
    assert school.console.read("deploy-2.token") == kept
    assert len(school.sim.writes) == writes
    school.note()
    school.sim.fault("status", method="DELETE", status=403)
    school.sim.clear_journal()
    assert step(DELETE).code == 2
    assert (school.sim.journal[0].token, school.sim.journal[0].status) == ("deploy-2", 200), "the try comes first"
    assert school.names() == ["deploy-1", "deploy-2"]
    assert step(DELETE)
    assert step(DELETE)
    assert school.names() == ["deploy-2"]
    school.assert_nothing_shown()


def test_a_new_token_whose_secret_was_never_stored(school: School) -> None:
    """It is said, nothing is deleted, and a third token takes the place of both."""
    school.sim.seed("access_token", name="deploy-2", scope=ALL)
    created = school.console.run("bash", "-ec", CREATE)
    assert created
    assert "does not exist, and the API does not return the secret again" in " ".join(created.output.split())
    assert school.console.run("bash", "-ec", ENCRYPT).code != 0
    assert school.console.run("bash", "-ec", DELETE).code == 2
    assert school.names() == ["deploy-1", "deploy-2"]
    assert school.sim.writes == []
    third = " -e new=deploy-3"
    for command in (CREATE + third, ENCRYPT.replace("deploy-2", "deploy-3"), DELETE + third):
        assert school.console.run("bash", "-ec", command)
    assert school.names() == ["deploy-2", "deploy-3"]
    assert school.console.run("bash", "-ec", f"{DELETE}{third} -e old=deploy-2")
    assert school.names() == ["deploy-3"]
    school.assert_nothing_shown()
