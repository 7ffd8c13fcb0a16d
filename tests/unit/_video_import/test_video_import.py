# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What CSV, lists and trees of files say of videos that are to be imported, and what became of them."""

from __future__ import annotations

import csv
import io
import pathlib
import posixpath
import unicodedata

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.filter import import_list as list_filter
from ansible_collections.kinescope.kinescope.plugins.filter import import_outcome as outcome_filter
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.upload import DIFFERS
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import folded
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.readiness import SO_KEPT, STILL
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.video_files import EXPIRED
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.csv_text import read_csv
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.listed import OPTIONS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.tree import read_tree

import_list = list_filter.FilterModule().filters()["import_list"]
import_outcome = outcome_filter.FilterModule().filters()["import_outcome"]
ROOT = pathlib.Path(__file__).resolve().parents[3]
COURSES = {"project": "Courses"}
A, B = "https://example.com/a.mp4", "https://example.com/b.mp4?sign=SECRET"


def pairs(text: str) -> list[tuple[str, str]]:
    plan = import_list(text, COURSES)
    assert plan["faults"] == []
    return [(video["options"]["url"], video["title"]) for video in plan["videos"]]


@pytest.mark.parametrize(
    "text",
    [
        f"url,title\n{A},One\n{B},Two\n",
        f"{A},One\n{B},Two",
        f"\ufeffurl,title\r\n{A},One\r\n{B},Two\r\n\r\n\r\n",
        f"\ufeff{A},One\r{B},Two\r",
        f'Title , "URL", id\n One ,{A},1\nTwo, "{B}",\n',
        f"url,title\n{A},One,,\n{B},Two\n,,\n",
    ],
    ids=["guide", "no header", "from a spreadsheet", "lone returns", "other columns", "empty columns"],
)
def test_csv(text: str) -> None:
    assert pairs(text) == [(A, "One"), (B, "Two")]


def test_csv_quotes() -> None:
    assert pairs(f'{A},"One, ""two""\nand three"\n{B},5" "disks"') == [
        (A, 'One, "two"\nand three'),
        (B, '5" "disks"'),
    ]


def test_csv_description() -> None:
    videos = import_list(f"url,title,description\n{A},One,About one\n{B},Two,\n", COURSES)["videos"]
    assert videos[0]["options"] == {"url": A, "title": "One", "description": "About one", "location": COURSES}
    assert "description" not in videos[1]["options"]
    assert [video["where"] for video in videos] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["it contains no videos"]),
        ("url,title\n\n", ["it contains no videos"]),
        (f"link,title\n{A},One", ["line 1: the header has no column url"]),
        (f"url,url\n{A},One", ["line 1: the header has no column title", "line 1: the header has more than one"]),
        (f"url;title\n{A};One", ["line 1: the columns must be separated by commas"]),
        (f"url,title\n{A}\n\n,Two\n,\n{B},Three", ["line 2: has no title", "line 3: is empty", "line 4: has no url",
                                                   "line 5: is empty"]),
        (f"{A},One, two", ["line 1: has 3 columns instead of 2; a value that contains a comma must be in quotes"]),
        (f'{A},"x\ny"\nftp://x/y,B\n{B},"C"D\n', ["line 3: has no http or https URL",
                                                  "line 4: there is text after a closing quote"]),
        (f'{A},One\n{B},"Two\n{A},Three\n', ["line 2: a quote is not closed"]),
        (f'url,title\n,One\n{A},"Two', ["line 2: has no url", "line 3: a quote is not closed"]),
        (f"{A},One\n{B},\udccf\udcf0\n", ["line 2: is not UTF-8"]),
        (f"{A},One\n{B},Two\x07\n", ["line 2: has control characters"]),
        ("https://example.com/a b.mp4,One", ["line 1: has no http or https URL"]),
        ("https:///a.mp4,One", ["line 1: has no http or https URL"]),
        ("https://user:SECRET@a.example/b,One", ["line 1: has no http or https URL without a user name"]),
        ("https://a.example/\\b,One", ["line 1: has no http or https URL without a user name"]),
        (f"url,title\n{A},One\n{B},Two\n{B},One \n{A},One", ["line 2, line 4 and line 5 have the same title 'One'"]),
    ],
)  # fmt: skip
def test_csv_faults(text: str, faults: list[str]) -> None:
    plan = import_list(text, COURSES)
    assert plan["videos"] == plan["folders"] == []
    assert len(plan["faults"]) == len(faults), plan["faults"]
    for told, expected in zip(plan["faults"], faults):
        assert told.startswith(expected)
        assert "SECRET" not in told


