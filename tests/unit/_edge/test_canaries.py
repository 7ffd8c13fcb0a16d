# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A canary in the place of every secret that a module declares: nothing that is printed or logged has a piece of it.

The modules run in this process, as they were shipped; tests/integration/test_secrets.py runs playbooks.
"""

from __future__ import annotations

import base64
import importlib
import json
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common import warnings

from ansible_collections.kinescope.kinescope.plugins.filter.drift_report import drift_report
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from tests.simulator import Simulator
from tests.unit.module_args import WITH_INVOCATION, patch_module_args

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("kinescope_*.py"))
HEAD, TAIL = "k4n4ry-h3ad", "t41l-0f-1t"
CHARACTERS = {
    "backslash": "\\",
    "double quote": '"',
    "single quote": "'",
    "both quotes": "'\"",
    "line break": "\n",
    "tab": "\t",
    "odd blank": "\u2003\u00a0",
}
ODD = "".join(CHARACTERS.values())
#: One module for each of the ways into the edge: an object, something done, something read, a whole document.
ENTRANCES = ("kinescope_webhook", "kinescope_avatar", "kinescope_info", "kinescope_workspace")
CONNECTION = ("api_token", "api_url", "uploader_url", "ca_path")
SAMPLES: dict[str, Any] = {"str": "x", "path": "x", "int": 1, "float": 1.0, "bool": True, "dict": {}, "list": []}

Options = dict[str, Any]
Place = tuple[str, ...]


class _Arguments(Exception):
    pass


def arguments_of(module: str) -> dict[str, Any]:
    """The arguments with which a module makes its AnsibleModule."""

    def tell(self: Any, addresses: Any = (), **arguments: Any) -> None:
        raise _Arguments(arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge.Module, "__init__", tell)
        with pytest.raises(_Arguments) as caught:
            main_of(module)()
    return dict(caught.value.args[0])


def main_of(module: str) -> Callable[[], None]:
    """A module's main()."""
    found: Callable[[], None] = importlib.import_module(
        f"ansible_collections.kinescope.kinescope.plugins.modules.{module}"
    ).main
    return found


def secret_places(spec: Mapping[str, Any], above: Place = ()) -> Iterator[tuple[Place, str]]:
    """Where a task can write a secret, and how: as it is, or inside a link."""
    for name, option in spec.items():
        here = (*above, name)
        if option.get("no_log"):
            yield here, "{}"
        elif "options" in option:
            yield from secret_places(option["options"], here)
        elif option["type"] == "path" or name in ("endpoint", "url", "addr", "poster", "api_url", "uploader_url"):
            yield here, "https://user:{}@files.example.com/file"
            yield here, "https://files.example.com/file?sign={}"


def filled(spec: Mapping[str, Any], arguments: Mapping[str, Any]) -> Options:
    """What has to be given, besides the connection."""
    needed = {name for name, option in spec.items() if option.get("required") and name not in CONNECTION}
    needed |= {names[0] for names in arguments.get("required_one_of", ())}
    return {name: spec[name].get("choices", [SAMPLES[spec[name]["type"]]])[0] for name in needed}


def placed(spec: Mapping[str, Any], place: Place, value: Any) -> Options:
    """Options with a value at a place, among what has to stand beside it."""
    name, rest = place[0], place[1:]
    if not rest:
        return {name: value}
    inner = {**filled(spec[name]["options"], {}), **placed(spec[name]["options"], rest, value)}
    return {name: [inner] if spec[name]["type"] == "list" else inner}


Runs = Callable[..., tuple[dict[str, Any], str]]


