# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts are people's own: whatever one looks like, it is applied, compared and exported as it is."""

from __future__ import annotations

import copy
import pathlib
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.filter.workspace_document import workspace_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, Space

LOOKS = [
    "https://x.example/?sign=1",
    "https://x.example/a.mp4?expires=1&token=abc#x",
    "[ARCHIVE]",
    "***",
    "HIDDEN",
    "<REDACTED>",
    "(masked)",
    "•••",
    "https://user:********@x.example/?********",
    "Lesson (changed)",
    "********",
    "password",
    "0123456789abcdefghijkm",
    "0190aa11-2222-4333-8444-555566667777",
    "{{ x }}",
    "null",
    "~",
    "1.10",
    "2026-12-01",
    " x ",
    "- a: b # c",
    "a\nb",
    "\u0085",
    "a\u0085b\r\n\u2028",
    "\x00\x7f",
    "\ufeff",
    "\U0001f600\ufffe",
    "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
]
TEXTS = st.sampled_from(LOOKS) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
ID = "0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f"


#: what settings have instead: a part of their links is a secret, which nothing shows, so no name may be the same text;
#: and a masked link is no value there
OF_SETTINGS = {
    LOOKS[0]: "https://x.example/?sign=s3cret-of-settings",
    LOOKS[1]: "https://x.example/a.mp4?expires=1&token=s3cret-of-settings#x",
    "https://user:********@x.example/?********": "https://x.example/?page=********",
}
MASK = "<what the API says instead of a secret>"  # no mask is ever sent; what looks like one is


def a_document(draw: Any) -> dict[str, Any]:
    """Every text that an entry can have, as the workspace shows it."""
    project = {"project": draw()}

    def own() -> str:
        text = draw()
        return OF_SETTINGS.get(text, text)

    return {
        "version": 1,
        "players": [{"name": draw(), "settings": {f"k{draw()}": own(), "list": [own(), {f"k{draw()}": own()}]}}],
        "tags": [{"tag": draw(), "archived": False}],
        "projects": [
            {
                "name": project["project"],
                "privacy_type": "anywhere",
                "folders": [{"name": draw(), "folders": [{"name": draw()}]}],
            }
        ],
        "cdn_zones": [
            {
                "name": draw(),
                "host": draw(),
                "origins": [{"addr": "o.example", "basic_auth": {"username": draw()}}],
                "settings": {"index_html": draw()},
            }
        ],
        "webhooks": [
            {"name": draw(), "endpoint": "https://h.example", "login": draw(), "events": sorted({draw(), draw()})}
        ],
        "live_events": [
            {
                "name": draw(),
                "type": "recurring",
                "subtitle": draw(),
                "restreams": [
                    {
                        "name": draw(),
                        "url": "rtmp://r.example",
                        "key": "key-of-the-restream",
                        "description": draw(),
                        "enabled": True,
                    }
                ],
            }
        ],
        "playlists": [{"name": draw(), "location": project, "description": draw()}],
        "file_requests": [{"title": draw(), "location": project, "description": draw(), "archived": False}],
        "speak_rooms": [
            {
                "name": draw(),
                "type": "permanent_meeting",
                "participants": [{"user_id": ID, "name": draw(), "role": "admin"}],
            }
        ],
    }


def exported(space: Space) -> dict[str, Any]:
    """The document of the workspace, by way of a file."""
    told: list[dict[str, str]] = []
    gateway = space.gateway()
    with ThreadPoolExecutor(4) as pool, TemporaryDirectory() as folder:
        document = live_document(gateway, pool, list(SECTIONS), told)
        file = pathlib.Path(folder) / "workspace.yml"
        file.write_text(workspace_document(document, told), encoding="utf-8", newline="")
        source, faults = read_source(str(file))
    assert (told, faults) == ([], [])
    return source.document  # type: ignore[no-any-return]