def test_csv_that_is_too_long() -> None:
    (fault,) = read_csv(f"{A},{'x' * 200_000}").faults
    assert fault.startswith("line 1: cannot be read: field larger")


TITLES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from(',"\n\r\t'), min_size=1)
ROWS = st.lists(
    st.tuples(st.integers(0, 99).map(lambda number: f"https://example.com/{number},.mp4"), TITLES.map(str.strip)),
    min_size=1, unique_by=lambda row: folded(row[1]),
).filter(lambda rows: all(title for _url, title in rows))  # fmt: skip


@given(ROWS, st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]), st.sampled_from([0, 1, 2]))
def test_whatever_is_written_is_read(
    rows: list[tuple[str, str]], header: bool, mark: bool, end: str, quoting: int
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=quoting if quoting < 2 else csv.QUOTE_NONNUMERIC).writerows(
        [("url", "title")] * header + rows
    )
    assert pairs("\ufeff" * mark + stream.getvalue()) == rows


@given(st.text())
def test_any_text_is_videos_or_faults(text: str) -> None:
    plan = import_list(text, COURSES)
    assert bool(plan["videos"]) != bool(plan["faults"])


def test_list() -> None:
    given_ = [
        {"url": f" {A} ", "title": " One ", "tags": ["a"], "description": None},
        {"src": "x/Два.final.mp4", "folder": ["2026", 1]},
        {"src": "/x/3.mp4", "title": 3, "folder": ["2026"]},
        {"src": "~/4.mp4", "privacy_type": "nowhere", "title": "Four"},
    ]
    plan = import_list(given_, {"project": "Courses", "folder": ["Old", 7]}, base="/base")
    assert plan["faults"] == []
    place = {"project": "Courses", "folder": ["Old", "7"]}
    assert [video["options"] for video in plan["videos"]] == [
        {"url": A, "title": "One", "tags": ["a"], "location": place},
        {"src": "/base/x/Два.final.mp4", "title": "Два.final",
         "location": {"project": "Courses", "folder": ["Old", "7", "2026", "1"]}},
        {"src": "/x/3.mp4", "title": "3", "location": {"project": "Courses", "folder": ["Old", "7", "2026"]}},
        {"src": "~/4.mp4", "title": "Four", "privacy_type": "nowhere", "location": place},
    ]  # fmt: skip
    assert plan["folders"] == [{"project": "Courses", "parent": ["Old", "7", "2026"], "name": "1"}]
    assert import_list([], COURSES) == {key: [] for key in ("videos", "existing", "folders", "skipped", "faults")}


