# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's edge: options to a connection, results and errors to what the module prints."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import partial
from types import SimpleNamespace

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.module_utils.errors import AnsibleFallbackNotFound
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.live_stream import LIVE_STREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._api import client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import manage as managing
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import connection_spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects
from tests.unit.conftest import EFFECTS
from tests.unit.module_args import WITH_INVOCATION, patch_module_args
from tests.unit.sides import sides

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
OPTIONS = {
    "api_token": TOKEN,
    "api_url": "https://api.example.com",
    "uploader_url": "https://up.example.com",
    "api_timeout": 7.5,
    "api_retries": 2,
    "api_rate_deadline": 100.0,
    "validate_certs": True,
    "ca_path": None,
}

TEXTS = st.text('aя"\\\n😀1.eT/', max_size=6)
ODD = st.sampled_from(["\ud800", "__ansible_type", "__ansible_unsafe"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | ODD, inner, max_size=3),
)
ANSIBLES_OWN = ("\\ud800", "__ansible")  # in JSON: what its decoder refuses, and what means something to it


class TestConnection:
    def test_every_option_arrives(self):
        made = edge.connection_of(OPTIONS)
        assert (made.token, made.api_url, made.uploader_url) == (
            TOKEN,
            "https://api.example.com",
            "https://up.example.com",
        )
        assert (made.timeout, made.retries, made.rate_deadline, made.verify) == (7.5, 2, 100.0, True)

    @pytest.mark.parametrize(
        ("validate", "path", "verify"),
        [(True, False, True), (True, True, "path"), (False, False, False), (False, True, False)],
    )
    def test_certificates_are_checked_against_the_path_unless_checking_is_off(self, tmp_path, validate, path, verify):
        authorities = tmp_path / "ca.pem"
        authorities.touch()
        made = edge.connection_of(
            {**OPTIONS, "validate_certs": validate, "ca_path": str(authorities) if path else None}
        )
        assert made.verify == (str(authorities) if verify == "path" else verify)

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("api_token", "secret-that-is-no-uuid"),
            ("api_token", ""),
            ("api_url", "api.example.com"),
            ("uploader_url", ""),
            ("api_timeout", 0),
            ("api_retries", -1),
            ("api_rate_deadline", -1),
            ("api_rate_deadline", 86_401),
            ("api_rate_deadline", float("nan")),
            ("ca_path", "/nowhere/ca.pem"),
        ],
    )
    def test_a_wrong_one_is_named(self, option, value):
        with pytest.raises(DocumentError, match=option) as caught:
            edge.connection_of({**OPTIONS, option: value})
        assert "secret-that-is-no-uuid" not in str(caught.value)

    def test_the_options_are_the_published_ones(self):
        options = connection_spec()
        assert set(options) == set(OPTIONS)
        assert options["api_token"]["no_log"] is True
        assert options["api_token"]["required"] is True
        defaults = {name: option.get("default") for name, option in options.items()}
        assert defaults == {
            "api_token": None,
            "api_url": "https://api.kinescope.io",
            "uploader_url": "https://uploader.kinescope.io",
            "api_timeout": 30,
            "api_retries": 5,
            "api_rate_deadline": 300,
            "validate_certs": True,
            "ca_path": None,
        }
        environment = {name: option["fallback"][1] for name, option in options.items() if "fallback" in option}
        assert environment == {
            "api_token": ["KINESCOPE_API_TOKEN"],
            "api_url": ["KINESCOPE_API_URL"],
            "uploader_url": ["KINESCOPE_UPLOADER_URL"],
            "api_timeout": ["KINESCOPE_API_TIMEOUT"],
            "api_retries": ["KINESCOPE_API_RETRIES"],
            "api_rate_deadline": ["KINESCOPE_API_RATE_DEADLINE"],
            "validate_certs": ["KINESCOPE_VALIDATE_CERTS"],
            "ca_path": ["KINESCOPE_CA_PATH"],
        }

    def test_an_empty_variable_of_the_environment_is_not_set(self, monkeypatch):
        monkeypatch.setenv("KINESCOPE_API_TIMEOUT", "")
        monkeypatch.setenv("KINESCOPE_API_RETRIES", "0")
        find, (timeout,) = connection_spec()["api_timeout"]["fallback"]
        with pytest.raises(AnsibleFallbackNotFound):
            find(timeout)
        assert find("KINESCOPE_API_RETRIES") == "0"


