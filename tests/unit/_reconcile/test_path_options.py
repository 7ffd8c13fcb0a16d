# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every option that takes a path: what is read is a regular file of a size that it can have; what is written, too.

Nothing here sends a request: what is wrong with a path is told before.
"""

from __future__ import annotations

import ast
import os
import pathlib
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.avatar import AVATAR
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.file import Picture
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._files import safe_open
from ansible_collections.kinescope.kinescope.plugins.module_utils._files.atomic_file import replace_file
from ansible_collections.kinescope.kinescope.plugins.module_utils._files.safe_open import (
    CERTIFICATES,
    DOCUMENT,
    PICTURE,
    REQUEST,
    UPLOAD,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._info import live_event as live_reading
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.chat import keep
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.material import MATERIAL
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.poster import POSTER
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MaterialFiles
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import Posters
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.secret_file import Place
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.undo import destination
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.files import Files
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.rundown import rundown_of
from tests.unit._reports.test_reports_callback import PLAN, Callback, told
from tests.unit.conftest import EFFECTS

PLUGINS = pathlib.Path(__file__).resolve().parents[3] / "plugins"
TOKEN = "01234567-89ab-4cde-8f01-23456789abcd"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


def of_kind(kind: str, field: str) -> Callable[[str], Any]:
    """What reads the file of a field."""
    effects = EFFECTS.get(kind, Effects)(KINDS[kind], {})
    return lambda path: effects.read_options({field: {"src": path} if kind == "player" else path})


def of_avatar(path: str) -> None:
    AVATAR.run({"state": "present", "src": path}, True, None, TaskResult())


def of_poster(path: str) -> Any:
    return Posters(POSTER, {"replace": False, "src": path}).read_options({"src": path})


def of_material(path: str) -> Any:
    return MaterialFiles(MATERIAL, {"src": path}).read_options({"src": path})


def of_authorities(path: str) -> Any:
    return Connection(TOKEN, verify=path)


#: Options that name a file to read: (what reads it, the most bytes that it may have).
READ: dict[str, tuple[Callable[[str], Any], int]] = {
    "kinescope_player.logo.src": (of_kind("player", "logo"), REQUEST),
    "kinescope_live_event.poster": (of_kind("live_event", "poster"), PICTURE),
    "kinescope_subtitle.src": (of_kind("subtitle", "src"), REQUEST),
    "kinescope_video.src": (of_kind("video", "src"), UPLOAD),
    "kinescope_avatar.src": (of_avatar, REQUEST),
    "kinescope_poster.src": (of_poster, PICTURE),
    "kinescope_material.src": (of_material, UPLOAD),
    "kinescope_workspace.src": (read_source, DOCUMENT),
    "kinescope_workspace.base_src": (read_source, DOCUMENT),
    "_connection.ca_path": (of_authorities, CERTIFICATES),
    "id.ca_path": (of_authorities, CERTIFICATES),
}


def to_dest(path: str) -> None:
    options = {name: spec.get("default") for name, spec in live_reading.LIVE.options.items()}
    live_reading._refuse_faults({**options, "event": "e", "chat_format": "csv", "dest": path, "include": ["chat"]})
    keep(path, b"new", check_mode=False)


def to_token_file(path: str) -> None:
    place = Place("token", path)
    place.check(may_be_pending=False)
    place.keep("new")


def to_reports(path: str) -> None:
    callback = Callback(pathlib.Path(path).parent)
    callback.v2_runner_on_ok(told(PLAN))
    callback.v2_playbook_on_stats(SimpleNamespace(summarize=lambda host: {}))
    if callback.screen.warnings:
        raise DocumentError(callback.screen.warnings[0])


def to_report_dir(path: str) -> None:
    write_reports(path, drift_of(PLAN))


def to_rundown_dir(path: str) -> None:
    summary = {"events": 0, "error": 0, "warning": 0, "ok": 0}
    write_reports(path, rundown_of({"events": [], "summary": summary, "lines": ["0 live events"]}, "localhost"))


def write_reports(path: str, report: Any) -> None:
    files = Files(os.path.dirname(path), REPORT.partition(".")[0], private=False)
    try:
        files.prepare()
        files.write(report, "title")
    except OSError as error:
        raise DocumentError(error.strerror) from None


def to_undo(path: str) -> None:
    replace_file(destination(path), b"new")


REPORT = "apply.html"  # there are no secrets in it, and others may read it
#: Options that name a file to write: (what writes it, its name).
WRITTEN: dict[str, tuple[Callable[[str], Any], str]] = {
    "kinescope_live_info.dest": (to_dest, "chat.csv"),
    "kinescope_access_token.token_file": (to_token_file, "token"),
    "drift.report_dir": (to_reports, "drift.html"),
    "kinescope_workspace.undo_dest": (to_undo, "undo.yml"),
    "kinescope_workspace.report_dir": (to_report_dir, REPORT),
    "kinescope_live_info.report_dir": (to_rundown_dir, REPORT),
}
#: Folders of which only names are used.
NAMES = {"import_list.root", "import_list.base", "kinescope_workspace.base_dir", "document_faults.base_dir"}
MAY_BE_FOLDERS = ("ca_path", "workspace.src", "base_src")
#: The path of a file or a link, and so a text for Ansible.
PERHAPS_LINKS = {"kinescope_live_event.poster"}

each_read = pytest.mark.parametrize(("read", "limit"), READ.values(), ids=READ)
each_written = pytest.mark.parametrize(("write", "name"), WRITTEN.values(), ids=WRITTEN)


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """End what waits for a FIFO, or reads without end."""

    def end(*_arguments: Any) -> None:
        raise AssertionError("it takes too long")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 10)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def documented_paths() -> Iterator[tuple[str, str]]:
    """The options of plugins and doc fragments that take a path, and what is said of them."""
    for file in PLUGINS.glob("*/*.py"):
        if file.parent.name not in ("module_utils", "plugin_utils", "action"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
                    yield from paths_in(file.stem, yaml.safe_load(ast.literal_eval(node.value)))


def paths_in(name: str, documented: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for option, about in {**documented.get("options", {}), **documented.get("suboptions", {})}.items():
        yield from (
            [(f"{name}.{option}", str(about["description"]))]
            if "path" in (about.get("type"), about.get("elements"))
            else []
        )
        yield from paths_in(f"{name}.{option}", about)


def test_no_option_is_left_out() -> None:
    documented = dict(documented_paths())
    assert sorted(documented) == sorted((READ.keys() | WRITTEN.keys() | NAMES) - PERHAPS_LINKS)
    sizes = {option: safe_open.size_text(READ[option][1]) for option in READ.keys() - PERHAPS_LINKS}
    assert {option: size for option, size in sizes.items() if f"of at most {size}" not in documented[option]} == {}
    uploaded = {
        f"kinescope_{kind.name}.{field.name}"
        for kind in KINDS.values()
        for field in kind.fields
        if isinstance(field, Picture)
    }
    assert uploaded == PERHAPS_LINKS


class Things:
    """What may be at a path besides a file."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder

    def fifo(self, name: str) -> str:
        os.mkfifo(self.folder / name)
        return str(self.folder / name)

    def socket(self, name: str) -> str:
        before = os.getcwd()
        os.chdir(self.folder)  # a socket's path is short
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(name)
        finally:
            os.chdir(before)
        return str(self.folder / name)

    def folder_(self, name: str) -> str:
        (self.folder / name).mkdir()
        return str(self.folder / name)

    def link(self, name: str, target: str) -> str:
        (self.folder / name).symlink_to(target)
        return str(self.folder / name)


