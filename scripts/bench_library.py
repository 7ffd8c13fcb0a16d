# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of a large library if only a small part of it is managed: requests and memory. A part of bench.py."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench_play import Aim, Bench, Run, memory, simulator
from bench_reports import role
from bench_workspace import LIFTED, WORKSPACE

PROJECTS = 40
FOLDERS = 2000
VIDEOS = 50_000
MANAGED = 100  # videos in the document, each with a change
SMALL = 1000  # videos in the library that is used for comparison
EXPORT = "an export without videos"
DRIFT = "the drift of 100 videos by their places"
TITLES = "the drift of 100 videos by their titles"
APPLY = "an apply of 100 changes"


def _seeded(bench: Bench, kind: str, objects: Iterable[dict[str, Any]]) -> list[str]:
    """Create objects in the simulator; returns their IDs."""
    with ThreadPoolExecutor(4) as pool:
        return [made["id"] for made in pool.map(lambda one: bench.control("POST", f"objects/{kind}", one), objects)]


def _fill(bench: Bench, videos: int) -> None:
    """Create a library, with folders nested two levels deep."""
    named = [{"name": f"Course {number}", "privacy_type": "anywhere"} for number in range(PROJECTS)]
    projects = _seeded(bench, "project", named)
    above: list[str] = []
    for first, last in ((0, FOLDERS // 5), (FOLDERS // 5, FOLDERS)):
        found = [(number, projects[number % PROJECTS]) for number in range(first, last)]
        above += _seeded(
            bench,
            "folder",
            (
                {
                    "name": f"Folder {number}",
                    "project_id": project,
                    "parent_id": above[number % len(above)] if first else project,
                }
                for number, project in found
            ),
        )
    places = [(above[number % FOLDERS], projects[number % PROJECTS]) for number in range(videos)]
    rows = (
        {"title": f"Lesson {100_000 + number}", "folder_id": folder, "project_id": project}
        for number, (folder, project) in enumerate(places)
    )
    _seeded(bench, "video", rows)


def _document(by_place: bool) -> str:
    """A document with new descriptions for videos in top-level folders of a project."""
    lines = ["version: 1", "videos:"]
    for number in range(MANAGED):
        place = f"{{project: Course {number % PROJECTS}, folder: [Folder {number}]}}"
        lines += [f"- title: Lesson {100_000 + number}", "  description: New"]
        lines += [f"  location: {place}"] if by_place else []
    return "\n".join(lines) + "\n"


def _runs(folder: Path, videos: int) -> dict[str, Run]:
    folder.mkdir()
    with simulator(folder) as url:
        bench = Bench(folder, url)
        # in a separate process: the peak memory of this one would count as that of the processes it starts
        filling = multiprocessing.get_context("spawn").Process(target=_fill, args=(bench, videos))
        filling.start()
        filling.join()
        files = {}
        for name, by_place in ((DRIFT, True), (TITLES, False)):
            files[name] = folder / f"{'places' if by_place else 'titles'}.yml"
            files[name].write_text(_document(by_place))
        export = role("export", kinescope_export_dest=str(folder / "export.yml"), kinescope_base_dir=str(folder))
        books = {
            "empty": [],
            EXPORT: export,
            DRIFT: [{WORKSPACE: {"src": str(files[DRIFT])}, "check_mode": True}],
            TITLES: [{WORKSPACE: {"src": str(files[TITLES])}, "check_mode": True}],
            APPLY: [{WORKSPACE: {"src": str(files[DRIFT])}}],
        }
        return {name: bench.play(tasks, environment=LIFTED) for name, tasks in books.items()}


def measure() -> list[dict[str, Any]]:
    """The rows of the table: runs in the large and in the small library."""
    with tempfile.TemporaryDirectory() as name:
        large, small = (_runs(Path(name, str(videos)), videos) for videos in (VIDEOS, SMALL))
    rows = []
    for what, run in large.items():
        if what != "empty":
            more = memory([run]) - memory([small[what]])
            rows.append({"what": what, **asdict(run), "more MiB": more, "small requests": small[what].requests})
            print(f"  {what}: {run.wall:.1f} s, {run.requests} requests", flush=True)
    return rows


def report(rows: list[dict[str, Any]]) -> list[Aim]:
    """Print the table; returns the targets."""
    what = f"a library of {VIDEOS:,} videos in {FOLDERS:,} folders"
    print(f"\n{what:52} {'s':>7} {'CPU s':>7} {'requests':>9} {'MiB':>6}")
    for row in rows:
        failed = "  FAILED" if row["failed"] else ""
        print(f"{row['what']:52} {row['wall']:7.2f} {row['cpu']:7.2f} {row['requests']:9} {row['memory']:6.1f}{failed}")
    most = max(row["more MiB"] for row in rows)
    by_name = {row["what"]: row for row in rows}
    found = [Aim(f"memory beside a library of {SMALL:,} videos, MiB more", most, "at most 10", most <= 10)]
    # two lists of projects, those of folders, the number of videos, each location, and each video that differs
    least = 2 + PROJECTS + 1 + 2 * MANAGED
    ours, theirs = by_name[EXPORT]["requests"], by_name[EXPORT]["small requests"]
    found.append(Aim(f"requests: {EXPORT}", ours, "the same", ours <= theirs, "small library", theirs))
    ours = by_name[DRIFT]["requests"]
    found.append(Aim(f"requests: {DRIFT}", ours, "as many", ours <= least, "lists, places, changes", least))
    return found
