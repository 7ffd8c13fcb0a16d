# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What belongs to every kind, so that none is forgotten when one is added."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import VERSION
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.items import ListOfParts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import Secret
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import HURTS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects
from tests.unit.conftest import EFFECTS

ROOT = pathlib.Path(__file__).resolve().parents[3]
READERS = ["kinescope_info", *(f"kinescope_{name}_info" for name in ("analytics", "live", "usage"))]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def module(kind: Kind) -> str:
    return f"kinescope_{kind.name}"


@every_kind
def test_it_has_a_module(kind: Kind) -> None:
    assert f"module: {module(kind)}" in text(f"plugins/modules/{module(kind)}.py")


@every_kind
def test_its_module_has_the_effects_that_documents_and_tests_have(kind: Kind) -> None:
    """A module names its effects itself, so that it imports no others."""
    call = rf"    manage\({kind.name.upper()}(?:, (\w+))?(?:, protect=(\w+))?\)"
    named = re.search(call, text(f"plugins/modules/{module(kind)}.py"))
    assert named
    assert (named[1] or "Effects") == EFFECTS.get(kind.name, Effects).__name__
    assert named[2] == ("protect_place" if kind.holds else "protect" if kind.name in HURTS else None)


@every_kind
def test_it_is_in_the_action_group(kind: Kind) -> None:
    assert module(kind) in yaml.safe_load(text("meta/runtime.yml"))["action_groups"]["kinescope"]


@every_kind
def test_it_has_cases(kind: Kind) -> None:
    cases = list((ROOT / "tests/unit/_core/cases" / kind.name).glob("*.json"))
    assert len(cases) >= 10


@every_kind
def test_it_has_an_integration_test(kind: Kind) -> None:
    assert module(kind) in text(f"tests/integration/test_{kind.name}.py")


@every_kind
def test_it_is_in_the_table_of_the_readme(kind: Kind) -> None:
    rows = [line for line in text("README.md").splitlines() if line.startswith("|")]
    assert [row for row in rows if re.search(rf"\b{module(kind)}\b", row)]


def test_the_action_group_names_modules_that_exist() -> None:
    group = yaml.safe_load(text("meta/runtime.yml"))["action_groups"]["kinescope"]
    assert [name for name in group if not (ROOT / f"plugins/modules/{name}.py").is_file()] == []
    assert group == sorted(set(group))


def test_every_module_is_in_the_action_group() -> None:
    group = yaml.safe_load(text("meta/runtime.yml"))["action_groups"]["kinescope"]
    assert {path.stem for path in (ROOT / "plugins/modules").glob("kinescope_*.py")} <= set(group)


@pytest.mark.parametrize("name", READERS)
def test_a_module_that_reads_has_what_belongs_to_it(name: str) -> None:
    assert f"module: {name}\n" in text(f"plugins/modules/{name}.py")
    assert f"    module = {name}\n" in text(f"plugins/action/{name}.py")
    assert f'"{name.replace("kinescope_", "")}"' in text("tests/integration/test_info_modules.py")
    rows = [line for line in text("README.md").splitlines() if line.startswith("|")]
    assert [row for row in rows if re.search(rf"\b{name}\b", row)]


def test_the_version_is_that_of_the_collection() -> None:
    assert yaml.safe_load(text("galaxy.yml"))["version"] == VERSION


def test_kinds_are_known_by_their_names() -> None:
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


@every_kind
def test_its_declaration_is_consistent(kind: Kind) -> None:
    names = [field.name for field in kind.fields]
    assert len(names) == len(set(names))
    assert set(kind.key) <= set(names)
    assert all(field.needed for field in kind.key_fields if field is not kind.parent_field)
    assert kind.parent_field is None or (kind.parent and kind.parent_field.create_only)
    assert kind.routes.owner == "" or kind.routes.singleton
    assert kind.routes.id_key in kind.read_only
    # what is sent can be read_only only when it has a route of its own, or when no update sends it
    sent = [field for field in kind.fields if not field.route and field is not kind.parent_field]
    assert [field.name for field in sent if field.where[0] in kind.read_only] in ([], [kind.routes.owner])


def each(fields: tuple[Field, ...]) -> list[tuple[Field, tuple[Field, ...]]]:
    """Every field at every depth, with its siblings."""
    found = []
    for field in fields:
        found += [(field, fields), *each(field.parts)]
    return found


@every_kind
def test_its_fields_are_consistent(kind: Kind) -> None:
    for field, siblings in each(kind.fields):
        names = {sibling.name for sibling in siblings}
        assert not isinstance(field, Secret) or not field.sibling or field.sibling in names, field.name
        assert not isinstance(field, ListOfParts) or field.identifying, field.name
        assert not field.members or (field.route and not field.readable({}) and field.in_lists == "hidden"), field.name


def test_no_field_and_no_kind_grows_too_many_attributes() -> None:
    """What only some fields have belongs into a class of theirs, and what only routes have into the routes."""
    assert len(Field._defaults) <= 12
    assert len(Kind._defaults) <= 14


@pytest.mark.parametrize(
    ("kind", "secrets"),
    [
        ("webhook", {"password"}),
        ("drm_auth", {"password"}),
        ("cdn_zone", {"password", "jwt_secret", "secure_link"}),
        ("live_event", {"key"}),
        ("project", set()),
        ("folder", set()),
        ("player", set()),
        ("privacy_domain", set()),
        ("tag", set()),
        ("speak_room", set()),
        ("file_request", set()),
        ("moderator", {"password"}),
        ("playlist", set()),
        ("video", set()),
        ("annotation", set()),
        ("access_token", set()),
        ("subtitle", set()),
    ],
)
def test_its_secrets_are_declared(kind: str, secrets: set[str]) -> None:
    assert {field.name for field, _siblings in each(KINDS[kind].fields) if isinstance(field, Secret)} == secrets
    assert KINDS[kind].has_secrets is bool(secrets)