def beyond(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where what is found differs from what is wanted; what is wanted of a dictionary may be a part of it."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [one for name, item in wanted.items() for one in beyond(item, found.get(name), f"{path}.{name}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [one for n, pair in enumerate(zip(wanted, found)) for one in beyond(*pair, f"{path}[{n}]")]
    return [] if wanted == found else [f"{path}: {wanted!r} became {found!r}"]


fast = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(fast, max_examples=settings.default.max_examples // 3)  # each is a whole workspace, three times
@given(data=st.data(), edition=EDITIONS)
def test_any_text_survives_export_apply_and_comparison(sim: Simulator, data: Any, edition: dict[str, str]) -> None:
    sim.reset()
    sim.set(mask=MASK, **edition)
    space = Space(sim)
    texts = cycle(data.draw(st.lists(TEXTS, min_size=7, max_size=7)))
    document = a_document(lambda: next(texts))
    space.done(document)
    space.unchanged(document)
    found = exported(space)
    (restream,) = document["live_events"][0]["restreams"]
    del restream["key"]  # no document that is exported has a secret
    assert beyond(document, found) == []
    space.unchanged(found)
    sim.reset()
    sim.set(mask=MASK, **edition)
    anew = copy.deepcopy(found)
    anew["live_events"][0]["restreams"][0]["key"] = "key-of-the-restream"
    Space(sim).done(anew)
    assert exported(Space(sim)) == found


@pytest.mark.parametrize("text", sorted(OF_SETTINGS))
def test_any_look_of_a_setting(sim: Simulator, text: str) -> None:
    """Each of them beside the same look as a name; the harness searches all that is told for the secret parts."""
    sim.set(mask=MASK)
    space = Space(sim)
    own = OF_SETTINGS[text]
    document = {"version": 1, "players": [{"name": text, "settings": {"k": own, "l": [own]}, "ads": [{"url": own}]}]}
    space.settles(document)
    assert any("s3cret" in part for part in space.secrets) == ("s3cret" in own)
    found = exported(space)
    assert beyond(document, found) == []
    sim.reset()
    sim.set(mask=MASK)
    space.settles(found)
    assert sim.objects("player")[0]["settings"] == document["players"][0]["settings"]
    assert sim.objects("player")[0]["ads"] == document["players"][0]["ads"]


@fast
@given(data=st.data())
def test_any_text_of_a_video(sim: Simulator, data: Any) -> None:
    """Their entries are compared, and named by prune, whatever they are called."""
    sim.reset()
    space = Space(sim)
    project = sim.seed("project", name="P", privacy_type="anywhere")["id"]
    texts = [data.draw(TEXTS) for _number in range(6)]
    title, subtitle, description, tag, chapter, _other = texts
    chapters = {"enabled": True, "items": [{"time": 0, "title": chapter}]}
    sim.seed("tag", tag=tag)
    entry = {"title": title, "subtitle": subtitle, "description": description, "tags": [tag], "chapters": chapters}
    sim.seed("video", **copy.deepcopy(entry), project_id=project, status="done")
    document = {"videos": [{**entry, "location": {"project": "P"}}]}
    space.unchanged(document)
    assert space.done(document, prune=["videos"]).result["changes"] == []


@pytest.mark.parametrize("text", LOOKS)
def test_any_look_of_a_name(sim: Simulator, text: str) -> None:
    """Each of them in the place that is read most: the name by which others refer to a project."""
    sim.set(mask=MASK)
    space = Space(sim)
    document = {
        "version": 1,
        "players": [{"name": text}],
        "projects": [
            {"name": text, "privacy_type": "anywhere", "player": text, "drm_auth": {"url": "https://a.example"}}
        ],
        "live_events": [{"name": text, "type": "one-time", "location": {"project": text}}],
    }
    space.done(document)
    found = exported(space)
    assert beyond(document, found) == []
    sim.reset()
    sim.set(mask=MASK)
    space.done(found)
    assert exported(space) == found
