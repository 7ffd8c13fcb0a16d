# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents from files and folders: how they are read and merged, and how faults name file and line."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import loader
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source, read_source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import (
    checked,
    refuse_faults,
)

SECRET = "7131415161"


def write(folder: pathlib.Path, **files: str | bytes) -> str:
    """Files by name, __ for a slash and _ for the last dot; the folder's path."""
    for name, text in files.items():
        stem, _dot, suffix = name.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(folder)


def document(src: str) -> Any:
    source, told = read_source(src)
    refuse_faults(source, told)
    return source.document


def said(src: str, *layers: str, config: Any = None) -> str:
    """What is said against a document, without the folder that it is in; layers are folders within that."""

    def use() -> None:
        source, told = read_source([f"{src}/{layer}" for layer in layers] or src, config)
        refuse_faults(source, told)
        checked(source, effects_of)

    with pytest.raises(DocumentError) as caught:
        use()
    text = caught.value.text().replace(os.path.join(src, ""), "")
    assert SECRET not in text
    assert "\n" not in caught.value.sentence()
    return text


class TestReading:
    @pytest.mark.parametrize("name", ["d_yml", "d_yaml", "d_json"])
    def test_one_file(self, tmp_path, name):
        write(tmp_path, **{name: '{"version": 1, "players": [{"name": "A"}]}'})
        assert document(str(tmp_path / name.replace("_", "."))) == {"version": 1, "players": [{"name": "A"}]}

    def test_any_suffix_when_it_is_named(self, tmp_path):
        (tmp_path / "document").write_text("version: 1")
        assert document(str(tmp_path / "document")) == {"version": 1}

    def test_the_home_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", write(tmp_path, d_yml="version: 1"))
        assert document("~/d.yml") == {"version": 1}

    def test_what_stays_a_text(self, tmp_path):
        text = """
            version: 1
            players:
              - name: 2026-12-01
                settings: {a: 2026-12-01T10:00:00Z, b: !unsafe "{{ x }}", c: "{{ y }}", d: 1e3, e: "yes"}
            """
        src = write(tmp_path, d_yml=text)
        found = document(src)["players"][0]
        assert found["name"] == "2026-12-01"
        assert found["settings"] == {
            "a": "2026-12-01T10:00:00Z",
            "b": "{{ x }}",
            "c": "{{ y }}",
            "d": "1e3",
            "e": "yes",
        }

    def test_anchors(self, tmp_path):
        text = (
            "version: 1\nplayers:\n- &a {name: A, settings: &s {x: 1}}\n- {<<: *a, name: B}\n- {name: C, settings: *s}"
        )
        players = document(write(tmp_path, d_yml=text))["players"]
        assert [player["settings"] for player in players] == [{"x": 1}] * 3
        assert [player["name"] for player in players] == ["A", "B", "C"]

    @pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null"])
    def test_an_empty_file(self, tmp_path, text):
        src = write(tmp_path, d_yml=text)
        assert document(src) == {}
        assert said(src).endswith(f"the document ({src}): requires version: 1")

    def test_a_byte_order_mark(self, tmp_path):
        assert document(write(tmp_path, d_yml="\ufeffversion: 1", e_json="\ufeff{}")) == {"version": 1}


def exploding(repeated: str) -> str:
    """A few lines of aliases that stand for 9^8 values and more; each repeats the one before nine times."""
    names = "abcdefghi"
    lines = [
        f"{name}: &{name} {repeated.format(','.join([f'*{before}'] * 9))}" for before, name in zip(names, names[1:])
    ]
    return "\n".join(["version: 1", "a: &a {x: 1}", *lines])