@pytest.fixture
def module(sim, capsys, monkeypatch):
    """Run a module with a task's options, and read what it prints."""
    edge.gateway_of.cache_clear()
    monkeypatch.setattr(warnings, "_global_warnings", type(warnings._global_warnings)())  # of tests before
    # a test that imports ansible.errors makes the process a controller's, where warnings of modules go elsewhere
    if hasattr(warnings, "_internal"):  # not in ansible-core before 2.19
        monkeypatch.setattr(warnings._internal, "is_controller", False)
    for name in ("TOKEN", "URL", "TIMEOUT", "RETRIES"):
        monkeypatch.delenv(f"KINESCOPE_API_{name}", raising=False)

    def run(kind, check=False, main=None, **options):
        given = {"api_token": sim.token, "api_url": sim.url, "api_retries": 0, **options}
        given = {name: value for name, value in given.items() if value != "not given"}
        with patch_module_args({**given, "_ansible_check_mode": check}), pytest.raises(SystemExit) as left:
            main() if main else manage(KINDS[kind], EFFECTS.get(kind, Effects))
        result = json.loads(capsys.readouterr().out)
        result.pop("_ansible_new_secrets", None)  # from ansible-core 2.22 on: tells the controller what to mask
        assert (left.value.code == 0) is not result.get("failed", False)
        return result

    return run


class TestLog:
    @pytest.mark.parametrize("journal", [True, False])
    def test_what_no_log_takes(self, module, monkeypatch, journal):
        """NUL in an option is told of as a fault of that option."""
        logged = []

        def strict(*texts, **fields):
            for text in (*texts[1:], *fields.values()):
                if isinstance(text, str):
                    if "\0" in text:
                        raise ValueError("embedded null character")
                    logged.append(text)

        monkeypatch.setattr(basic, "has_journal", journal)
        monkeypatch.setattr(basic, "journal", SimpleNamespace(send=strict), raising=False)
        monkeypatch.setattr(basic.syslog, "syslog", strict)
        result = module("subtitle", video="V", language="en", src="/a\0b")
        assert "such as NUL" in result["msg"]
        assert "src='/a\\x00b'" in "".join(logged)