NO_LINK = "must be an http or https URL without a user name and without a backslash"


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (A, "must be a dictionary with url or src, and title"),
        ({"title": "One"}, "must have either url or src"),
        ({"title": "One", "url": A, "src": "x"}, "must have either url or src"),
        ({"title": "One", "url": "SECRET"}, f"url {NO_LINK}"),
        ({"title": "One", "url": 5}, f"url {NO_LINK}"),
        ({"title": "One", "url": "https://user:SECRET@a.example/b"}, f"url {NO_LINK}"),
        ({"title": "One", "url": "https://a.example\\@b.example/SECRET"}, f"url {NO_LINK}"),
        ({"title": "One", "url": A, "poster_url": "SECRET"}, f"poster_url {NO_LINK}"),
        ({"title": "One", "src": " "}, "src is not the path of a file"),
        ({"src": ["x"]}, "src is not the path of a file"),
        ({"url": A}, "has no title"),
        ({"url": A, "title": True}, "has no title"),
        ({"url": A, "title": " "}, "has no title"),
        ({"url": A, "title": "One", "titles": "SECRET"}, "unknown option titles"),
        ({"url": A, "title": "One", "folder": "SECRET"}, "folder must be a list of names"),
        ({"url": A, "title": "One", "folder": [""]}, "folder must be a list of names"),
        ({"url": A, "title": "One", "folder": ["a", ["SECRET"]]}, "folder must be a list of names"),
    ],
)
def test_list_faults(entry: object, fault: str) -> None:
    plan = import_list([{"url": A, "title": "X"}, entry], COURSES)
    assert plan["faults"] == [f"video 2: {fault}"]


def test_the_role_hands_on_all_options_of_an_entry() -> None:
    tasks = yaml.safe_load((ROOT / "roles/video_import/tasks/import.yml").read_text(encoding="utf-8"))
    (start,) = [task for task in tasks if task["name"] == "Start the imports"]
    assert set(OPTIONS) <= set(start["kinescope.kinescope.kinescope_video"])
    assert {"description", "poster_url", "trim"} <= set(OPTIONS)


@pytest.mark.parametrize(
    ("location", "folders"),
    [
        ({"project": 2026, "folder": None}, [{"project": "2026", "parent": [], "name": "a"}]),
        ({"id": "je7WZBZhdMFQKPHHHmMr2m"}, [{"project": "je7WZBZhdMFQKPHHHmMr2m", "parent": [], "name": "a"}]),
        ({"project": "P", "folder": ["f"]}, [{"project": "P", "parent": ["f"], "name": "a"}]),
    ],
)
def test_places(location: dict[str, object], folders: list[dict[str, object]]) -> None:
    plan = import_list([{"url": A, "title": "X", "folder": ["a"]}, {"url": A, "title": "X"}], location)
    assert plan["folders"] == folders
    (folder,) = folders
    inner = {"project": folder["project"], "folder": [*folder["parent"], "a"]}
    assert plan["videos"][0]["options"]["location"] == inner
    outer = {name: str(value) if name != "folder" else value for name, value in location.items() if value is not None}
    assert plan["videos"][1]["options"]["location"] == outer


FOLDER = "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"


@pytest.mark.parametrize(
    ("location", "folders", "existing"),
    [
        ({"project": "P"}, [()], [{"project": "P"}]),
        ({"id": FOLDER}, [()], [{"id": FOLDER}]),
        ({"id": FOLDER}, [("a",)], [{"project": FOLDER, "folder": []}]),
        ({"project": "P", "folder": ["a"]}, [(), ("b",), ("c", "d")], [{"project": "P", "folder": []}]),
        ({"project": "P", "folder": ["a", FOLDER]}, [("b",)], [{"project": "P", "folder": ["a", FOLDER]}]),
        # one that looks like the short form of an id may be a name
        ({"project": "P", "folder": ["je7WZBZhdMFQKPHHHmMr2m"]}, [()], [{"project": "P", "folder": []}]),
        ({"project": "P", "folder": None}, [("b",), (FOLDER,)],
         [{"project": "P", "folder": []}, {"project": "P", "folder": [FOLDER]}]),
        ({"project": "P"}, [], []),
    ],
)  # fmt: skip
def test_places_that_are_not_made_have_to_exist(
    location: dict[str, object], folders: list[tuple[str, ...]], existing: list[dict[str, object]]
) -> None:
    videos = [{"url": A, "title": str(number), "folder": list(way)} for number, way in enumerate(folders)]
    assert import_list(videos, location)["existing"] == existing


