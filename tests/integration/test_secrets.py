# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret in anything that a playbook shows or logs, at the highest verbosity with --diff, whatever happens.

tests/unit/_edge/test_canaries.py goes through all options of all modules.
"""

from __future__ import annotations

import json
import pathlib
import socket
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.integration.conftest import Play
from tests.integration.play import COLLECTION, Run, Secret, task
from tests.integration.rhythm import assert_failure, assert_result, assert_unchanged
from tests.simulator import Simulator

OLD = {
    "password": Secret("Old-webhook-pa55"),
    "drm": Secret("Old-drm-pa55"),
    "basic": Secret("Old-basic-pa55"),
    "jwt": Secret("Old-jwt-5ecret"),
    "link": Secret("Old-secure-l1nk"),
    "restream": Secret("Old-restream-k3y"),
}
ODD = "\\ \"'é€\t\u2003\u00a0"
LINES = ("basic", "address", "query")  # those with a line break, which no message of the API's repeats here
NEW = {
    name: Secret(f"Neu-{name}-h3ad{ODD}{chr(10) * (name in LINES)}t41l-{name}") for name in (*OLD, "address", "query")
}
#: What Ansible takes for the library of systemd: it appends what is sent to the journal to a file.
JOURNAL = """
def sendv(*fields):
    raise NotImplementedError

def send(**fields):
    with open({!r}, "a", encoding="utf-8") as kept:
        kept.writelines(f"{{name}}={{value}}\\n" for name, value in fields.items())
