# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The document that undoes what was applied: what it brings back, and what it says cannot come back."""

from __future__ import annotations

import contextlib
import pathlib
import tempfile
from collections.abc import Collection
from typing import Any

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.former import UNREADABLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.narrowing import PRUNABLE
from tests.unit._workspace.going_back import FORMER, Killed, differences, killed_after, picture, undoing, undone
from tests.unit._workspace.spaces import EDITIONS, Space

WISHES: dict[str, Any] = {"prune_empty": True, "max_deletions": 100, "force": True}
#: Without what holds the videos, and those: files are not kept.
PRUNED = sorted({*PRUNABLE} - {"videos"})
VIDEOS = [f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123"]
LIBRARY = {"name": "Library", "privacy_type": "anywhere"}
few = st.integers(0, 2)
texts = st.sampled_from(["a", "b", "{{ c }}", "Пример"])


class Documents:
    """Random documents of some kinds, whose entries refer to each other; a second one may rename what the first has.

    ``letters`` stand for the kinds: their names begin with these.
    """

    def __init__(self, draw: Any, second: bool, letters: Collection[str]) -> None:
        self._draw, self._second, self._letters = draw, second, letters

    def named(self, letter: str, form: str = "{}") -> list[tuple[str, dict[str, Any]]]:
        """Some keys of a kind, each with what its entry says of former ones."""
        found = []
        for number in sorted(self._draw(st.sets(few))) if letter in self._letters else ():
            old, new = form.format(f"{letter}{number}"), form.format(f"{letter}{number}-new")
            renamed = self._second and self._draw(st.booleans())
            found.append((new, {"previous_names": [old]}) if renamed else (old, {}))
        return found

    def one(self, items: Any) -> Any:
        return self._draw(st.sampled_from(list(items)))

    def some(self, items: Any) -> list[Any]:
        return list(self._draw(st.lists(st.sampled_from(list(items)), unique=True, max_size=3))) if items else []

    def maybe(self, **options: Any) -> dict[str, Any]:
        """Each of some options, or not."""
        return {name: value() for name, value in options.items() if self._draw(st.booleans())}

    def auth(self) -> dict[str, Any]:
        return {"url": f"https://{self._draw(texts)}", "username": self._draw(texts), "password": FORMER}

    def folders(self, depth: int = 2) -> list[dict[str, Any]]:
        found = self.named("x")[:depth]
        return [{"name": name, **former, "folders": self.folders(depth - 1)} for name, former in found]

    def place(self, projects: list[dict[str, Any]]) -> dict[str, Any]:
        """A project, or a folder in it."""
        project = self.one(projects)
        ways = [[]]
        for way in ways:
            inside = project.get("folders", [])
            for name in way:
                inside = next(folder for folder in inside if folder["name"] == name)["folders"]
            ways += [[*way, folder["name"]] for folder in inside]
        return {"project": project["name"], "folder": self.one(ways)}

    def privacy(self, domains: list[str]) -> dict[str, Any]:
        if not self._draw(st.booleans()):
            return {"privacy_type": self.one(["anywhere", "nowhere"]), "privacy_domains": []}
        return {"privacy_type": "custom", "privacy_domains": self.some(domains)}

    def whole(self) -> dict[str, Any]:
        """The document."""

        def flag() -> bool:
            return self._draw(st.booleans())

        def text() -> str:
            return self._draw(texts)

        def place() -> dict[str, Any]:
            return self.place([*projects, LIBRARY])

        def settings() -> dict[str, Any]:
            return {key: self._draw(few) for key in self.some(["volume", "speed"])}

        players = self.named("M")
        domains = self.named("d", "{}.example.com")
        names = [name for name, _former in domains]
        more = {"player": lambda: self.one(players)[0]} if players else {}
        projects = [
            {"name": name, **former, **self.privacy(names), "folders": self.folders()}
            | self.maybe(**more, drm_auth=self.auth)
            for name, former in self.named("P")
        ]
        return {
            "players": [{"name": name, **former, **self.maybe(settings=settings)} for name, former in players],
            "privacy_domains": [{"domain": name, **former, **self.maybe(archived=flag)} for name, former in domains],
            "tags": [{"tag": name, **former, **self.maybe(archived=flag)} for name, former in self.named("t")],
            "projects": [LIBRARY, *projects],
            "webhooks": [
                {"name": name, **former, "endpoint": f"https://w/{text()}", "login": "u", "password": FORMER}
                | self.maybe(events=lambda: self.some("ab"))
                for name, former in self.named("W")
            ],
            "cdn_zones": [
                {"name": name, **former, "host": f"{name.lower()}.example.com"}
                | {"origins": [{"addr": addr, "basic_auth": self.login()} for addr in self.some(["o1", "o2"])]}
                for name, former in self.named("Z")
            ],
            **self.maybe(drm_auth=self.auth),
            "moderators": [
                {"email": name, **former, "username": text(), "password": FORMER}
                for name, former in self.named("m", "{}@example.com")
            ],
            "live_events": [
                {"name": name, **former, "type": "one-time", "location": place(), "restreams": self.restreams()}
                | self.maybe(record_to=place, subtitle=text, auto_start=flag)
                for name, former in self.named("E")
            ],
            "playlists": [
                {"name": name, **former, "location": place(), "settings": {"sort_field": "custom"}}
                | {"videos": self.some(VIDEOS), "description": text(), **self.privacy(names)}
                for name, former in self.named("L")
            ],
            "file_requests": [
                {"title": name, **former, "location": place(), **self.maybe(description=text, archived=flag)}
                for name, former in self.named("F")
            ],
            "speak_rooms": [
                {"name": name, **former, "type": "permanent_meeting", "owner_id": VIDEOS[0]}
                | {"participants": [{"user_id": id, "name": text(), "role": "admin"} for id in self.some(VIDEOS)]}
                for name, former in self.named("S")
            ],
        }

    def login(self) -> dict[str, str]:
        return {"username": self._draw(texts), "password": FORMER}

    def restreams(self) -> list[dict[str, Any]]:
        return [{"name": name, "url": f"rtmp://{name}", "key": FORMER} for name in self.some(["r1", "r2"])]


@st.composite
def pairs(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two random documents of the same kinds."""
    letters = {"x", *draw(st.sets(st.sampled_from("MdtPWZmELFS"), min_size=3, max_size=5))}
    first, second = (Documents(draw, second, letters).whole() for second in (False, True))
    return first, second


@settings(
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
@given(
    edition=EDITIONS,
    both=pairs(),
    prune=st.sets(st.sampled_from(PRUNED)),
    end=st.sampled_from(["whole", "killed", "failed"]),
    writes=st.integers(1, 12),
)
def test_there_and_back(shared_simulator: Any, edition: Any, both: Any, prune: Any, end: str, writes: int) -> None:
    """The first state comes back, also when the run was killed or failed, and by an undo of the undo the second."""
    shared_simulator.reset()
    shared_simulator.set(**edition)
    project = shared_simulator.seed("project", **LIBRARY)["id"]
    for number, id in enumerate(VIDEOS):
        shared_simulator.seed("video", id=id, title=f"V{number}", project_id=project)
    with tempfile.TemporaryDirectory() as folder:
        there_and_back(Space(shared_simulator), pathlib.Path(folder), *both, sorted(prune), end, writes)


def there_and_back(
    space: Space, folder: pathlib.Path, before: Any, wanted: Any, prune: list[str], end: str, writes: int
) -> None:
    """From one document to another, back, and there again."""
    way_back, way_forth = folder / "undo.yml", folder / "redo.yml"
    space.done(before)
    first = space.sim.snapshot()
    if end == "failed":
        space.sim.fault("status", method="[PD]*", skip=writes - 1, times=2, status=400)
    with contextlib.suppress(Killed), killed_after(writes if end == "killed" else 1000):
        told = space.apply(wanted, prune=prune, undo_dest=str(way_back), **WISHES)
        if told.error is not None and end != "failed":  # only a guard: what is pruned may still be needed
            assert "the plan is refused" in told.error.sentence(), told.error.sentence()
    space.sim.clear_faults()
    if not way_back.exists():
        return
    event(end)
    second, lost = space.sim.snapshot(), [*space.result["undo"]["irreversible"]]
    back = undone(space, way_back, way_forth)
    assert_same(space, first, lost, way_back)
    if back.result["changes"]:
        lost += back.result["undo"]["irreversible"]
        undone(space, way_forth)
        assert_same(space, second, lost, way_forth)


def assert_same(space: Space, snapshot: Any, lost: Any, file: pathlib.Path) -> None:
    """The workspace holds what it held, but for what is told."""
    now, here = picture(space, lost), space.sim.snapshot()
    space.sim.restore(snapshot)
    assert differences(now, picture(space, lost)) == {}, file.read_text(encoding="utf-8")
    space.sim.restore(here)


BEFORE = {
    "players": [{"name": "M", "settings": {"volume": 1}}],
    "projects": [
        {
            "name": "P0",
            "privacy_type": "anywhere",
            "drm_auth": {"url": "https://d", "username": "u", "password": FORMER},
            "folders": [{"name": "x", "folders": [{"name": "y"}]}],
        }
    ],
    "webhooks": [
        {"name": "W0", "endpoint": "https://w/{{ a }}", "login": "u", "password": FORMER},
        {"name": "W2", "endpoint": "https://w"},
    ],
}
AFTER = {
    "players": [{"name": "M", "settings": {"volume": 2, "speed": 3}}, {"name": "N"}],
    "projects": [
        {"name": "P1", "privacy_type": "nowhere", "folders": [{"name": "z"}]},
        {"name": "P0", "state": "absent"},
    ],
    "webhooks": [{"name": "W0", "endpoint": "https://other", "login": "u", "password": FORMER}],
}


def test_the_content_of_the_undo_document(sim: Any, tmp_path: pathlib.Path) -> None:
    """Names of secrets, texts that look like templates, ids of what is there, and what cannot come back."""
    space, file = Space(sim), tmp_path / "undo.yml"
    space.done(BEFORE)
    file.write_text("former")
    for wishes in ({"check": True}, {"expected": "0"}):
        space.apply(AFTER, undo_dest=str(file), **wishes, **WISHES)
    space.done(BEFORE, undo_dest=str(file))
    assert file.read_text() == "former"  # nothing was applied
    told = space.done(AFTER, prune=["webhooks"], undo_dest=str(file), **WISHES)
    lost = [(one["kind"], one["key"], one["fields"]) for one in told.result["undo"]["irreversible"]]
    assert told.result["undo"]["dest"] == str(file)
    assert ("player", "M", ["settings.speed"]) in lost
    assert ("project", "P0", ["id"]) in lost
    assert ("webhook", "W2", ["id"]) in lost
    text = file.read_text()
    assert "settings.speed (a key that did not exist before cannot be removed)" in text
    assert 'endpoint: !unsafe "https://w/{{ a }}"' in text
    document = undoing(file)
    assert document["webhooks"][0]["password"] == {"secret": "webhooks/W0/password"}
    assert document["projects"][0]["drm_auth"]["password"] == {"secret": "projects/P0/drm_auth/password"}
    assert [entry.get("state") for entry in document["projects"]] == [None, "absent"]


def test_a_file_that_cannot_be_written(sim: Any, tmp_path: pathlib.Path) -> None:
    """Nothing is written to the workspace then."""
    space = Space(sim)
    told = space.apply(BEFORE, undo_dest=str(tmp_path / "none" / "undo.yml"))
    assert told.error is not None
    assert "cannot be written" in told.error.sentence()
    assert told.writes == []
    assert {change["outcome"] for change in told.result["changes"]} == {"not_attempted"}


def test_what_is_sent_along_unread_is_listed(sim: Any, tmp_path: pathlib.Path) -> None:
    """An update sends what no read shows, too: its former value is unknown, and the document does not restore it."""
    space, file = Space(sim), tmp_path / "undo.yml"
    auth = {"url": "https://d", "strict": False}
    zone = {"name": "Z", "host": "z.example.com", "origins": [{"addr": "o.example.com"}]}
    hook = {"name": "W", "endpoint": "https://w"}
    space.done({"drm_auth": auth, "cdn_zones": [zone], "webhooks": [hook]})
    auth.update(url="https://e", strict=True)
    secret = {"username": "u", "password": FORMER}
    zone.update(origins=[{"addr": "o.example.com", "basic_auth": secret}], access_control={"jwt_secret": FORMER})
    hook.update(login="u", password=FORMER)
    wanted = {"drm_auth": auth, "cdn_zones": [zone], "webhooks": [hook]}
    told = space.done(wanted, undo_dest=str(file), update_secrets="leave_out")
    assert {(one["kind"], *one["fields"]): one["why"] for one in told.result["undo"]["irreversible"]} == {
        ("drm_auth", "strict"): UNREADABLE,
        ("cdn_zone", "origins[o.example.com].basic_auth.password"): UNREADABLE,
        ("cdn_zone", "access_control.jwt_secret"): UNREADABLE,
        ("webhook", "password"): UNREADABLE,
    }
    assert "DRM auth 'workspace': strict (the former value cannot be read)" in file.read_text()
    again = space.done({"drm_auth": {**auth, "strict": False}}, undo_dest=str(file))
    assert again.result["changes"] == []
