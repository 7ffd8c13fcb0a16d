# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ansible-doc shows is what the code does: options, results and examples of every module that a kind makes."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.avatar import AVATAR
from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.live_stream import LIVE_STREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.upload_link import UPLOAD_LINK
from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.video_edit import VIDEO_EDIT
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import VERSION
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create, Delete
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field, never
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import Address, Secret
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import HURTS
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import plan_of_one
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import changes_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments as act_arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments as read_arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.analytics import ANALYTICS
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import Reader
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.objects import INFO
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.usage import USAGE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.workspace import WORKSPACE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MATERIALS
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import POSTERS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.action import Action
from tests.unit.sides import sides

ROOT = pathlib.Path(__file__).resolve().parents[3]
#: What is released, and what is about to be.
VERSIONS = {*yaml.safe_load((ROOT / "changelogs/changelog.yaml").read_text(encoding="utf-8"))["releases"], VERSION}
COLLECTIONS = ROOT.parents[2] if ROOT.parents[1].name == "ansible_collections" else ROOT / "build/link"
FQCN = "kinescope.kinescope.kinescope_{}"
RUNTIME = yaml.safe_load((ROOT / "meta/runtime.yml").read_text(encoding="utf-8"))

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
#: Modules that only read, and the keys of their results.
READERS: dict[str, tuple[Reader, set[str]]] = {
    "usage_info": (USAGE, {"usage"}),
    "analytics_info": (ANALYTICS, {"time", "overview", "rows"}),
    "info": (INFO, {"resources", "total"}),
    "workspace_info": (WORKSPACE, {"workspace", "left_out"}),
    "live_info": (
        LIVE,
        {"event", "restreams", "qos", "videos", "chat", "dest", "events", "summary", "lines", "reports"},
    ),
}
#: Modules that do something, and what they support of being idempotent.
DEEDS: dict[str, tuple[Action, str]] = {
    "live_stream": (LIVE_STREAM, "partial"),
    "video_edit": (VIDEO_EDIT, "partial"),
    "poster": (POSTERS, "partial"),
    "material": (MATERIALS, "full"),
    "avatar": (AVATAR, "none"),
    "upload_link": (UPLOAD_LINK, "none"),
}
#: What deeds return besides what every module does.
RETURNED = {"upload_link": {"id", "endpoint"}}
each_deed = pytest.mark.parametrize("name", DEEDS)
each_reader = pytest.mark.parametrize("name", READERS)


