# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role video_import and its playbook, as people call them."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.console import Console, Done
from tests.simulator import Simulator

SIGNED = "https://media.example.com/{}.mp4?signature=NOBODY-MAY-SEE-IT"
PLACE = {"project": "Courses", "folder": ["2026"]}
VIDEO = b"\x00\x00\x00\x18ftypmp42 a film"


@pytest.fixture
def sim(simulator: Callable[..., Simulator]) -> Simulator:
    """A workspace with a project, in which imports take no time."""
    sim = simulator(import_polls=0)
    sim.seed("project", name="Courses", privacy_type="anywhere")
    return sim


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """An empty folder."""
    return Console(tmp_path / "media", sim, edge)


def imported(console: Console, *arguments: str, **variables: Any) -> Done:
    """Run the playbook; no link is ever shown."""
    given = {"kinescope_import_location": PLACE, **variables}
    run = console.playbook("import_videos", *arguments, **given)
    assert "NOBODY" not in run.output
    return run


def videos(sim: Simulator) -> dict[tuple[str, ...], str]:
    """The status of each video, by the names of its folders and its title."""
    folders = {folder["id"]: folder for folder in sim.objects("folder")}
    found = {}
    for video in sim.objects("video"):
        way, here = [str(video["title"])], folders.get(video["folder_id"])
        while here:
            way.insert(0, here["name"])
            here = folders.get(here["parent_id"])
        found[tuple(way)] = str(video["status"])
    return found


def test_a_broken_import_does_not_keep_the_others(console: Console, sim: Simulator, edge: str) -> None:
    """More than the dashboard takes at once; one import is broken, which does not keep the others."""
    many = 60 if edge == "worker" else 6  # each costs a process of its own when modules are shipped
    titles = ["[0]", *(f"Lesson {number}" for number in range(1, many - 2))]  # before ansible-core 2.19, a list
    lines = [f"{SIGNED.format(number)},{title}" for number, title in enumerate(titles)]
    lines.insert(3, 'https://gone.invalid/x.mp4?signature=NOBODY-MAY-SEE-IT,"Сломано, увы"')
    lines.insert(1, f'{SIGNED.format("q")},"He said ""{{{{ 6000 + 71 }}}}"""')
    console.write("videos.csv", "\ufeffurl,title\r\n" + "\r\n".join(lines) + "\r\n")
    run = imported(console, "--check", kinescope_import_csv="videos.csv")
    assert run, run.output
    assert f"{many} would be imported" in run.output
    assert sim.writes == []

    run = imported(console, kinescope_import_csv="videos.csv")
    assert not run
    assert f"{many - 1} imported, 0 updated, 0 unchanged, 1 failed" in run.output
    assert len(sim.requests("POST", "/v2/video")) == many, "what is broken is not imported a second time"
    assert sim.requests("DELETE") == []
    assert "line 6, 'Сломано, увы'" in run.output
    there = videos(sim)
    assert len(there) == many
    assert there.pop(("2026", "Сломано, увы"), "error") == "error"
    assert set(there.values()) == {"done"}
    assert {("2026", 'He said "{{ 6000 + 71 }}"'), ("2026", "[0]")} <= set(there)

    del lines[4]
    console.write("videos.csv", "\n".join(lines))
    sim.clear_journal()
    run = imported(console, "-vvv", kinescope_import_csv="videos.csv")
    assert run, run.output
    assert f"0 imported, 0 updated, {many - 1} unchanged, 0 failed" in run.output
    assert "changed=0" in run.output
    twin = [{"url": SIGNED.format(0), "title": "LESSON 1"}]
    assert (
        "1 of 1 videos would fail; nothing was written"
        in imported(console, "--check", kinescope_import_videos=twin).output
    )
    assert sim.writes == []