@pytest.mark.parametrize(
    "location",
    [None, "Courses", {}, {"id": None}, {"projekt": "x"}, {"project": "P", "id": "x"}, {"id": "x", "folder": ["a"]},
     {"folder": ["a"]}, {"project": "P", "folder": "a"}],
)  # fmt: skip
def test_places_that_are_none(location: object) -> None:
    (fault,) = import_list(f"{A},One", location)["faults"]
    assert "location" in fault


FILES = ["/m/b.MOV", "/m/Week 2/Intro.mp4", "/m/Week 10/Intro.mp4", "/m/Week 2/more/a.b.webm", "/m/.trash/x.mp4",
         "/m/._b.MOV", "/m/Week 2/Thumbs.db", "/m/Week 2/notes.txt", "/m/empty/readme"]  # fmt: skip


def test_tree() -> None:
    plan = import_list(FILES, COURSES, root="/m/")
    assert plan["faults"] == []
    assert [(video["folder"], video["title"], video["where"]) for video in plan["videos"]] == [
        (["Week 10"], "Intro", "Week 10/Intro.mp4"),
        (["Week 2"], "Intro", "Week 2/Intro.mp4"),
        (["Week 2", "more"], "a.b", "Week 2/more/a.b.webm"),
        ([], "b", "b.MOV"),
    ]
    assert plan["videos"][0]["options"]["src"] == "/m/Week 10/Intro.mp4"
    assert plan["skipped"] == ["Week 2/notes.txt", "empty/readme"]
    assert [(folder["parent"], folder["name"]) for folder in plan["folders"]] == [([], "Week 10"), (["Week 2"], "more")]
    assert import_list(FILES[::-1], COURSES, root="/m") == plan
    assert import_list(FILES, COURSES, root="/m", suffixes=["TXT"])["videos"][0]["title"] == "notes"


def test_tree_as_it_is_found() -> None:
    found = [
        {"path": "/m/a", "isdir": True, "isreg": False},
        {"path": "/m/a/x.mp4", "isdir": False, "isreg": True},
        {"path": "/m/a/y.mp4", "isdir": False, "isreg": False, "islnk": True},
    ]
    plan = import_list(found, COURSES, root="/m")
    assert [video["title"] for video in plan["videos"]] == ["x"]
    assert plan["skipped"] == ["a/y.mp4"]


SPELLINGS = [
    (
        [("a", "Intro"), ("a", "intro "), ("b", "INTRO")],
        ["video 1 ('Intro') and video 2 ('intro') have titles that"],
    ),
    (
        [("Week 1", "One"), ("week 1", "Two")],
        ["the folders '2026 / Week 1' and '2026 / week 1' differ only in spelling"],
    ),
    ([("Week 1", "One"), ("Week 1", "Two")], []),
]


@pytest.mark.parametrize(("videos", "faults"), SPELLINGS)
def test_what_differs_only_in_spelling(videos: list[tuple[str, str]], faults: list[str]) -> None:
    """The module would refuse the second one in the middle of the import, and check mode cannot predict that."""
    source = [{"url": A, "title": title, "folder": ["2026", folder]} for folder, title in videos]
    told = import_list(source, COURSES)["faults"]
    assert [fault[: len(start)] for fault, start in zip(told, faults)] == faults
    assert len(told) == len(faults)
    assert all("(in the role, kinescope_import_allow_similar)" in fault for fault in told)
    assert len(import_list(source, COURSES, allow_similar=True)["videos"]) == len(videos)


def test_tree_faults() -> None:
    plan = import_list(["/m/Intro.mp4", "/m/ .mp4", "/m/Intro.mov"], COURSES, root="/m")
    assert plan["faults"] == [
        " .mp4: its file name does not contain a title",
        "Intro.mov and Intro.mp4 have the same title 'Intro', so they would be the same video",
    ]