REFUSED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a list": ({"d_yml": "- version: 1"}, "d.yml is a list, not a dictionary of sections such as players"),
    "a text": ({"d_yml": f"password {SECRET}"}, "d.yml is a string, not a dictionary of sections such as players"),
    "binary": ({"d_yml": b"\x00\xff\xfe" + os.urandom(20)}, "src 'd.yml' is not valid"),
    "not UTF-8": ({"d_yml": b"version: 1 # \xe9t\xe9"}, "src 'd.yml' is not valid"),
    "binary JSON": ({"d_json": b"\x00\xff\xfe"}, "src 'd.json' is not valid"),
    "broken YAML": (
        {"d_yml": f"version: 1\npassword: '{SECRET}"},
        "while scanning a quoted scalar, found unexpected end of stream (line 2, column 22)",
    ),
    "tabs": (
        {"d_yml": "version: 1\nplayers:\n\t- name: A"},
        "found character that cannot start any token (line 3, column 1); indent with spaces instead of tabs",
    ),
    "a secret taken for a tag": (
        {"d_yml": f"version: 1\npassword: !{SECRET}'s"},
        "a tag that is not supported; quote a text that begins with an exclamation mark (line 2, column 11)",
    ),
    "broken JSON": ({"d_json": f'{{"password": "{SECRET}"'}, "src 'd.json' is not valid: Expecting"),
    "two documents": (
        {"d_yml": "version: 1\n---\nversion: 1"},
        "expected a single document in the stream, but found another document (line 2, column 1)",
    ),
    "a key twice": ({"d_yml": "version: 1\nplayers: []\nplayers: []"}, "duplicate key players (line 3, column 1)"),
    "a key twice within": ({"d_yml": f"a: [{{b: 1, c: 2, b: {SECRET}}}]"}, "duplicate key b (line 1, column 18)"),
    "a key twice in JSON": ({"d_json": '{"a": {"b": 1, "b": 2}}'}, "duplicate key b"),
    "a key that is a list": ({"d_yml": "[a, b]: 1"}, "a key that is a list or a dictionary (line 1, column 1)"),
    "a merged key that is a list": ({"d_yml": "x: {<<: {[a]: 1}}"}, "a key that is a list or a dictionary (line 1, "),
    "two keys that are lists": ({"d_yml": "? [a]\n: 1\n? [a]\n: 2"}, "a key that is a list or a dictionary (line 1, "),
    "two keys that are dictionaries": ({"d_yml": "x: {? {a: b} : 1, ? {a: b} : 2}"}, "a key that is a list or a dict"),
    "a key twice, of two types": ({"d_yml": "x: {'1': a, 1: b}"}, "duplicate key 1 (line 1, column 13)"),
    "equal keys that are no texts": ({"d_yml": "version: 1\nx: {1: a, 0x1: b, ~: c}"}, "x.1 (d.yml, line 2): is not a"),
    "a tag": (
        {"d_yml": f"password: !{SECRET} x"},
        "a tag that is not supported; quote a text that begins with an exclamation mark (line 1, column 11)",
    ),
    "an alias": ({"d_yml": f"password: *{SECRET}"}, "found undefined alias (line 1, column 11)"),
    "Python": ({"d_yml": "a: !!python/object/apply:os.getcwd []"}, "a tag that is not supported"),
    "a number that is none": (
        {"d_yml": f"password: !!int a{SECRET}"},
        "a value that is not of type int (line 1, column 11)",
    ),
    "a flag that is none": (
        {"d_yml": f"password: !!bool {SECRET}"},
        "a value that is not of type bool (line 1, column 11)",
    ),
    "a date": ({"d_yml": "a: !!timestamp 2026-12-01"}, "a tag that is not supported"),
    "a set": ({"d_yml": "a: !!set {b, c}"}, "a tag that is not supported"),
    "unsafe list": ({"d_yml": "a: !unsafe [b]"}, "expected a scalar node, but found sequence (line 1, column 4)"),
    "a vault": (
        {"d_yml": "$ANSIBLE_VAULT;1.1;AES256\n6162"},
        "src 'd.yml' is encrypted; give the secrets in it by name",
    ),
    "a value of a vault": (
        {"d_yml": "version: 1\npassword: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162"},
        "password (d.yml, line 2): is an encrypted value; write {secret: <name>} and set its value in secrets, which",
    ),
    "nested without end": ({"d_json": '{"a": ' + "[" * 100_000}, "it is nested too deeply"),
    "nested far": ({"d_yml": "a: " + "[" * 3000 + "]" * 3000}, "nest"),  # PyYAML's words, from 6.0.4 on
    "itself": (
        {"d_yml": "version: 1\nplayers: &a [*a]"},
        "an anchor whose value contains an alias of itself (line 2, column 10)",
    ),
    "aliases that explode": ({"d_yml": exploding("[{}]")}, "aliases that repeat more than 200,000 values (line "),
    "merges that explode": (
        {"d_yml": exploding("{{<<: [{}]}}")},
        "aliases that repeat more than 200,000 values (line ",
    ),
    "folders in 250 folders": (
        {"d_yml": "projects:\n- folders: " + "[{name: F, folders: " * 250 + "[]" + "}]" * 250},
        "nested more than 100 levels deep (line 2, column 992)",
    ),
    **{
        f"a number of {name}": (
            {"d_yml": f"version: 1\nx: {text}"},
            f"a number of {len(text):,} characters (line 2, column 4)",
        )
        for name, text in {
            "5,000 digits": "9" * 5000,
            "hexadecimal digits": "0x" + "f" * 5000,
            "octal digits": "0" + "7" * 5000,
            "binary digits": "0b" + "1" * 5000,
            "base 60": ":".join(["59"] * 50_000),
            "a fraction to base 60": ":".join(["59"] * 5000) + ".5",
        }.items()
    },
    "a number of 5,000 digits in JSON": ({"d_json": '{"x": %s}' % ("9" * 5000)}, "a number of 5,000 characters"),
    "a fraction beyond all floats": (
        {"d_yml": "x: " + ":".join(["1"] * 190) + ".5"},
        "a value that is not of type float",
    ),
    "a large number": (
        {"d_yml": "version: 1\nplayers:\n- name: A\n  settings:\n    x: 99999999999999999999"},
        "players[0].settings.x (d.yml, line 5): is an integer that does not fit into 64 bits",
    ),
    "not a number": (
        {"d_yml": "version: 1\nplayers:\n- name: A\n  settings:\n    x: .nan"},
        "players[0].settings.x (d.yml, line 5): is not a finite number",
    ),
    "half a character": (
        {"d_json": '{"version": 1, "players": [{"name": "\\ud800"}]}'},
        "players[0].name (d.json): contains half of a surrogate pair, which is not a character",
    ),
}