def test_all_broken_lines_are_reported_before_any_request(console: Console, sim: Simulator) -> None:
    """All are told at once, by their lines, and nothing is asked of the API."""
    good = SIGNED.format("a")
    console.write(
        "videos.csv", f'url,title\n{good},One\n\n{good},\nnot-a-link-NOBODY,Two\n{good},Three, four\n{good},"x\n'
    )
    run = imported(console, "-vvv", kinescope_import_csv="videos.csv")
    assert not run
    for number, fault in enumerate(
        ("is empty", "has no title", "has no http or https URL", "has 3 columns", "a quote is not closed"), 3
    ):
        assert f"line {number}: {fault}" in run.output
    console.write("videos.csv", f"{good},One\n{good},Two\n{good},One\n")
    assert "line 1 and line 3 have the same title 'One'" in imported(console, kinescope_import_csv="videos.csv").output
    console.write("videos.csv", f"{good},One\n{good},ONE\n")
    assert "have titles that differ only in spelling" in imported(console, kinescope_import_csv="videos.csv").output
    assert "kinescope_import_csv: file not found" in imported(console, kinescope_import_csv="missing.csv").output
    assert "set exactly one of kinescope_import_csv" in imported(console).output
    assert "set exactly one of kinescope_import_csv" in imported(console, kinescope_import_videos=None).output
    os.mkfifo(console.folder / "pipe.csv")
    with (console.folder / "large.csv").open("wb") as sparse:
        sparse.truncate((1 << 24) + 1)
    for name in ("pipe.csv", "large.csv"):
        said = f"{console.folder}/{name} is not a regular file of at most 16 MiB"
        assert said in imported(console, kinescope_import_csv=name).output
    assert sim.requests() == []


def test_a_place_that_is_missing_is_reported_once_and_in_check_mode_too(console: Console, sim: Simulator) -> None:
    """Is told once, not for each video; nothing is predicted that the real run would refuse."""
    console.write("videos.csv", "\n".join(f"{SIGNED.format(number)},{number}" for number in range(5)))
    no_project = {"project": "Curses", "folder": ["2026"]}
    no_folder = {"project": "Courses", "folder": ["0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"]}
    for place, *mode in ((no_project, "--check"), (no_project,), (no_folder, "--check")):
        run = imported(console, *mode, kinescope_import_csv="videos.csv", kinescope_import_location=place)
        assert not run
        assert run.output.count("failed: [") + run.output.count("fatal: [") == 1
        assert ("Curses" if place is no_project else "0199f0b1") in run.output
    assert sim.writes == []


def test_folders_become_folders_and_files_videos(console: Console, sim: Simulator) -> None:
    """Folders become folders, files videos; what is no video is refused or skipped, not what is hidden."""
    names = ("b.MOV", "Неделя 1/Ёлка.mp4", "Неделя 1/deep/er/a.b.webm", ".trash/old.mp4", "Неделя 1/._Ёлка.mp4")
    for name in (*names, "notes.txt", "empty/readme.md"):
        path = console.write(f"films/{name}", "")
        path.write_bytes(VIDEO + name.encode())
    (console.folder / "films/around").symlink_to("..")
    everything = {"kinescope_import_folder": "films"}
    run = imported(console, **everything)
    assert not run
    for name in ("notes.txt", "empty/readme.md", "around"):
        assert f'"{name}"' in run.output
    assert sim.requests() == []

    run = imported(console, "--check", **everything, kinescope_import_unsupported="skip")
    assert run, run.output
    assert "3 would be imported, 0 would be updated, 0 unchanged, 0 failed, 3 skipped" in run.output
    assert sim.writes == []
    run = imported(console, **everything, kinescope_import_unsupported="skip")
    assert run, run.output
    assert videos(sim) == dict.fromkeys(
        [("2026", "b"), ("2026", "Неделя 1", "Ёлка"), ("2026", "Неделя 1", "deep", "er", "a.b")], "done"
    )
    assert len(sim.objects("folder")) == 4

    sim.clear_journal()
    run = imported(console, **everything, kinescope_import_unsupported="skip")
    assert run, run.output
    assert "changed=0" in run.output
    assert sim.writes == []
    waited = run.output.split("Wait for the videos]")[1].split("TASK [")[0]
    assert waited.count("skipping: [") == 4  # three, and the task: what is ready is not read a second time
    assert "ok: [" not in waited

    run = imported(console, kinescope_import_folder="##[error]nothing")
    assert not run
    assert "u0023#[error]nothing' is not a directory" in run.output, "ours; Ansible warns of it in its own words"