class TestManage:
    def test_a_life(self, module, sim):
        options = {"name": "ci", "endpoint": "https://a.example.com", "password": "password-of-hook"}
        planned = module("webhook", True, **options)
        assert sim.writes == []
        done = module("webhook", **options)
        for result, outcome in ((planned, "planned"), (done, "applied")):
            assert result["changed"] is True
            assert [change["outcome"] for change in result["changes"]] == [outcome]
            assert {"resource", "changes", "diff", "unsettled", "unverified"} <= set(result)
        assert planned["diff"] == done["diff"]
        assert module("webhook", **options)["changed"] is False
        assert module("webhook", name="ci", state="absent")["resource"] == {}

    def test_a_refusal(self, module, sim):
        sim.fault("status", method="POST", status=402, code=402001, message="pay first")
        result = module("webhook", name="ci", endpoint="https://a.example.com")
        assert "pay first" in result["msg"]
        assert result["msg"].startswith("Cannot create webhook 'ci': ")
        assert result["error"] == {
            "kind": "webhook",
            "key": "ci",
            "action": "create",
            "status": 402,
            "code": 402001,
            "request_id": sim.journal[-1].request_id,
            "invalid_params": [],
        }
        assert result["changed"] is False
        assert [change["outcome"] for change in result["changes"]] == ["failed"]

    def test_a_link_where_a_path_could_be_is_secret_and_a_path_is_not(self, module, sim, monkeypatch):
        logged = []
        monkeypatch.setattr(edge.Module, "log", lambda _self, msg, log_args=None: logged.append((msg, log_args)))
        event = {"name": "Talk", "type": "one-time", "uploader_url": sim.uploader_url}
        result = module("live_event", **event, poster="https://cdn.example.com/a.png?sign=of-poster")
        assert sides(result)["after"]["poster"]["url"] == "https://cdn.example.com/a.png?********"
        assert "of-poster" not in json.dumps([result, logged])
        assert "Invoked with" in logged[0][0]
        result = module("live_event", **event, poster="https:/cdn.example.com/a.png?sign=of-poster")
        assert "poster must be a URL" in result["msg"]
        assert "of-poster" not in json.dumps([result, logged])
        result = module("live_event", **event, poster="nowhere.png")
        assert "nowhere.png" in result["msg"]

    def test_of_two_secrets_one_of_which_is_in_the_other_nothing_is_left(self, module, monkeypatch):
        short, long = "hunter2", "hunter2-and-its-tail"

        def refuse(*arguments):
            raise DocumentError(f"neither {long} nor {short}")

        monkeypatch.setattr(managing, "reconcile", refuse)
        for one, other in ((short, long), (long, short)):
            result = module("cdn_zone", name="Z", access_control={"jwt_secret": one, "secure_link": other})
            assert result["msg"] == "Cannot plan CDN zone 'Z': neither ******** nor ********"

    @given(TEXTS, TEXTS.filter(bool), TEXTS)
    def test_a_value_with_a_secret_is_never_taken_for_harmless(self, before, secret, after):
        made = object.__new__(edge.Module)
        made.no_log_values = {"another", secret}
        assert made._harmless_text([{"deep": [1, f"{before}{secret}{after}"]}]) == ""

    @given(ANYTHING)
    def test_what_ansible_need_not_handle_is_the_same_after_any_decoder(self, value):
        made = object.__new__(edge.Module)
        made.no_log_values = set()
        text = made._harmless_text([value])
        left_to_ansible = any(mark in json.dumps(value) for mark in ANSIBLES_OWN)
        assert text == "" if left_to_ansible else json.loads(text) == [value]

    @pytest.mark.parametrize(
        ("value", "harmless"),
        [
            ([{"name": "Courses", "after": {"size": 12.5, "on": True, "none": None}}], True),
            ({"lines": ["+ webhook 'hunter2'"]}, False),
            ({"deep": [[{"er": 'the hunter"2"'}]]}, False),
            ([20261129], False),
            ("a text", False),
        ],
    )
    def test_a_result_without_secrets_arrives_as_it_is(self, module, monkeypatch, value, harmless):
        """In the same order, whether Ansible's own search copies a value or not."""
        searched = []
        real = edge.Module._harmless_text

        def told(self, one):
            text = real(self, one)
            searched.append(text != "")
            return text

        monkeypatch.setattr(edge.Module, "_harmless_text", told)

        def main():
            options = {"secrets": {"type": "list", "elements": "str", "no_log": True}}
            made = edge.Module(argument_spec={**connection_spec(), **options})
            made.exit_json(first=[1], value=value, last={"a": "b"})

        result = module(None, main=main, secrets=["hunter2", 'hunter"2"', "1129"])
        assert searched == ([True, harmless, True] if hasattr(basic.AnsibleModule, "_record_module_result") else [])
        result.pop("invocation", None)  # old versions of ansible-core leave it to the controller to remove it
        assert list(result) == ["first", "value", "last"]
        assert (result["value"] == value) is (harmless or value == "a text")

    def test_what_is_logged_and_repeated_of_the_options(self, module, monkeypatch):
        logged = []
        monkeypatch.setattr(edge.Module, "log", lambda _self, msg, log_args=None: logged.append((msg, log_args)))
        origin = {"addr": "o.example.com?token=t", "basic_auth": {"username": "u", "password": "p4ss"}}
        result = module("cdn_zone", name="Zone\n1", origins=[origin], **WITH_INVOCATION)
        message, fields = logged[0]
        assert message.startswith("Invoked with ")
        assert "name='Zone\\n1' " in message
        assert "state='present'" in message
        assert fields["name"] == "'Zone\\n1'"
        assert fields["origins"] == fields["api_token"] == "NOT_LOGGING_PARAMETER"
        assert "host" not in fields
        asked = result["invocation"]["module_args"]
        assert asked["name"] == "Zone\n1"
        assert asked["host"] is None
        password = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
        shown = {"addr": "o.example.com?********", "basic_auth": {"username": "u", "password": password}}
        assert asked["origins"] == [shown]

    def test_a_token_that_is_none_is_neither_sent_nor_shown(self, module, sim):
        result = module("webhook", name="ci", api_token="password-for-the-wrong-thing")
        assert "api_token" in result["msg"]
        assert "password-for-the-wrong-thing" not in json.dumps(result)
        assert sim.journal == []

    @pytest.mark.parametrize(
        ("kind", "options", "refusal"),
        [
            ("webhook", {"endpoint": "https://a.example.com"}, "one of the following is required: name, id"),
            ("video", {"title": "V", "src": "v.mp4", "url": "https://a.example.com/v"}, "mutually exclusive: src|url"),
        ],
    )
    def test_options_that_do_not_go_together(self, module, sim, kind, options, refusal):
        assert refusal in module(kind, **options)["msg"]
        assert sim.journal == []

    def test_options_of_the_environment(self, module, sim, monkeypatch):
        monkeypatch.setenv("KINESCOPE_API_TOKEN", sim.token)
        monkeypatch.setenv("KINESCOPE_API_URL", sim.url)
        monkeypatch.setenv("KINESCOPE_API_RETRIES", "0")
        monkeypatch.setenv("KINESCOPE_API_TIMEOUT", "2.5")
        sim.fault("status", status=500, times=None)
        absent = {"api_token": "not given", "api_url": "not given", "api_retries": "not given"}
        assert "500" in module("webhook", name="ci", **absent)["msg"]
        assert len(sim.journal) == 1

    def test_a_pace_that_cannot_be_kept_is_refused_before_any_request(self, module, sim, monkeypatch):
        monkeypatch.setenv("KINESCOPE_API_PACE", "as fast as you can")
        result = module("webhook", name="ci", endpoint="https://a.example.com")
        assert result["msg"].startswith("Cannot plan webhook 'ci': the environment variable KINESCOPE_API_PACE must be")
        assert "as fast as you can" not in json.dumps(result)
        assert sim.journal == []

    def test_no_token_at_all(self, module, sim):
        said = module("webhook", name="ci", api_token="not given")["msg"]
        for words in ("api_token", "KINESCOPE_API_TOKEN", "Settings, API tokens"):
            assert words in said
        assert sim.journal == []

    def test_a_token_that_would_travel_unencrypted(self, module, canned, monkeypatch):
        empty = {"meta": {"pagination": {"page": 1, "per_page": 100, "total": 0}}, "data": []}
        proxy = canned((200, {}, empty))
        monkeypatch.setenv("http_proxy", proxy.url)
        result = module("webhook", name="ci", state="absent", api_url="http://api.example.com")
        assert "https" in json.dumps(result["warnings"])
        assert result["changed"] is False

    def test_a_local_one_is_no_cause_for_a_warning(self, module):
        assert "warnings" not in module("webhook", name="ci", state="absent")

    def test_warnings_of_a_task(self, module):
        result = module("project", True, name="A", privacy_type="anywhere", player="Main")
        assert "Main" in json.dumps(result["warnings"])

    def test_warnings_of_a_task_that_fails(self, module, sim):
        event = sim.seed("live_event", name="Webinar", type="one-time")
        sim.finish(event["id"])
        result = module("live_event", name="Webinar", subtitle="New")
        assert result["failed"] is True
        assert "Webinar" in json.dumps(result["warnings"])

    def test_what_it_says_is_visible_and_what_it_tells_is_exact(self, module, sim):
        """Also when Ansible itself refuses an option."""
        name, shown = (
            "a\x1b[2J\r\n::error::b\u202e##[error]c",
            r"a\u001b[2J\u000d\u000a\u003a:error::b\u202e\u0023#[error]c",
        )
        sim.seed("project", name=name, privacy_type="anywhere")
        sim.fault("status", method="DELETE", status=400, code=400400, message=name)
        refused = module("project", name=name, state="absent")
        assert refused["msg"].count(shown) == 2
        assert refused["error"]["key"] == refused["changes"][0]["key"] == name
        assert module("project", name="A", privacy_type=name)["msg"].endswith(f"got: {shown}")
        warned = module("project", True, name="A", privacy_type="anywhere", player=name)["warnings"]
        assert json.dumps(f"there is no player '{shown}'")[1:-1] in json.dumps(warned)

    @pytest.mark.parametrize("name", ["P", ""])
    def test_what_may_be_a_secret_in_free_options(self, module, sim, name):
        """Ansible shows a task's options with -vvv, whether it went well or not."""
        result = module("player", name=name, settings={"k": {"token": "s3cret-of-player", "x": 1}}, **WITH_INVOCATION)
        assert result.get("failed", False) is (name == "")
        assert "s3cret-of-player" not in json.dumps(result)
        given = result["invocation"]["module_args"]
        assert (given["settings"], given["state"]) == (
            {"k": {"token": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", "x": 1}},
            "present",
        )
        assert sim.token not in json.dumps(result)
        if name:
            assert sim.objects("player")[0]["settings"] == {"k": {"token": "s3cret-of-player", "x": 1}}

    def test_null_is_not_given(self, module):
        assert module("project", name="A", privacy_type="anywhere", player=None, privacy_domains=None)["changed"]
        assert not module("project", name="A", privacy_type=None, state=None)["changed"]

    def test_null_in_a_list(self, module, sim):
        result = module("webhook", name="ci", endpoint="https://a", events=["a", None])
        assert "events" in result["msg"]
        assert sim.journal == []

    @pytest.mark.parametrize(("name", "what"), [(1.1, "a float"), (True, "a boolean"), (8, "an integer")])
    def test_a_name_that_yaml_made_something_else(self, module, sim, name, what):
        result = module("tag", tag=name)
        assert result["msg"].startswith(f"Cannot plan tag '{name}': tag must be a string, not {what}; quote it")
        assert sim.journal == []

    def test_what_is_left_of_omit_in_a_list(self, module, sim):
        result = module("webhook", name="ci", endpoint="https://a", events=["a", "__omit_place_holder__0123"])
        assert "events[1] is omit" in result["msg"]
        assert sim.journal == []

    def test_a_text_for_a_list(self, module, sim):
        project = {"name": "P", "privacy_type": "custom", "privacy_domains": "a.example, b.example"}
        module("project", **project)
        assert sim.object("project", "P")["privacy_domains"] == ["a.example", "b.example"]
        module("folder", project="P", name="x", parent="Day 1, morning")
        assert {row["name"] for row in sim.objects("folder")} == {"Day 1, morning", "x"}

    def test_an_error_of_our_own_tells_no_values(self, module, monkeypatch):
        values = ["password-of-hook", "secret-of-no-option"]
        traces, fail_json = [], edge.Module.fail_json

        def broken(*arguments):
            raise RuntimeError(*values)

        def fail(self, msg, **more):
            traces.append(more["exception"])  # newer versions of ansible-core show it only where they are asked to
            fail_json(self, msg, **more)

        monkeypatch.setattr(edge.Module, "fail_json", fail)
        monkeypatch.setattr(managing, "reconcile", broken)
        result = module("webhook", name="ci", password=values[0])
        assert "RuntimeError" in result["msg"]
        assert "in broken" in traces[0]
        assert not [value for value in values if value in json.dumps([result, traces])]


class TestTurns:
    """The items of a loop share what was read. What only reads or acts looks again: it has no write to be wrong in."""

    @pytest.mark.parametrize(
        ("main", "options"),
        [
            (partial(read, LIVE), {"event": "Webinar"}),
            (partial(act, LIVE_STREAM), {"name": "Webinar", "action": "enable"}),
        ],
        ids=["read", "act"],
    )
    def test_of_a_turn_before_nothing_old_is_trusted(self, module, sim, monkeypatch, clock, main, options):
        monkeypatch.setattr(edge, "Gateway", partial(Gateway, clock=clock))
        event = sim.seed("live_event", name="Webinar", type="one-time")
        assert "failed" not in module("live_event", main=main, **options)
        sim.edit("live_event", event["id"], name="Renamed")
        clock.sleep(4)
        assert "no live event" in module("live_event", main=main, **options)["msg"]


class TestWithoutRequests:
    def test_the_message_says_what_to_install(self, module, monkeypatch, sim):
        monkeypatch.setattr(edge, "LIBRARIES", {"requests": "Traceback: No module named 'requests'"})
        result = module("webhook", name="ci")
        assert "requests" in result["msg"]
        assert "Failed to import the required Python library" in result["msg"]
        assert sim.journal == []

    def test_how_to_install_it_into_this_very_python(self, monkeypatch, tmp_path):
        def said(prefix, base, *files, pip=True):
            for file in files:
                (tmp_path / file).touch()
            monkeypatch.setattr(sys, "prefix", str(tmp_path / prefix))
            monkeypatch.setattr(sys, "base_prefix", str(tmp_path / base))
            monkeypatch.setattr(edge.sysconfig, "get_path", lambda name: str(tmp_path / base))
            monkeypatch.setattr(edge.importlib.util, "find_spec", lambda name: pip or None)
            return edge.how_to_install("requests")

        for name in ("ansible", "usr", "venv"):
            (tmp_path / name).mkdir()
        python = sys.executable
        assert said("ansible", "usr", "ansible/pipx_metadata.json") == "run 'pipx inject ansible requests'"
        assert said("venv", "usr") == f"run '{python} -m pip install requests'"
        assert said("venv", "usr", pip=False) == f"run 'uv pip install --python {python} requests'"
        managed = f"use the package manager of the system, because {python} belongs to it"
        assert said("usr", "usr", "usr/EXTERNALLY-MANAGED") == managed
        assert said("venv", "usr", "usr/EXTERNALLY-MANAGED") == f"run '{python} -m pip install requests'"

    @pytest.mark.parametrize("missing", ["requests", "urllib3"])
    def test_the_client_can_be_imported(self, missing, monkeypatch):
        monkeypatch.setitem(sys.modules, missing, None)
        for name in [name for name in sys.modules if name.startswith("requests")]:
            monkeypatch.setitem(sys.modules, name, None)
        description = importlib.util.spec_from_file_location(f"{client.__name__}_without_requests", client.__file__)
        loaded = importlib.util.module_from_spec(description)
        monkeypatch.setitem(sys.modules, description.name, loaded)
        description.loader.exec_module(loaded)
        assert "ImportError" in loaded.REQUESTS_IMPORT_ERROR or "ModuleNotFoundError" in loaded.REQUESTS_IMPORT_ERROR
        assert loaded.Connection(TOKEN).token == TOKEN