def test_all_files_that_cannot_be_read_are_named_at_once(tmp_path):
    src = write(tmp_path, a__one_yml="x: [", a__two_yml="version: 1", a__three_json="{", b_yml=b"\xff", c_yml="[]")
    text = said(src, "a", "none.yml", "b.yml", "c.yml")
    first, *lines = text.split("\n")
    assert first == "src has files that cannot be used:"
    assert [line.partition(" ")[0] for line in lines] == [
        "'a/one.yml'",
        "'a/three.json'",
        "'none.yml'",
        "'b.yml'",
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path, name):
    files, text = REFUSED[name]
    assert text in said(write(tmp_path, **files))


def test_as_many_aliases_as_anybody_writes(tmp_path):
    settings = ", ".join(f"key{number}: {number}" for number in range(45))
    players = "\n".join(f"- {{name: P{number}, settings: *s}}" for number in range(2000))
    text = f"version: 1\nplayers:\n- {{name: P, settings: &s {{{settings}}}}}\n{players}"
    assert len(document(write(tmp_path, d_yml=text))["players"]) == 2001


def test_a_file_whose_name_is_not_in_utf_8(tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), b"\xe9.yml"), "wb") as file:
        file.write(b"version: 1\nplayers:\n- naem: A")
    assert "players[0].naem (\\udce9.yml, line 3): is not a valid option" in said(str(tmp_path))