def test_folders_that_differ_only_in_spelling(console: Console, sim: Simulator) -> None:
    """They are refused before the first of them is created, unless both are wanted."""
    for name in ("Week 1", "week 1"):
        console.write(f"films/{name}/a.mp4", "").write_bytes(VIDEO + name.encode())
    run = imported(console, kinescope_import_folder="films")
    assert not run
    assert "the folders 'Week 1' and 'week 1' differ only in spelling" in run.output
    assert sim.writes == []
    run = imported(console, kinescope_import_folder="films", kinescope_import_allow_similar=True)
    assert run, run.output
    assert set(videos(sim)) == {("2026", "Week 1", "a"), ("2026", "week 1", "a")}


def test_a_replacement_is_sent_once_while_the_former_file_is_shown(console: Console, sim: Simulator) -> None:
    """The API may show the former file, as done, until the new one has been processed."""
    path = console.write("films/a.mp4", "")
    path.write_bytes(VIDEO)
    run = imported(console, kinescope_import_folder="films")
    assert run, run.output
    sim.set(replaced_file="late", import_polls=50)
    path.write_bytes(VIDEO + b"another")
    sim.clear_journal()
    for said in ("0 imported, 1 updated, 0 unchanged, 0 failed", "0 imported, 0 updated, 1 unchanged, 0 failed"):
        run = imported(console, kinescope_import_folder="films", kinescope_import_replace=True)
        assert run, run.output
        assert said in run.output
    assert len(sim.requests("POST", "/v2/init")) == 1


def test_waiting_reads_each_video_that_is_not_ready_and_nothing_else(console: Console, sim: Simulator) -> None:
    """By its ID: a list that lags behind would have it imported a second time."""
    for name in ("a", "b"):
        console.write(f"films/{name}.mp4", "").write_bytes(VIDEO + name.encode())
    sim.set(import_polls=2)
    run = imported(console, kinescope_import_folder="films")
    assert run, run.output
    assert "2 imported, 0 updated, 0 unchanged, 0 failed" in run.output
    assert set(videos(sim).values()) == {"done"}
    paths = [(entry.method, entry.path) for entry in sim.journal]
    end = max(place for place, (method, _path) in enumerate(paths) if method == "PATCH")
    shown, *waited = paths[end + 1 :]
    reads = [("GET", f"/v1/videos/{video['id']}") for video in sim.objects("video")]
    assert shown in reads
    assert waited
    assert set(waited) <= set(reads)


def test_a_list_of_videos_works_in_a_custom_playbook(console: Console, sim: Simulator) -> None:
    """With options of the videos; paths are relative to the playbook. What became of it is a fact."""
    sim.set(import_polls=4)
    console.write("films/one.mp4", "").write_bytes(VIDEO)
    console.write(
        "site.yml",
        """
- hosts: localhost
  gather_facts: false
  roles:
    - role: kinescope.kinescope.video_import
      kinescope_import_location: {project: Courses}
      kinescope_import_wait: false
      kinescope_import_videos:
        - {src: films/one.mp4, folder: [a, b], description: The first, trim: {start: 0.5}}
        - {url: https://media.example.com/2.mp4, title: Two, tags: [new], poster_url: "https://img.example.com/a?SIGNED"}
  post_tasks:
    - name: Tell
      ansible.builtin.debug:
        msg: "{{ kinescope_import_result.videos | map(attribute='id') | unique | length }} ids"
""",
    )
    run = console.playbook("site.yml")
    assert run, run.output
    assert "2 ids" in run.output
    assert set(videos(sim)) == {("a", "b", "one"), ("Two",)}
    assert sim.object("video", "one")["description"] == "The first"
    assert sim.object("video", "one")["trim"] == {"start": 0.5}
    assert sim.object("video", "Two")["tags"] == ["new"]
    assert len(sim.objects("poster")) == 1
    assert "SIGNED" not in run.output
    assert "done" not in videos(sim).values()
    run = console.playbook("site.yml", kinescope_import_wait=True)
    assert "0 imported, 0 updated, 2 unchanged, 0 failed" in run.output
    assert set(videos(sim).values()) == {"done"}