def test_decomposed_names() -> None:
    """As a file system of macOS keeps them; with them a rerun from another machine would import all again."""
    plan = import_list([unicodedata.normalize("NFD", "/m/Йод/Ёж.mp4")], COURSES, root="/m")
    assert (plan["videos"][0]["folder"], plan["videos"][0]["title"]) == (["Йод"], "Ёж")
    assert plan["videos"][0]["options"]["src"] == unicodedata.normalize("NFD", "/m/Йод/Ёж.mp4")


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="/."), min_size=1)
WAYS = st.lists(st.lists(NAMES.map(lambda name: f"_{name}"), min_size=1, max_size=4), max_size=8)


@given(WAYS)
def test_each_folder_is_made_once(ways: list[list[str]]) -> None:
    found = read_tree([posixpath.join("/m", *way) + ".mp4" for way in ways], "/m")
    assert len(found.entries) == len(ways)
    plan = import_list([{"src": "x", "title": str(number), "folder": way[:-1]} for number, way in enumerate(ways)],
                       COURSES)  # fmt: skip
    made = [(*folder["parent"], folder["name"]) for folder in plan["folders"]]
    assert len(made) == len(set(made))
    for way in ways:
        assert len(way) == 1 or any(one[: len(way) - 1] == tuple(way[:-1]) for one in made)
    assert not any(one != other and other[: len(one)] == one for one in made for other in made)


@pytest.mark.parametrize(("source", "more"), [(5, {}), ({}, {}), ("/m/x.mp4", {"root": "/m"})])
def test_what_is_neither(source: object, more: dict[str, str]) -> None:
    with pytest.raises(AnsibleFilterError, match="import_list: expected a"):
        import_list(source, COURSES, **more)


CREATED = {"changed": True, "resource": {"id": "1"}, "changes": [{"action": "create"}]}


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (DIFFERS, " (in the role: kinescope_import_replace)"),
        (SO_KEPT, " (in the role: kinescope_import_replace)"),
        (EXPIRED, " (in the role: no variable for force, so use kinescope_video for this video)"),
        (
            STILL,
            " (in the role: kinescope_import_wait_timeout; kinescope_import_wait; no variable for force, so use "
            "kinescope_video for this video)",
        ),
        ("the API refused it", ""),
    ],
)
def test_what_is_advised_is_said_in_the_variables_of_the_role(said: str, advice: str) -> None:
    videos = [{"title": "One", "folder": [], "where": "line 2"}]
    told = import_outcome(videos, [{"failed": True, "msg": said}], [])
    assert told["faults"] == [f"line 2, 'One': {said}{advice}"]
    assert told["videos"][0]["msg"] == said


@pytest.mark.parametrize(
    ("started", "waited", "outcome", "id", "msg"),
    [
        (CREATED, None, "imported", "1", None),
        (CREATED, {"changed": False, "resource": {"id": "1"}, "changes": []}, "imported", "1", None),
        (CREATED, {"failed": True, "msg": "error"}, "failed", "1", "error"),
        ({"failed": True, "msg": "no"}, {"skipped": True, "changed": False}, "failed", None, "no"),
        ({"changed": True, "changes": [{"action": "update"}]}, None, "updated", None, None),
        ({"changed": False, "changes": None, "resource": None}, None, "unchanged", None, None),
        ({"skipped": True}, None, "failed", None, "was not attempted"),
    ],
)
def test_outcome(started: dict[str, object], waited: dict[str, object] | None, outcome: str, id: str | None,
                 msg: str | None) -> None:  # fmt: skip
    videos = import_list(f"{B},One", COURSES)["videos"]
    told = import_outcome(videos, [started], [waited] if waited else [])
    (video,) = told.pop("videos")
    assert told.pop("faults") == ([f"line 1, 'One': {msg}"] if msg else [])
    assert told == {**dict.fromkeys(["imported", "updated", "unchanged", "failed"], 0), outcome: 1}
    assert video.pop("where") == "line 1"
    assert video.pop("folder") == []
    expected = {"title": "One", "outcome": outcome, "id": id, "msg": msg}
    assert video == {name: value for name, value in expected.items() if value is not None}