class TestFolders:
    def test_lists_are_put_together_in_the_order_of_the_files(self, tmp_path):
        src = write(
            tmp_path,
            b_yml="players: [{name: B}]\nprojects: [{name: P, privacy_type: anywhere}]",
            a__z_yaml="version: 1\nplayers: [{name: A}]",
            c_json='{"version": 1, "players": [{"name": "C"}], "drm_auth": {"url": "https://a"}}',
            d_yml="drm_auth: {url: 'https://a'}\nwebhooks:\nprojects:\nplayers: []",
            e_txt="nothing: here",
        )
        (tmp_path / ".hidden.yml").write_text("players: [{name: H}]")
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git/x.yml").write_text("players: [{name: H}]")
        found = document(src)
        assert [player["name"] for player in found["players"]] == ["A", "B", "C"]
        assert {name: len(part) for name, part in found.items() if isinstance(part, list)} == {
            "players": 3,
            "projects": 1,
        }
        assert found["drm_auth"] == {"url": "https://a"}

    def test_null_is_no_section(self, tmp_path):
        assert document(write(tmp_path, a_yml="version: 1\nplayers:", b_yml="players: [{name: A}]"))["players"]
        assert document(write(tmp_path, a_yml="players: [{name: A}]", b_yml="players:"))["players"]

    def test_files_that_contradict_each_other(self, tmp_path):
        src = write(
            tmp_path, a_yml="version: 1\ndrm_auth: {url: a}", b_yml="version: 2\ndrm_auth: {url: b}", c_yml="[]"
        )
        text = said(src)
        assert "version (b.yml, line 1): is defined differently in a.yml and b.yml" in text.replace(src + "/", "")
        assert "drm_auth (b.yml, line 2): is defined differently in a.yml and b.yml" in text.replace(src + "/", "")
        assert "c.yml is a list, not a dictionary of sections" in text

    def test_an_empty_folder(self, tmp_path):
        assert (
            said(write(tmp_path, a_txt="x"))
            == f"src '{tmp_path}' contains no files with the extensions .yml, .yaml, .json"
        )

    def test_a_link_upwards(self, tmp_path):
        src = write(tmp_path, a__b_yml="version: 1\nplayers: [{name: A}]")
        (tmp_path / "a/up").symlink_to(tmp_path)
        (tmp_path / "link").symlink_to(tmp_path / "a")
        assert len(document(src)["players"]) == 2

    def test_what_is_not_there(self, tmp_path):
        assert said(str(tmp_path / "no.yml")) == f"src '{tmp_path}/no.yml' cannot be read: No such file or directory"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_what_may_not_be_read(self, tmp_path):
        src = write(tmp_path, a__b_yml="version: 1")
        (tmp_path / "a/b.yml").chmod(0)
        assert said(src) == "src 'a/b.yml' cannot be read: Permission denied"
        (tmp_path / "a").chmod(0)
        assert said(src) == "src 'a' cannot be read: Permission denied"
        (tmp_path / "a").chmod(0o700)

    def test_a_folder_that_cannot_be_listed(self, tmp_path, monkeypatch):
        def refused(folder):
            raise PermissionError(13, "Permission denied", folder)

        monkeypatch.setattr(os, "listdir", refused)
        assert said(str(tmp_path)) == f"src '{tmp_path}' cannot be read: Permission denied"