@pytest.fixture
def told(sim: Simulator, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Run a module: its result, and all that it printed or logged."""
    logged: list[str] = []

    class Journal:
        @staticmethod
        def send(**fields: Any) -> None:
            logged.extend(f"{name}={value}" for name, value in fields.items())

    monkeypatch.setattr(basic, "has_journal", True)
    monkeypatch.setattr(basic, "journal", Journal, raising=False)
    if hasattr(warnings, "_internal"):  # see test_edge.py
        monkeypatch.setattr(warnings._internal, "is_controller", False)

    def run(module: str, *, check: bool = False, **options: Any) -> tuple[dict[str, Any], str]:
        edge.gateway_of.cache_clear()
        monkeypatch.setattr(warnings, "_global_warnings", type(warnings._global_warnings)())
        logged.clear()
        given = {
            "api_token": sim.token,
            "api_url": sim.url,
            "uploader_url": sim.uploader_url,
            "api_retries": 0,
            **options,
            "_ansible_check_mode": check,
            **WITH_INVOCATION,
        }
        with patch_module_args(given), pytest.raises(SystemExit):
            main_of(module)()
        printed = capsys.readouterr().out
        return json.loads(printed), printed + "\n".join(logged)

    return run


def forms() -> set[str]:
    """What gives it away: its pieces, and the middle of one in Base64, whatever stands before it."""
    shifted = [base64.b64encode((before + HEAD).encode()).decode() for before in ("", "-", "--")]
    return {HEAD, TAIL, *(code[4:-4] for code in shifted)}


def assert_silent(text: str) -> None:
    """No piece of a canary."""
    found = [form for form in forms() if form in text]
    assert not found, text


CASES = [
    pytest.param(module, place, form, id=f"{module}-{'.'.join(place)}-{'link' if '//' in form else 'text'}{index}")
    for module in MODULES
    for index, (place, form) in enumerate(secret_places(arguments_of(module)["argument_spec"]))
    if place[0] not in CONNECTION or module in ENTRANCES
]


def test_what_is_secret_is_declared_so() -> None:
    """Written down once more: an option that is not declared as a secret would have no canary."""
    declared = {
        f"{module} {'.'.join(place)}"
        for module in MODULES
        for place, form in secret_places(arguments_of(module)["argument_spec"])
        if form == "{}"
    }
    assert declared == {
        *(f"{module} api_token" for module in MODULES),
        "kinescope_access_token id",
        "kinescope_cdn_zone access_control.jwt_secret",
        "kinescope_cdn_zone access_control.secure_link",
        "kinescope_cdn_zone origins.basic_auth.password",
        "kinescope_drm_auth password",
        "kinescope_live_event restreams.key",
        "kinescope_moderator password",
        "kinescope_poster url",
        "kinescope_video poster_url",
        "kinescope_video url",
        "kinescope_webhook password",
        "kinescope_workspace secrets",
    }


@pytest.mark.parametrize(("module", "place", "form"), CASES)
def test_no_option_tells_its_secret(told: Runs, module: str, place: Place, form: str) -> None:
    """Whatever becomes of the task: most of these fail."""
    arguments = arguments_of(module)
    spec = arguments["argument_spec"]
    for character in CHARACTERS.values():
        canary = HEAD + character + TAIL
        options = {**filled(spec, arguments), **placed(spec, place, form.format(canary))}
        result, text = told(module, check=True, **options)
        assert "invocation" in result
        assert "internal error of the collection" not in text
        assert_silent(text)
        _result, text = told(module, check=True, **options, mistyped=canary)
        assert_silent(text)


@pytest.mark.parametrize("module", ENTRANCES)
@pytest.mark.parametrize("wrong", [{"deep": ["{}"]}, [["{}"]]], ids=["dictionary", "list"])
def test_a_secret_of_a_wrong_type_is_one_all_the_same(told: Runs, module: str, wrong: Any) -> None:
    for character in CHARACTERS.values():
        canary = HEAD + character + TAIL
        value = json.loads(json.dumps(wrong).replace('"{}"', json.dumps(canary)))
        assert_silent(told(module, **filled(arguments_of(module)["argument_spec"], {}), api_token=value)[1])


@pytest.mark.parametrize("written", ["json", "pairs"])
@pytest.mark.parametrize("character", CHARACTERS.values(), ids=list(CHARACTERS))
def test_nested_ones_in_a_text_that_ansible_takes_for_a_dictionary(told: Runs, written: str, character: str) -> None:
    canary = HEAD + character + TAIL
    text = json.dumps({"jwt_secret": canary, "secure_link": 5}) if written == "json" else f"jwt_secret='{canary}'"
    for options in ({}, {"host": "z.example.com"}, {"settings": {"wrong": 1}}):
        assert_silent(told("kinescope_cdn_zone", name="Z", access_control=text, **options)[1])


@pytest.mark.parametrize("character", CHARACTERS.values(), ids=list(CHARACTERS))
def test_no_refusal_of_another_option_tells_one(told: Runs, character: str) -> None:
    """Ansible repeats a wrong choice: here a secret that stands in its own option, too."""
    canary = HEAD + character + TAIL
    restreams = [{"name": "R", "url": "rtmp://r.example.com", "key": canary}]
    for options in ({"restreams": restreams}, {"api_url": f"https://user:{canary}@api.example.com"}):
        result, text = told("kinescope_live_event", name="E", type=canary, **options)
        assert result["msg"].startswith("value of type must be one of: ")
        assert_silent(text)


def link(canary: str) -> str:
    """An address with a secret in each part that can hold one; user information takes no character as it is."""
    user = quote(canary, safe="")
    return f"https://user:{user}@files.example.com/file?sign={canary}#{canary}"


def objects(canary: str, endpoint: str) -> dict[str, Options]:
    """Objects of all kinds that hold secrets."""
    return {
        "webhook": {"name": "W", "endpoint": endpoint, "login": "user", "password": canary},
        "cdn_zone": {
            "name": "Z",
            "host": "z.example.com",
            "origins": [{"addr": endpoint, "basic_auth": {"username": "user", "password": canary}}],
            "access_control": {"jwt_secret": canary, "secure_link": canary},
        },
        "drm_auth": {"url": endpoint, "username": "user", "password": canary},
        "moderator": {"email": "m@example.com", "username": canary[:3], "password": canary},
        "live_event": {
            "name": "E",
            "type": "one-time",
            "poster": f"https://files.example.com/file?{endpoint.partition('?')[2].partition('#')[0].replace(ODD, '')}",
            "restreams": [{"name": "R", "url": endpoint, "key": canary}],
        },
    }


def reports_of(result: Mapping[str, Any]) -> str:
    """A result in all reports."""
    return "".join(drift_report(result, format) for format in ("json", "markdown", "html", "junit"))


@pytest.mark.parametrize("shown", ["echoed", "masked"])
@pytest.mark.parametrize("kind", objects("", ""))
def test_no_result_tells_one(told: Runs, sim: Simulator, kind: str, shown: str) -> None:
    """A life in which secrets and addresses change: results, diffs, reports, and what reading the object returns."""
    sim.set(secrets=shown, restream_keys=shown)
    old, new = HEAD + ODD + "old", "new" + ODD + TAIL
    lives = [objects(old, link(old))[kind], objects(new, link(new))[kind]]
    module = f"kinescope_{kind}"
    for options, changes in zip((*lives, lives[1], {**lives[1], "state": "absent"}), (True, True, False, True)):
        for check in (True, False):
            result, text = told(module, check=check, **options)
            assert not result.get("failed"), result["msg"]
            assert result["changed"] is changes
            assert_silent(text + reports_of(result))
        if options.get("state") != "absent" and kind != "drm_auth":
            read, text = told("kinescope_info", kind=kind)
            assert read["total"] == 1
            assert_silent(text)


@pytest.mark.parametrize("kind", objects("", ""))
def test_no_error_tells_one(told: Runs, sim: Simulator, kind: str) -> None:
    """An API that refuses all writes, and repeats what it was sent."""
    canary = HEAD + ODD + TAIL
    options = objects(canary, link(canary))[kind]
    words = [canary, link(canary), link(canary).partition("?")[2], quote(canary, safe=""), json.dumps(canary)]
    words += [
        str([canary]),
        *(base64.b64encode(f"{login}{canary}".encode()).decode() for login in ("", "user:", "any:")),
    ]
    sim.fault("status", method="*", times=None, status=400, message=" ".join(words))
    section = options if kind == "drm_auth" else [options]
    document = {"version": 1, kind if kind == "drm_auth" else f"{kind}s": section}
    for module, given in ((f"kinescope_{kind}", options), ("kinescope_workspace", {"config": document})):
        result, text = told(module, **given)
        assert result["failed"] is True
        assert "responded with 400" in result["msg"]
        assert_silent(text)


def test_no_document_tells_one(told: Runs, sim: Simulator) -> None:
    canary = HEAD + ODD + TAIL
    made = objects(canary, link(canary))
    made["live_event"].pop("poster")
    config = {"version": 1, **{f"{kind}s" if kind != "drm_auth" else kind: [o] for kind, o in made.items()}}
    config["drm_auth"] = made["drm_auth"]
    for check in (True, False):
        result, text = told("kinescope_workspace", check=check, config=config)
        assert not result.get("failed"), result["msg"]
        assert len(result["changes"]) >= len(made)
        assert result["invocation"]["module_args"]["config"] is None, "a document is not repeated"
        assert_silent(text + reports_of(result))
    config["players"] = [{"name": "P", "logo": {"src": link(canary)}}]
    result, text = told("kinescope_workspace", config=config)
    assert "players[0]" in result["msg"]
    assert_silent(text)


def test_an_export_says_where_it_shows_addresses_whole(told: Runs, sim: Simulator) -> None:
    """It could not be applied without them."""
    whole = {kind: link("s3cret") for kind in ("webhook", "cdn_zone", "drm_auth", "restream")}
    sim.seed("webhook", name="A", endpoint="https://files.example.com")
    sim.seed("webhook", name="W", endpoint=whole["webhook"])
    sim.seed("cdn_zone", name="Z", host="z", origins=[{"addr": "o.example.com"}, {"addr": whole["cdn_zone"]}])
    project = sim.seed("project", name="P", privacy_type="anywhere")
    sim.seed("drm_auth", project_id=project["id"], url=whole["drm_auth"])
    event = sim.seed("live_event", name="E", type="one-time")
    sim.seed("restream", event_id=event["id"], name="R", url=whole["restream"], key="k")
    result, _text = told("kinescope_workspace_info")
    assert result["workspace"]["webhooks"][1]["endpoint"] == whole["webhook"]
    (warning,) = result["warnings"]
    places = "projects[0].drm_auth.url, cdn_zones[0].origins[1].addr, webhooks[1].endpoint"
    assert f"in {places}, live_events[0].restreams[0].url" in str(warning)
