# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The uploader host: beginning uploads, whole files, digests."""

from __future__ import annotations

import hashlib
import traceback

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import UploadProgress
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.upload_state import remembered
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import Uploader, digest

KEY = "0" * 32
VIDEO = "93997264-97ac-4091-b48e-559614c2817a"
GOOD = "https://eu-uploader-1.example/v2/upload/0d9a3b6f"


@pytest.fixture
def uploader(sim, client_of):
    return Uploader(client_of(sim.url, sim.token, uploader_url=sim.uploader_url + "/"))


@pytest.fixture
def body(sim):
    return {"type": "video", "parent_id": sim.seed("project", name="P")["id"], "title": "Введение", "filesize": 3}


class TestInit:
    def test_it_begins_an_upload(self, sim, uploader, body):
        id, endpoint = uploader.init(body, KEY)
        assert sim.object("video", id)["title"] == "Введение"
        assert endpoint.startswith(f"{sim.uploader_url}/v2/upload/")
        (entry,) = sim.journal
        assert (entry.host, entry.status, entry.workspace, entry.body) == ("uploader", 201, 1, body)
        kept = remembered(KEY, sim.uploader_url)
        assert (kept.id, kept.endpoint) == (id, endpoint)

    def test_without_a_key_nothing_is_remembered(self, sim, uploader, body):
        id, _endpoint = uploader.init(body)
        assert sim.object("video", id)
        assert remembered(KEY, sim.uploader_url) is None

    @pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status", "html", "truncated"])
    def test_a_lost_response_is_the_callers(self, sim, uploader, body, kind):
        sim.fault(kind, method="POST")
        with pytest.raises(ApiError) as caught:
            uploader.init(body, KEY)
        assert caught.value.uncertain
        assert len(sim.writes) == 1
        assert remembered(KEY, sim.uploader_url) is None

    def test_a_refused_init_is_an_error(self, sim, uploader, body):
        with pytest.raises(ApiError) as caught:
            uploader.init({**body, "title": None})
        assert (caught.value.status, caught.value.uncertain) == (400, False)
        assert sim.token not in caught.value.sentence()

    @pytest.mark.parametrize(
        ("data", "uploader_url", "fit"),
        [
            ({"id": VIDEO, "endpoint": GOOD}, "https", True),
            ({"id": VIDEO, "endpoint": GOOD}, "http", True),
            ({"endpoint": GOOD}, "https", True),
            ({"id": VIDEO, "endpoint": "http://127.0.0.1/u/x"}, "http", True),
            ({"id": VIDEO, "endpoint": "http://127.0.0.1/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "ftp://127.0.0.1/u/x"}, "http", False),
            ({"id": VIDEO, "endpoint": "https://u:p@127.0.0.1/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "https://evil\\@127.0.0.1/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "https:///u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "https://[/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": None}, "https", False),
            ({"id": 7, "endpoint": GOOD}, "https", False),
            ({"id": "../projects", "endpoint": GOOD}, "https", False),
            ({"id": VIDEO, "endpoint": "https://u\t@127.0.0.1/u/x"}, "https", False),
            ({"id": VIDEO, "endpoint": "https://127.0.0.1:0/u/x"}, "https", False),
            (None, "https", False),
            ([], "https", False),
        ],
    )
    def test_which_endpoints_are_accepted(self, monkeypatch, client_of, data, uploader_url, fit):
        client = client_of("http://127.0.0.1:9", uploader_url=f"{uploader_url}://uploader.example")

        class Answer:
            status, request_id = 201, "r"

        Answer.data = data
        monkeypatch.setattr(client, "send", lambda *arguments, **options: Answer)
        uploader = Uploader(client)
        if fit:
            assert uploader.init({"video_id": VIDEO}) == (VIDEO, data["endpoint"])
            return
        with pytest.raises(ApiError, match="without a valid ID and endpoint") as caught:
            uploader.init({"video_id": VIDEO})
        assert caught.value.uncertain
        endpoint = data["endpoint"] if data else None
        if endpoint not in (None, GOOD):
            assert endpoint not in "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
            with pytest.raises(PlanError, match="nothing was sent"):
                uploader.send_file(endpoint, __file__, 1)


BEGUN = (200, {"Upload-Offset": "0"}, b"")


class TestGoodStatusesOfFailures:
    """A 2xx of the uploader that says that nothing was done is an error, as one of the API is."""

    @pytest.mark.parametrize("said", [{"error": {"code": 7, "message": "no room"}}, {"data": {"success": False}}])
    @pytest.mark.parametrize(
        ("before", "send"),
        [
            ([], lambda uploader, url, file: uploader.init({"type": "attachment", "video_id": VIDEO})),
            ([], lambda uploader, url, file: uploader.send_whole("/additional-material", {}, file)),
            ([BEGUN], lambda uploader, url, file: uploader.send_file(f"{url}/v2/upload/x", file, 3)),
        ],
        ids=["init", "whole", "tus"],
    )
    def test_a_body_that_reports_failure_is_an_error(self, canned, client_of, tmp_path, said, before, send):
        server = canned(*before, (200, {"Upload-Offset": "3"}, said))
        file = tmp_path / "a"
        file.write_bytes(b"abc")
        uploader = Uploader(client_of(server.url, uploader_url=server.url))
        with pytest.raises(ApiError, match=r"no room|did not succeed"):
            send(uploader, server.url, str(file))
        assert len(server.seen) == len(before) + 1, "it is final"


class TestWhole:
    def test_a_picture_is_sent_whole(self, sim, uploader, tmp_path):
        picture = tmp_path / "a.png"
        picture.write_bytes(b"png" * 100_000)
        video = sim.seed("video", title="v", project_id=sim.seed("project", name="P")["id"])["id"]
        made = uploader.send_whole("/v2/poster", {"X-Video-ID": video}, str(picture))
        assert made["active"] is True
        (entry,) = sim.journal
        assert (entry.size, entry.content_type, entry.workspace) == (300_000, "image/png", 1)
        made = uploader.send_whole("/v2/poster", {"X-Video-ID": video, "X-Poster-URL": "https://example.com/a.png"})
        assert made["active"] is True
        assert (sim.journal[-1].size, sim.journal[-1].content_type) == (0, None)

    def test_refused_and_then_sent_whole(self, sim, uploader, tmp_path):
        """The second attempt begins at the file's beginning."""
        file = tmp_path / "a.pdf"
        file.write_bytes(b"pdf" * 100_000)
        video = sim.seed("video", title="v", project_id=sim.seed("project", name="P")["id"])["id"]
        sim.fault("status", method="POST", status=429)
        headers = {"X-Video-ID": video, "X-File-Name": "a.pdf", "X-Title": "", "Content-Type": "application/x"}
        uploader.send_whole("/additional-material", headers, str(file))
        assert [entry.size for entry in sim.journal] == [300_000] * 2
        assert {entry.content_type for entry in sim.journal} == {"application/x"}

    @pytest.mark.parametrize("kind", ["drop_before", "drop_after", "cut"])
    def test_a_lost_response_is_the_callers(self, sim, uploader, tmp_path, kind):
        file = tmp_path / "a.mp4"
        file.write_bytes(b"x" * 100_000)
        sim.fault(kind, **({"after": 5} if kind == "cut" else {}))
        headers = {"X-Parent-ID": sim.seed("project", name="P")["id"], "X-Video-Title": "t"}
        with pytest.raises(ApiError) as caught:
            uploader.send_whole("/v2/video", headers, str(file))
        assert caught.value.uncertain
        assert len(sim.journal) == 1

    @pytest.mark.parametrize("value", ["Введение", "é", "a\r\nX-Other: b", " a", "a ", "a\x00", "\x7f"])
    def test_what_headers_cannot_carry(self, sim, uploader, value):
        with pytest.raises(PlanError, match="X-Video-Title must be ASCII") as caught:
            uploader.send_whole("/v2/video", {"X-Video-Title": value})
        assert "X-Other" not in caught.value.message
        assert sim.journal == []

    def test_a_file_that_cannot_be_read_is_an_error(self, sim, uploader, tmp_path):
        with pytest.raises(DocumentError, match="cannot be read"):
            uploader.send_whole("/v2/poster", {}, str(tmp_path / "none"))
        assert sim.journal == []


@pytest.mark.parametrize("size", [1, 1 << 18, (1 << 18) + 1, 3_000_000])
def test_the_digest_and_size_of_a_file(tmp_path, size):
    content = (b"0123456789" * (size // 10 + 1))[:size]
    file = tmp_path / "a"
    file.write_bytes(content)
    assert digest(str(file)) == (hashlib.md5(content, usedforsecurity=False).hexdigest(), size)


class TestProgress:
    def lines(self, steps, size=268_000_000):
        """Lines said when (seconds, bytes) are seen."""
        now, said = [0.0], []
        sending = UploadProgress("intro.mp4", size, said.append, lambda: now[0])
        for seconds, count in steps:
            now[0] = float(seconds)
            sending.sent(count)
        return said

    def test_nothing_of_short_work(self):
        assert self.lines([(second, 20_000_000 * second) for second in range(10)]) == []

    def test_a_line_now_and_then(self):
        said = self.lines([(second, 12_000_000 * second) for second in range(1, 23)])
        assert said == [
            "uploading intro.mp4: 44 %, 120 of 268 MB, about 12 s to go",
            "uploading intro.mp4: 89 %, 240 of 268 MB, about 2 s to go",
        ]

    def test_one_that_goes_on(self):
        """What an earlier run sent does not count for the pace; what has to be sent again does not count twice."""
        said = self.lines([(0, 100_000_000), (10, 134_000_000), (11, 110_000_000), (21, 120_000_000)])
        assert [line.rsplit(", ", 1)[1] for line in said] == ["about 39 s to go", "about 2 min 28 s to go"]

    def test_the_first_and_the_last(self):
        assert self.lines([(11, 120_000_000)]) == ["uploading intro.mp4: 44 %, 120 of 268 MB"]
        assert self.lines([(0, 1), (11, 268_000_000)]) == []
        assert self.lines([(11, 4_000_000_000)], 12_000_000_000) == ["uploading intro.mp4: 33 %, 4 of 12 GB"]

    def test_nobody_listens(self):
        sending = UploadProgress("a", 2, None, lambda: 99.0)
        sending.sent(1)

    def test_said_while_sending(self, sim, tmp_path, monkeypatch, client_of, body):
        monkeypatch.setattr("ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress.QUIET", 0.0)
        said = []
        file = tmp_path / "intro.mp4"
        file.write_bytes(b"x" * 1_000_000)
        uploader = Uploader(client_of(sim.url, sim.token, uploader_url=sim.uploader_url), said.append)
        _id, endpoint = uploader.init({**body, "filesize": 1_000_000})
        uploader.send_file(endpoint, str(file), 1_000_000)
        assert said
        assert all(line.startswith("uploading intro.mp4: ") for line in said)