class TestLayers:
    """How layers are laid over each other is a matter of test_layers.py."""

    def test_files_folders_and_a_variable(self, tmp_path):
        src = write(
            tmp_path,
            base__a_yml="version: 1\nplayers: [{name: A, settings: {a: 1, b: 1}}]",
            base__b_yml="players: [{name: B}]",
            north_yml="players: [{name: A, settings: {b: 2}}]",
        )
        config = {"players": [{"name": "C"}, {"name": "A", "settings": {"c": 3}}]}
        source, told = read_source([f"{src}/base", f"{src}/north.yml"], config)
        assert told == []
        players = source.document["players"]
        assert players == [{"name": "A", "settings": {"a": 1, "b": 2, "c": 3}}, {"name": "B"}, {"name": "C"}]
        assert config["players"][1]["settings"] == {"c": 3}
        places = [source.place(("players", 0, "settings", key)).replace(f"{src}/", "") for key in "abc"]
        assert places == ["base/a.yml, line 2", "north.yml, line 1", ""]
        assert source.place(("players", 0)).replace(f"{src}/", "") == "base/a.yml, line 2, and north.yml, line 1"
        assert source.place(("players", 2)) == ""

    def test_faults_name_the_file_and_line_of_their_layer(self, tmp_path):
        base = "version: 1\nplayers:\n- name: A\n  settings: {}\nprojects:\n- name: P\n  privacy_type: any\n"
        north = "projects:\n- name: P\n  folders:\n  - nime: F\nplayers:\n- name: B\n- name: A\n  settings: 1\n"
        text = said(write(tmp_path, base_yml=base, north_yml=north), "base.yml", "north.yml", config={"version": 2})
        for part in (
            "version: must be the number 1",
            "players[0].settings (north.yml, line 8): must be a dictionary",
            "projects[0].privacy_type (base.yml, line 7): must be one of",
            "projects[0].folders[0].nime (north.yml, line 4): is not a valid option",
            "projects[0].folders[0] (north.yml, line 4): requires name",
        ):
            assert part in text, text

    def test_what_is_required_is_checked_after_merging(self, tmp_path):
        src = write(tmp_path, base_yml="projects: [{name: P}]", north_yml="version: 1\nprojects: [{name: P}]")
        source, _told = read_source([f"{src}/base.yml", f"{src}/north.yml"])
        assert [entry.options for entry in checked(source, effects_of)] == [{"name": "P"}]
        assert said(src, "base.yml").endswith("the document (base.yml): requires version: 1")
        north = write(tmp_path, north_yml="projects: []")
        assert said(north, "base.yml", "north.yml").endswith("(base.yml and north.yml): requires version: 1")
        assert said(src, "base.yml", config={}).endswith("the document (base.yml and config): requires version: 1")

    def test_a_key_stands_in_a_layer_once(self, tmp_path):
        src = write(
            tmp_path,
            base_yml="version: 1\nplayers:\n- name: A",
            north__a_yml="players:\n- name: A",
            north__b_yml="players:\n- name: A",
        )
        text = said(src, "base.yml", "north")
        first = "players[0] (base.yml, line 3, and north/a.yml, line 2)"
        assert text.endswith(f"players[1] (north/b.yml, line 2): is the same object as {first}; list it only once")

    def test_files_of_a_layer_that_contradict_each_other(self, tmp_path):
        src = write(tmp_path, base_yml="version: 1", north__a_yml="version: 1", north__b_yml="version: 2")
        text = said(src, "base.yml", "north", "base.yml")
        assert "version (north/b.yml, line 1): is defined differently in north/a.yml and north/b.yml" in text

    @pytest.mark.parametrize("config", [[], "version: 1", 1])
    def test_a_variable_that_is_no_dictionary(self, tmp_path, config):
        src = write(tmp_path, a_yml="version: 1")
        assert said(src, "a.yml", config=config) == "config must be a dictionary of sections"

    def test_file_names_are_meant_from_the_layer_that_gives_them(self, tmp_path):
        players = "players:\n- {name: A, logo: {src: %s.png}}\n- {name: B, logo: {state: present}}"
        src = write(
            tmp_path,
            a__p_yml="version: 1\nplayers:\n- {name: A, logo: {src: gone.png}}\n- {name: B, logo: {src: a.png}}",
            b__p_yml=players % "b",
            a__a_png=b"a",
            b__b_png=b"b",
        )
        source, _told = read_source([f"{src}/a", f"{src}/b"])
        found = {entry.options["name"]: entry.values["logo"].data for entry in checked(source, effects_of)}
        assert found == {"A": b"b", "B": b"a"}