@pytest.fixture
def things(tmp_path: pathlib.Path) -> Things:
    return Things(tmp_path)


NOT_FILES: dict[str, Callable[[Things, str], str]] = {
    "a FIFO": Things.fifo,
    "a link to a FIFO": lambda things, name: things.link(name, things.fifo("pipe")),
    "a socket": Things.socket,
    "an endless device": lambda things, name: "/dev/zero",
    "a full device": lambda things, name: "/dev/full",
    "a link to a device": lambda things, name: things.link(name, "/dev/zero"),
}
NOWHERE: dict[str, tuple[Callable[[Things, str], str], str]] = {
    "a name with NUL": (lambda things, name: f"{things.folder}/a\0b", "such as NUL"),
    "a home folder with NUL": (lambda things, name: "~\0/a", "such as NUL"),
    "half a character": (lambda things, name: f"{things.folder}/\ud83d", "not allowed in a path"),
    "a link to itself": (lambda things, name: things.link(name, name), "symbolic links"),
    "nothing": (lambda things, name: f"{things.folder}/none", "No such file"),
    "a file as a folder": (lambda things, name: f"{__file__}/a", "Not a directory"),
}


class TestRead:
    @each_read
    @pytest.mark.parametrize("thing", NOT_FILES.values(), ids=NOT_FILES)
    def test_what_is_not_a_regular_file(self, things, read, limit, thing):
        with pytest.raises(DocumentError, match="cannot be read: it is not a regular file"):
            read(thing(things, "a.png"))

    @pytest.mark.parametrize(
        "option", [option for option in READ if not option.endswith(("ca_path", "workspace.src", "base_src"))]
    )
    def test_a_folder_is_not_read_as_a_file(self, things, option):
        with pytest.raises(DocumentError, match="cannot be read: it is not a regular file"):
            READ[option][0](things.folder_("a.png"))

    @each_read
    @pytest.mark.parametrize(("thing", "said"), NOWHERE.values(), ids=NOWHERE)
    def test_where_there_is_nothing(self, things, read, limit, thing, said):
        with pytest.raises(DocumentError, match=f"cannot be read: .*{said}"):
            read(thing(things, "a.png"))

    @each_read
    def test_no_byte_of_what_is_too_large(self, tmp_path, monkeypatch, read, limit):
        file = tmp_path / "a.png"
        with file.open("wb") as sparse:
            sparse.truncate(limit + 1)
        monkeypatch.setattr(safe_open.os, "open", None)  # it is not even opened
        with pytest.raises(DocumentError, match=r"cannot be read: it is larger than \d+ [MT]iB"):
            read(str(file))

    def test_a_tree_of_documents(self, tmp_path):
        """What is found in a folder is named."""
        os.mkfifo(tmp_path / "b.yml")
        (tmp_path / "a.yml").write_text("version: 1")
        with pytest.raises(DocumentError, match=r"b\.yml' cannot be read: it is not a regular file"):
            read_source(str(tmp_path))

    def test_links_are_followed(self, tmp_path):
        (tmp_path / "a").write_bytes(PNG)
        (tmp_path / "b.png").symlink_to("a")
        assert of_poster(str(tmp_path / "b.png"))["src"].data == PNG
        assert of_kind("player", "logo")(str(tmp_path / "b.png"))["logo"].data == PNG

    def test_as_large_as_it_can_be(self, tmp_path):
        file = tmp_path / "a"
        file.write_bytes(b"abc")
        assert safe_open.read_regular(str(file), 3) == b"abc"
        assert [safe_open.size_text(size) for size in (0, 3, 10 << 20)] == ["0 bytes", "3 bytes", "10 MiB"]
        with pytest.raises(OSError, match="larger"):
            safe_open.read_regular(str(file), 2)

    @pytest.mark.parametrize("becomes", ["larger", "a FIFO"])
    def test_what_is_another_one_when_it_is_opened(self, tmp_path, monkeypatch, becomes):
        file = tmp_path / "a"
        file.write_bytes(b"abc")
        status, descriptors = os.stat(file), len(os.listdir("/proc/self/fd"))
        monkeypatch.setattr(safe_open.os, "stat", lambda path: status)
        if becomes == "larger":
            file.write_bytes(b"abcd")
        else:
            file.unlink()
            os.mkfifo(file)
        with pytest.raises(OSError, match="larger" if becomes == "larger" else "not a regular file"):
            safe_open.read_regular(str(file), 3)
        assert len(os.listdir("/proc/self/fd")) == descriptors

    def test_what_grows_while_it_is_read(self, tmp_path, monkeypatch):
        file = tmp_path / "a"
        file.write_bytes(b"abc")
        fstat = os.fstat

        def grown(descriptor: int) -> os.stat_result:
            status = fstat(descriptor)
            with file.open("ab") as more:
                more.write(b"d")
            return status

        monkeypatch.setattr(safe_open.os, "fstat", grown)
        with pytest.raises(OSError, match="larger"):
            safe_open.read_regular(str(file), 3)