"""


class Journal(NamedTuple):
    """A journal: the environment that makes modules write into it, and the file."""

    env: dict[str, str]
    path: pathlib.Path


STREAMKEY = Secret("0123456789abcdef0123456789abcdef")
GROUP = f"group/{COLLECTION}.kinescope"


def address(secrets: dict[str, Secret], place: str) -> str:
    """An address, with secrets in it if there are any for that."""
    if "address" not in secrets:
        return f"https://{place}"
    return Secret(f"https://u:{secrets['address']}@{place}?sign={secrets['query']}")


def webhook(secrets: dict[str, Secret], **more: Any) -> dict[str, Any]:
    endpoint = address(secrets, "hooks.example.com/k")
    return {"name": "W", "endpoint": endpoint, "login": "u", "password": secrets["password"], **more}


def zone(secrets: dict[str, Secret], **more: Any) -> dict[str, Any]:
    login = {"username": "u", "password": secrets["basic"]}
    origin = {"addr": address(secrets, "o.example.com"), "basic_auth": login}
    return {
        "name": "Z",
        "host": "cdn.example.com",
        "origins": [origin],
        "access_control": {"jwt_secret": secrets["jwt"], "secure_link": secrets["link"]},
        **more,
    }


def drm(secrets: dict[str, Secret], **more: Any) -> dict[str, Any]:
    return {"url": address(secrets, "auth.example.com/k"), "username": "u", "password": secrets["drm"], **more}


def event(secrets: dict[str, Secret], **more: Any) -> dict[str, Any]:
    restream = {"name": "R", "url": address(secrets, "r.example.com/live"), "key": secrets["restream"]}
    return {"name": "E", "type": "one-time", "restreams": [restream], **more}


OBJECTS: dict[str, Callable[..., dict[str, Any]]] = {
    "webhook": webhook,
    "cdn_zone": zone,
    "drm_auth": drm,
    "live_event": event,
}


def spellings(secret: str) -> Iterator[str]:
    """A secret as it is, its ends, and as JSON or Python would write it inside a text."""
    yield secret
    yield from map(str.strip, secret.split(ODD))
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(str(secret))[1:-1]


@pytest.fixture
def journal(tmp_path: pathlib.Path) -> Journal:
    """The journal of the host."""
    package = tmp_path / "path/systemd"
    package.mkdir(parents=True)
    kept = tmp_path / "journal"
    kept.touch()
    (package / "__init__.py").touch()
    (package / "daemon.py").write_text("def booted():\n    return True\n", encoding="utf-8")
    (package / "journal.py").write_text(JOURNAL.format(str(kept)), encoding="utf-8")
    return Journal({"PYTHONPATH": str(package.parent)}, kept)


def assert_silent(run: Run, sim: Simulator, journal: Journal) -> None:
    """No secret in the process's output, nor in any result that a playbook could register, nor in the host's log."""
    logged = journal.path.read_text(encoding="utf-8")
    assert "MESSAGE=ansible-" in logged
    everything = run.output + logged + "".join(json.dumps(one.result) for one in run)
    for secret in (*OLD.values(), *NEW.values(), STREAMKEY, sim.token):
        for text in spellings(str(secret)):
            at = everything.find(text)
            assert at < 0, f"{secret}: …{everything[max(0, at - 300) : at + 100]}…"
    for stored in sim.objects("live_event"):
        assert stored["streamkey"] not in everything


def seed(sim: Simulator) -> None:
    """One object of each kind that has secrets, the old ones."""
    sim.seed("webhook", **webhook(OLD))
    sim.seed("cdn_zone", **zone(OLD))
    sim.seed("drm_auth", **drm(OLD))
    sim.seed("live_event", **event(OLD), streamkey=STREAMKEY)


@pytest.mark.parametrize("shown", ["echoed", "masked"])
def test_success(play: Play, simulator: Callable[..., Simulator], journal: Journal, shown: str) -> None:
    """Check, rotate, delete, create: with the token from module_defaults."""
    sim = simulator(secrets=shown, restream_keys=shown)
    seed(sim)
    always = {"update_secrets": "always"}
    run = play(
        sim,
        [
            *(task(kind, f"check {kind}", make(NEW, **always), check=True) for kind, make in OBJECTS.items()),
            *(task(kind, f"rotate {kind}", make(NEW, **always)) for kind, make in OBJECTS.items()),
            task("live_event", "delete", {"name": "E", "state": "absent"}),
            task("live_event", "create", event(NEW)),
            task("webhook", "unverified", webhook(OLD, name="Other")),
        ],
        diff=True,
        verbosity=4,
        env={**journal.env, "KINESCOPE_API_TOKEN": None},
        module_defaults={GROUP: {"api_token": Secret(sim.token)}},
    )
    for one in run:
        assert_result(one)
        assert one.changed, one
    assert_silent(run, sim, journal)
    assert sim.object("webhook", "W")["password"] == NEW["password"]
    assert sim.objects("drm_auth")[0]["password"] == NEW["drm"]
    assert sim.object("cdn_zone", "Z")["access_control"] == {"jwt_secret": NEW["jwt"], "secure_link": NEW["link"]}
    assert sim.object("live_event", "E")["restreams"][0]["key"] == NEW["restream"]


@pytest.mark.parametrize("shown", ["echoed", "masked"])
def test_refusals_that_repeat_secrets_show_none(play: Play, simulator: Callable[..., Simulator], shown: str) -> None:
    """The API refuses a write, and repeats every secret that it knows in its message."""
    sim = simulator(secrets=shown, restream_keys=shown)
    seed(sim)
    new = [secret for name, secret in NEW.items() if name not in LINES]
    told = "; ".join(str(secret) for secret in (*OLD.values(), *new, STREAMKEY, sim.token))
    given = "; ".join(str(secret) for secret in (*new, sim.token))
    for method in ("PUT", "POST"):
        # what the API neither shows nor is told by the task is no secret of the task's
        message = told if shown == "echoed" and method == "PUT" else given
        sim.fault("status", method=method, times=None, status=400, message=f"not strong enough: {message}")
    always = {"update_secrets": "always"}
    run = play(
        sim,
        [
            *(task(kind, f"rotate {kind}", make(NEW, **always)) for kind, make in OBJECTS.items()),
            task("webhook", "create webhook", webhook(NEW, name="Other")),
            task("live_event", "create live_event", event(NEW, name="Other")),
        ],
        diff=True,
        verbosity=4,
    )
    for one in run:
        assert_failure(one)
        assert one.result["error"]["status"] == 400, one
        assert "not strong enough" in one.msg, one
    for one in run:
        own = {name: OLD[name] for name in _secrets_of(one.name)} if one.name.startswith("rotate") else {}
        for secret in (*own.values(), *(NEW[name] for name in _secrets_of(one.name)), sim.token):
            for text in spellings(str(secret)):
                assert text not in json.dumps(one.result, ensure_ascii=False), one
                assert text not in json.dumps(one.result), one


def _secrets_of(name: str) -> tuple[str, ...]:
    kinds = {"webhook": ("password",), "cdn_zone": ("basic", "jwt", "link"), "drm_auth": ("drm",)}
    return kinds.get(name.split()[-1], ("restream",))


def test_unreachable_and_unreadable(play: Play, simulator: Callable[..., Simulator], journal: Journal) -> None:
    """No connection, a page of HTML, a refused token, and options that are wrong in themselves."""
    sim = simulator(secrets="echoed")
    seed(sim)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        sim.fault("html", method="PUT", path="/v1/webhooks/*", times=None)
        sim.fault("status", path="/v1/cdn/*", times=None, status=401, message=f"token {sim.token} is not known")
        run = play(
            sim,
            [
                task("webhook", "unreachable", webhook(NEW, api_url=closed)),
                task("webhook", "html", webhook(NEW)),
                task("cdn_zone", "refused", zone(NEW)),
                task("cdn_zone", "wrong option", {**zone(NEW), "settings": {"max_send_size_bytes": "many"}}),
                task("cdn_zone", "unknown option", {**zone(NEW), "acces_control": {"jwt_secret": NEW["jwt"]}}),
                task("live_event", "wrong time", event(NEW, starts_at="tomorrow")),
                task("webhook", "secrets in api_url", webhook(NEW, api_url=address(NEW, "api.example.com"))),
                task("avatar", "link for a path", {"src": address(NEW, "files.example.com/a.png")}),
                task("drm_auth", "no project", drm(NEW, project="Nowhere")),
                task("webhook", "wrong token", webhook(NEW, api_token=Secret(f"x{NEW['jwt']}"))),
                task(
                    "webhook",
                    "loop",
                    {"name": "{{ item }}", "endpoint": "https://l.example.com", "password": NEW["password"]},
                    loop=["L1", "L2"],
                ),
            ],
            diff=True,
            verbosity=4,
            env={**journal.env, "KINESCOPE_API_RETRIES": "0"},
        )
    for one in run[:-1]:
        assert one.failed, one
    assert not run("loop").failed, run("loop")
    assert f"the connection to {closed.removeprefix('http://')} failed: Connection refused" in run("unreachable").msg
    assert_silent(run, sim, journal)


def test_streamkey_is_revealed_only_when_asked(play: Play, sim: Simulator) -> None:
    """And restream keys are not even then."""
    sim.seed("live_event", **event(OLD), streamkey=STREAMKEY)
    run = play(
        sim,
        [
            task("live_event", "not asked", {"name": "E"}),
            task("live_event", "asked", {"name": "E", "reveal_secrets": True}),
            task("live_event", "check asked", {"name": "E", "subtitle": "s", "reveal_secrets": True}, check=True),
            task("live_event", "create", {**event(NEW), "name": "New", "reveal_secrets": True}),
        ],
    )
    assert_unchanged(run("not asked"))
    assert "streamkey" not in run("not asked").result["resource"]
    assert_unchanged(run("asked"))
    assert run("asked").result["resource"]["streamkey"] == STREAMKEY
    assert STREAMKEY not in json.dumps(run("asked").result["diff"])
    assert run("check asked").result["resource"]["streamkey"] == STREAMKEY
    assert run("create").result["resource"]["streamkey"] == sim.object("live_event", "New")["streamkey"]
    for one in run:
        assert OLD["restream"] not in json.dumps(one.result), one
        assert NEW["restream"] not in json.dumps(one.result), one