class Loader(yaml.SafeLoader):
    """YAML with the one tag of Ansible that examples use."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ansible-doc knows of all modules, doc fragments included."""
    done = subprocess.run(
        [sys.executable, "-m", "ansible", "doc", "-t", "module", "-j", *map(FQCN.format, [*KINDS, *READERS, *DEEDS])],
        env={
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
            "ANSIBLE_HOME": str(tmp_path_factory.mktemp("home")),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    documents: dict[str, Any] = json.loads(done.stdout)
    return documents


def declared(options: Mapping[str, Any], nested: str) -> dict[str, Any]:
    """What documentation and argument specs both say of options; ``nested`` is the key of the options within one."""
    return {
        name: {
            "type": option.get("type", "str"),
            "elements": option.get("elements"),
            "required": option.get("required", False),
            "default": option.get("default"),
            "choices": option.get("choices"),
            "aliases": option.get("aliases", []),
            "options": declared(option[nested], nested) if nested in option else None,
        }
        for name, option in options.items()
    }


def assert_documented(documented: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    """The documentation of a module says of its options what its argument spec says."""
    assert declared(documented["options"], "suboptions") == declared(spec["argument_spec"], "options")


def texts(description: Any) -> list[str]:
    """A description's paragraphs."""
    return [description] if isinstance(description, str) else list(description or ())


def undescribed(entries: Mapping[str, Any], below: str, where: str = "") -> list[str]:
    """The entries, at any depth, whose description is missing or has a paragraph that is no sentence."""
    found = []
    for name, entry in entries.items():
        paragraphs = texts(entry.get("description"))
        if not paragraphs or not all(text.strip().endswith(".") for text in paragraphs):
            found.append(where + name)
        found += undescribed(entry.get(below) or {}, below, f"{where}{name}.")
    return found


@each_kind
def test_documented_options_are_those_that_the_module_accepts(kind: Kind, shown: dict[str, Any]) -> None:
    doc = shown[FQCN.format(kind.name)]["doc"]
    assert_documented(doc, spec(kind, kind.name in HURTS))


@pytest.mark.parametrize("name", [*KINDS, *READERS, *DEEDS])
def test_everything_has_a_description(name: str, shown: dict[str, Any]) -> None:
    module = shown[FQCN.format(name)]
    assert undescribed(module["doc"]["options"], "suboptions") == []
    assert undescribed(module["return"], "contains") == []
    assert module["doc"]["short_description"]
    assert module["doc"]["version_added"] in VERSIONS
    assert module["doc"]["author"]
    assert any("requests" in text for text in module["doc"]["requirements"])
    assert module["doc"]["seealso"]


def untold(options: Mapping[str, Any], fields: tuple[Field, ...], around: str = "") -> list[str]:
    """What a kind says of its fields and the description of the option does not."""
    found = []
    for field in fields:
        option = options[field.name]
        text = " ".join(texts(option["description"]))
        if field.create_only and "only be set when" not in text:
            found.append(f"{field.name}: create-only")
        if field.readable is never and "RV(unverified)" not in text:
            found.append(f"{field.name}: unreadable")
        if field.needed is True and "Required" not in text and not option.get("required"):
            found.append(f"{field.name}: needed to create")
        if isinstance(field, Secret) and "O(update_secrets)" not in text + around:
            found.append(f"{field.name}: secret")
        if isinstance(field, Address) and "masked" not in text:
            found.append(f"{field.name}: what of an address is shown")
        if field.type == "list" and "V([])" not in text:
            found.append(f"{field.name}: what [] does")
        parts = field.parts
        takes_none = not field.file and parts and not field.faults(field.cleared({}), field.name)
        if takes_none and field.type == "dict" and "V({})" not in text:
            found.append(f"{field.name}: what {{}} does")
        if not field.file:
            found += untold(option.get("suboptions") or {}, parts, around + text)
    return found


@each_kind
def test_descriptions_say_what_the_kind_says(kind: Kind, shown: dict[str, Any]) -> None:
    assert untold(shown[FQCN.format(kind.name)]["doc"]["options"], kind.fields) == []


@each_kind
def test_attributes_and_the_action_group(kind: Kind, shown: dict[str, Any]) -> None:
    attributes = shown[FQCN.format(kind.name)]["doc"]["attributes"]
    assert {name: attribute["support"] for name, attribute in attributes.items()} == dict.fromkeys(
        ("action_group", "check_mode", "diff_mode", "idempotent", "platform"), "full"
    )
    assert attributes["action_group"]["membership"] == ["kinescope.kinescope.kinescope"]
    assert kind.has_secrets == ("details" in attributes["idempotent"])
    assert f"kinescope_{kind.name}" in RUNTIME["action_groups"]["kinescope"]


@each_kind
def test_documented_results_are_those_that_the_code_returns(kind: Kind, shown: dict[str, Any]) -> None:
    results = shown[FQCN.format(kind.name)]["return"]
    assert set(results) == {"resource", "changes", "diff", "unsettled", "unverified", "error"}
    requests = (Create(kind, ""), Delete(kind, ""))
    created, deleted = (set(changes_of(plan_of_one(kind, "", one, {}, {}), [""])[0]) for one in requests)
    documented = set(results["changes"]["contains"])
    possible = created | deleted | {"requests", "reason"} | ({"on_air"} if kind.name in HURTS else set())
    assert possible <= documented <= possible | {"recreated"}
    for entry in results["changes"]["sample"]:
        always = {"create": created, "delete": deleted}.get(entry["action"], created | deleted)
        assert always <= set(entry) <= documented - (created ^ deleted) | always
    details = KinescopeError("").details()
    assert set(results["error"]["contains"]) == set(details)
    assert set(results["error"]["sample"]) == set(details)
    options = spec(kind, kind.name in HURTS)["argument_spec"]
    for sample in sides({"diff": results["diff"]["sample"]}).values():
        assert set(sample) <= set(options)


def test_shared_wording_is_the_same_everywhere(shown: dict[str, Any]) -> None:
    modules = [shown[FQCN.format(name)] for name in KINDS]
    for key in ("unverified", "diff"):
        assert len({json.dumps(module["return"][key]["description"]) for module in modules}) == 1


def example_tasks(examples: str) -> list[dict[str, Any]]:
    """The tasks of EXAMPLES, which is a list of plays."""
    plays = yaml.load(examples, Loader)  # noqa: S506 - a SafeLoader
    assert all(set(play) == {"name", "hosts", "gather_facts", "module_defaults", "tasks"} for play in plays)
    assert all(list(play["module_defaults"]) == ["group/kinescope.kinescope.kinescope"] for play in plays)
    return [task for play in plays for task in play["tasks"]]


def misused(given: Mapping[str, Any], options: Mapping[str, Any], where: str) -> list[str]:
    """Options in an example that are not documented, or have a value that is not among their choices."""
    found = []
    for name, value in given.items():
        option = options.get(name)
        if option is None:
            found.append(where + name)
            continue
        items = value if isinstance(value, list) else [value]
        if option.get("choices") and not set(items) <= set(option["choices"]):
            found.append(f"{where}{name}: {value}")
        if "suboptions" in option:
            for item in items:
                found += misused(item, option["suboptions"], f"{where}{name}.")
    return found


@each_kind
def test_examples_use_documented_options_only(kind: Kind, shown: dict[str, Any]) -> None:
    fqcn = FQCN.format(kind.name)
    options = shown[fqcn]["doc"]["options"]
    tasks = example_tasks(shown[fqcn]["examples"])
    assert len({task["name"] for task in tasks}) == len(tasks)
    for task in tasks:
        assert set(task) <= {"name", fqcn, "register", "loop", "loop_control", "no_log"}
        assert misused(task[fqcn], options, "") == []
        assert not task[fqcn].get("reveal_secrets") or task["no_log"]


@each_kind
def test_examples_show_what_one_looks_for(kind: Kind, shown: dict[str, Any]) -> None:
    fqcn = FQCN.format(kind.name)
    given = [task[fqcn] for task in example_tasks(shown[fqcn]["examples"])]
    assert any(options.get("state") == "absent" for options in given)
    assert kind.routes.singleton or any("id" in options and kind.key[0] in options for options in given)
    secrets = [json.dumps(options) for options in given if kind.has_secrets]
    assert not secrets or any("{{ vault_" in text for text in secrets)
    assert not secrets or any("ansible.builtin.env" in text for text in secrets)


@each_reader
def test_what_a_reader_documents_is_what_it_does(name: str, shown: dict[str, Any]) -> None:
    reading, keys = READERS[name]
    module = shown[FQCN.format(name)]
    assert_documented(module["doc"], read_arguments(reading))
    assert set(module["return"]) == {*keys, "error"}
    details = KinescopeError("").details()
    assert set(module["return"]["error"]["contains"]) == set(details)
    assert set(module["return"]["error"]["sample"]) == set(details)
    kinds = reading.options.get(reading.kind_key, {}).get("choices", [reading.name])
    assert module["return"]["error"]["sample"]["kind"] in kinds
    other = shown[FQCN.format("webhook")]["return"]["error"]["contains"]
    for part in ("status", "code", "request_id", "invalid_params"):
        assert module["return"]["error"]["contains"][part] == other[part]


@each_reader
def test_attributes_of_a_reader(name: str, shown: dict[str, Any]) -> None:
    attributes = shown[FQCN.format(name)]["doc"]["attributes"]
    assert {key: attribute["support"] for key, attribute in attributes.items()} == {
        **dict.fromkeys(("action_group", "check_mode", "idempotent", "platform"), "full"),
        "diff_mode": "none" if "dest" in READERS[name][1] else "N/A",
    }
    assert "changes" not in json.dumps(attributes["check_mode"]["details"])
    assert f"kinescope_{name}" in RUNTIME["action_groups"]["kinescope"]


@each_reader
def test_examples_of_a_reader_use_documented_options_only(name: str, shown: dict[str, Any]) -> None:
    fqcn = FQCN.format(name)
    tasks = example_tasks(shown[fqcn]["examples"])
    assert len({task["name"] for task in tasks}) == len(tasks)
    for task in [task for task in tasks if fqcn in task]:  # others show what to do with what was read
        assert set(task) <= {"name", fqcn, "register", "no_log", "failed_when"}
        assert misused(task[fqcn] or {}, shown[fqcn]["doc"]["options"], "") == []


@each_deed
def test_what_a_deed_documents_is_what_it_does(name: str, shown: dict[str, Any]) -> None:
    deed, idempotent = DEEDS[name]
    module = shown[FQCN.format(name)]
    assert_documented(module["doc"], act_arguments(deed))
    common = {"resource", "changes", "diff", "unsettled", "unverified", "error"}
    assert set(module["return"]) == common | RETURNED.get(name, set())
    assert set(module["return"]["error"]["contains"]) == set(KinescopeError("").details())
    attributes = {key: attribute["support"] for key, attribute in module["doc"]["attributes"].items()}
    full = dict.fromkeys(("action_group", "check_mode", "diff_mode", "platform"), "full")
    assert attributes == {**full, "idempotent": idempotent}
    assert f"kinescope_{name}" in RUNTIME["action_groups"]["kinescope"]
    fqcn = FQCN.format(name)
    for task in [task for task in example_tasks(module["examples"]) if fqcn in task]:  # others use what was returned
        assert set(task) == {"name", fqcn, *(("register", "no_log") if "endpoint" in module["return"] else ())}
        assert misused(task[fqcn], module["doc"]["options"], "") == []


@pytest.mark.parametrize("path", sorted((ROOT / "playbooks").glob("*.yml")), ids=lambda path: path.stem)
def test_a_mistyped_host_is_an_error_in_every_playbook(path: pathlib.Path) -> None:
    """Which hosts a playbook runs on is said in the same way everywhere: Ansible runs on no hosts successfully."""
    apply = yaml.safe_load((ROOT / "playbooks/apply.yml").read_text(encoding="utf-8"))
    for play in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert play["hosts"] in ("localhost", apply[0]["hosts"])


def test_the_page_of_playbooks_has_all_and_the_options_of_the_event_source() -> None:
    """There are no pages of playbooks, rulebooks and event sources in the reference that antsibull-docs writes."""
    page = (ROOT / "docs/playbooks.md").read_text(encoding="utf-8")
    names = [path.stem for path in (*ROOT.glob("playbooks/*.yml"), *ROOT.glob("extensions/eda/rulebooks/*.yml"))]
    assert [name for name in names if f"| `kinescope.kinescope.{name}` |" not in page] == []
    source = (ROOT / "extensions/eda/plugins/event_source/webhook.py").read_text(encoding="utf-8")
    options = yaml.safe_load(source.split('DOCUMENTATION = r"""')[1].split('"""')[0])["options"]
    shown = dict(re.findall(r"^\| `(\w+)` \| `?(.*?)`? \|", page.split("## The event source")[1], re.MULTILINE))
    for name, option in options.items():
        default = yaml.safe_load(shown.pop(name)) or None
        assert default == ("required" if option.get("required") else option.get("default") or None), name
    assert shown == {}