class TestWritten:
    @each_written
    @pytest.mark.parametrize("thing", [Things.fifo, Things.socket, Things.folder_])
    def test_what_is_not_a_regular_file_stays(self, things, write, name, thing):
        """Also for who may do everything: a device would be replaced, and a FIFO waited for."""
        path = thing(things, name)
        before = os.lstat(path)
        with pytest.raises(DocumentError, match="it is not a regular file"):
            write(path)
        assert os.lstat(path) == before
        assert [path.name for path in things.folder.iterdir()] == [name]

    @each_written
    def test_a_device_is_not_replaced(self, things, monkeypatch, write, name):
        path = f"{things.folder}/{name}"
        lstat = os.lstat
        monkeypatch.setattr(os, "lstat", lambda asked: lstat("/dev/full" if asked == path else asked))
        with pytest.raises(DocumentError, match="it is not a regular file"):
            write(path)
        assert list(things.folder.iterdir()) == []

    @pytest.mark.parametrize("option", ["kinescope_live_info.dest", "drift.report_dir"])
    @pytest.mark.parametrize("target", ["other", "/dev/full", "missing"])
    def test_a_link_is_replaced_and_not_followed(self, things, option, target):
        write, name = WRITTEN[option]
        (things.folder / "other").write_bytes(b"new")
        before = os.stat("/dev/full")
        path = pathlib.Path(things.link(name, target))
        write(str(path))
        assert stat.S_ISREG(path.lstat().st_mode)
        assert stat.S_IMODE(path.lstat().st_mode) == 0o600
        assert (things.folder / "other").read_bytes() == b"new"
        assert os.stat("/dev/full").st_ino == before.st_ino

    def test_a_secret_goes_to_no_link(self, things):
        path = things.link("token", "other")
        with pytest.raises(DocumentError, match="is a symbolic link"):
            to_token_file(path)
        assert os.path.islink(path)

    @pytest.mark.parametrize("option", ["kinescope_live_info.dest", "kinescope_access_token.token_file"])
    @pytest.mark.parametrize("path", ["a\0b", "a\ud83d"])
    def test_a_name_that_is_not_valid(self, tmp_path, option, path):
        with pytest.raises(DocumentError, match="not allowed in a path, such as NUL"):
            WRITTEN[option][0](f"{tmp_path}/{path}")
        with pytest.raises(DocumentError, match="not allowed in a path, such as NUL"):
            Place("token", f"{tmp_path}/{path}").check(may_be_pending=True)

    @each_written
    def test_a_new_file_and_one_that_is_there(self, tmp_path, write, name):
        before = os.umask(0o777)
        try:
            write(str(tmp_path / name))
        finally:
            os.umask(before)
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o666)
        write(str(tmp_path / name))
        assert (tmp_path / name).read_bytes() != b"old"
        expected = 0o644 if name == REPORT else 0o600
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {expected}

    def test_no_report_is_written_where_another_cannot_be(self, things):
        things.fifo("drift.xml")
        with pytest.raises(DocumentError, match="not a regular file"):
            to_reports(str(things.folder / "drift.html"))
        assert [path.name for path in things.folder.iterdir()] == ["drift.xml"]