class TestPlaces:
    def test_faults_are_sorted_by_file_and_line_and_named_from_the_base(self, tmp_path):
        src = write(
            tmp_path,
            b_yml="tags:\n- tga: a",
            a_yml="version: 1\nwebhooks:\n- name: W\n  endpnt: x\nplayers:\n- naem: A",
        )
        source, _told = read_source(src)
        source.base = os.path.dirname(src)
        with pytest.raises(DocumentError) as caught:
            checked(source, effects_of)
        folder = os.path.basename(src)
        assert [fault.partition(")")[0].partition("(")[2] for fault in caught.value.faults] == [
            *[f"{folder}/a.yml, line {line}" for line in (4, 6, 6)],
            *[f"{folder}/b.yml, line 2"] * 2,
        ]

    def test_file_and_line(self, tmp_path):
        src = write(
            tmp_path,
            a_yml="version: 1\nplayers:\n  - name: A\n  - name: B\n    settingz: {}\n",
            b_yml="players:\n- name: C\n-\n  name: D\n  settings:\n    - a\nplayrs: 1\n",
            c_json='{\n\t"players": [\n\t\t{"name": "A"}]\n}',
            d_yml="projects:\n- name: P\n  folders:\n  - name: F\n  - folders:\n    - namee: G\n",
        )
        text = said(src)
        for part in (
            "players[1].settingz (a.yml, line 5): is not a valid option; did you mean settings?",
            "players[3].settings (b.yml, line 5): must be a dictionary",
            "playrs (b.yml, line 7): is not a valid option; did you mean players?",
            "projects[0].folders[1] (d.yml, line 5): requires name",
            "projects[0].folders[1].folders[0].namee (d.yml, line 6): is not a valid option; did you mean name?",
        ):
            assert part in text.replace(src + "/", ""), text

    def test_the_same_object_in_two_files(self, tmp_path):
        src = write(tmp_path, a_yml="version: 1\nplayers:\n- name: A", b_yml="players:\n- name: B\n- name: A")
        assert said(src).endswith(
            "players[2] (b.yml, line 3): is the same object as players[0] (a.yml, line 3); list it only once"
        )

    def test_json_with_tabs(self, tmp_path):
        text = said(write(tmp_path, a_json='{"version": 1,\n\t"players": [\n\t\t1]\n}'))
        assert text.endswith(("players[0] (a.json): must be a dictionary", "(a.json, line 3): must be a dictionary"))

    def test_what_comes_through_an_anchor(self, tmp_path):
        text = "version: 1\nx: &x\n  settings: 1\nplayers:\n- <<: *x\n  name: A"
        assert "players[0].settings (a.yml, line 5): must be a dictionary" in said(write(tmp_path, a_yml=text))

    def test_a_file_that_is_gone_by_then(self, tmp_path):
        src = write(tmp_path, a_yml="version: 1\nplayers: 1")
        source, _told = read_source(src)
        (tmp_path / "a.yml").unlink()
        assert source.place(("players",)) == f"{src}/a.yml"

    def test_a_document_that_is_from_no_file(self):
        source = Source({"version": 1})
        assert source.place(("players", 0)) == ""
        assert source.folder(("players", 0)) == ""

    def test_files_are_meant_from_the_file_that_names_them(self, tmp_path):
        logo = "players:\n- {name: %s, logo: {src: logo.png}}"
        src = write(tmp_path, a__p_yml="version: 1\n" + logo % "A", b__p_yml=logo % "B", c_yml="players: []")
        for folder in "ab":
            (tmp_path / folder / "logo.png").write_bytes(folder.encode())
        source, _told = read_source(src)
        found = {entry.options["name"]: entry.values["logo"].data for entry in checked(source, effects_of)}
        assert found == {"A": b"a", "B": b"b"}


WORDS = [*"~=1", "", "<<", "null", "Null", "true", "False", "yes", "No", "on", "OFF", "-1", "+1", ".5", ".inf", "-.INF"]
WORDS += [".nan", "0x1F", "0o7", "1_000", "1:30", "1.0e+3", "2026-01-01", "text", "# a", "\u0430"]


@pytest.mark.parametrize("implicit", [(True, False), (False, True)])  # plain, quoted
@pytest.mark.parametrize("text", WORDS)
def test_a_scalar_has_the_type_that_yaml_gives_it_but_is_no_date(text: str, implicit: tuple[bool, bool]) -> None:
    usual = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, implicit)
    dated = usual == "tag:yaml.org,2002:timestamp"
    assert loader._Loader(b"").resolve(yaml.ScalarNode, text, implicit) == (loader.TEXT if dated else usual)
