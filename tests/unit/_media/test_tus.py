# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files on their way to an endpoint: whatever the network does, the exact bytes arrive, or an error says why not."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import tracemalloc
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import UploadProgress
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media import tus
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.upload_state import remember, remembered
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import Uploader

CONTENT = bytes(range(256)) * 400  # 100 KiB
KEY = "0" * 32


def md5(content):
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class Upload:
    """An upload that was begun on the simulator, of a file on this disk."""

    def __init__(self, sim, client, file, content=CONTENT):
        self.sim, self.client, self.file = sim, client, file
        file.write_bytes(content)
        self.size = len(content)
        project = sim.seed("project", name="P")["id"]
        body = {"type": "video", "parent_id": project, "title": "Введение", "filesize": self.size}
        self.id, self.endpoint = Uploader(client).init(body)
        sim.clear_journal()

    def send(self, **options):
        Uploader(self.client).send_file(self.endpoint, str(self.file), self.size, **options)

    @property
    def stored(self):
        """The MD5 of what the simulator has; None for an upload that is not complete."""
        return next((asset["md5"] for asset in self.sim.object("video", self.id)["assets"] if "md5" in asset), None)

    def safe(self):
        """No request carried the token, and all went to the endpoint."""
        assert {entry.workspace for entry in self.sim.journal} <= {None}
        assert {entry.path for entry in self.sim.journal} <= {"/v2/upload/" + self.endpoint.rsplit("/", 1)[-1]}

    def silent(self, error):
        """Neither the endpoint nor the token is told."""
        told = f"{error.sentence()} {error.args} {error.details()}"
        for secret in (self.endpoint, self.endpoint.rsplit("/", 1)[-1], self.sim.token):
            assert secret not in told


@pytest.fixture
def small(monkeypatch):
    """Requests of some KiB, so that small files need several."""
    monkeypatch.setattr(tus, "BLOCK", 1024)
    monkeypatch.setattr(tus, "FIRST", 16 * 1024)
    monkeypatch.setattr(tus, "LEAST", 4 * 1024)
    monkeypatch.setattr(tus, "PROGRESS", 256)


@pytest.fixture
def upload(sim, client_of, tmp_path):
    return Upload(sim, client_of(sim.url, sim.token, uploader_url=sim.uploader_url), tmp_path / "intro.mp4")


def sizes(sim):
    return [entry.size for entry in sim.journal if entry.method == "PATCH"]


class TestGoodDays:
    def test_one_request_for_a_small_file(self, sim, upload):
        upload.send()
        assert upload.stored == md5(CONTENT)
        assert [entry.method for entry in sim.journal] == ["HEAD", "PATCH"]
        assert sim.journal[-1].content_type == "application/offset+octet-stream"
        upload.safe()

    def test_requests_grow(self, sim, upload, small):
        upload.send()
        assert upload.stored == md5(CONTENT)
        assert sizes(sim) == [16 * 1024, 32 * 1024, 52 * 1024]

    @pytest.mark.parametrize("switches", [{"tus_head": 204}, {"tus_complete": "gone"}])
    def test_either_reading_of_the_documentation(self, sim, upload, switches):
        sim.set(**switches)
        upload.send()
        assert upload.stored == md5(CONTENT)

    def test_what_is_complete_is_not_sent_again(self, sim, upload):
        upload.send()
        sim.clear_journal()
        upload.send()
        assert [entry.method for entry in sim.journal] == ["HEAD"]


class TestBadDays:
    @pytest.mark.parametrize("after", [0, 1, 1023, 1024, 16 * 1024 - 1, 16 * 1024])
    def test_a_cut_connection(self, sim, upload, clock, small, after):
        sim.fault("cut", method="PATCH", after=after)
        upload.send()
        assert upload.stored == md5(CONTENT)
        assert sum(sizes(sim)) >= len(CONTENT)
        assert [entry.method for entry in sim.journal][:4] == ["HEAD", "PATCH", "HEAD", "PATCH"]
        assert len(clock.waits) == 1
        upload.safe()

    def test_requests_shrink_with_each_cut(self, sim, upload, small):
        sim.fault("cut", method="PATCH", after=100, times=4)
        upload.send()
        assert sizes(sim)[4] == 4 * 1024
        assert upload.stored == md5(CONTENT)

    def test_a_proxy_with_a_limit(self, sim, upload, small):
        """It refuses what is larger; requests never grow to that size again."""
        sim.fault("status", method="PATCH", status=413, skip=1)
        upload.send()
        assert sizes(sim) == [16 * 1024, 32 * 1024, *[16 * 1024] * 5, 4 * 1024]
        assert upload.stored == md5(CONTENT)

    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("status", [408, 409, 423, 425, 429, 500, 502, 503, 504])
    def test_passing_refusals(self, sim, upload, status, after):
        sim.fault("status_after" if after else "status", status=status, times=2)
        upload.send()
        assert upload.stored == md5(CONTENT)
        upload.safe()

    @pytest.mark.parametrize("kind", ["drop_before", "drop_after", "truncated", "html", "garbage"])
    @pytest.mark.parametrize("method", ["HEAD", "PATCH"])
    def test_lost_responses(self, sim, upload, kind, method):
        sim.fault(kind, method=method)
        upload.send()
        assert upload.stored == md5(CONTENT)

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 412, 415])
    @pytest.mark.parametrize("method", ["HEAD", "PATCH"])
    def test_final_refusals(self, sim, upload, clock, status, method):
        remember(KEY, upload.id, upload.endpoint)
        sim.fault("status", method=method, status=status, message=f"no {upload.endpoint}")
        with pytest.raises(ApiError) as caught:
            upload.send(state_key=KEY)
        assert caught.value.status == status
        assert clock.waits == []
        assert (remembered(KEY, upload.sim.uploader_url) is None) is (status in (404, 410))
        upload.silent(caught.value)

    @pytest.mark.parametrize("retries", [0, 3])
    @pytest.mark.parametrize("kind", ["drop_before", "status"])
    def test_repeated_failures_are_an_error(self, sim, client_of, tmp_path, retries, kind, clock):
        client = client_of(sim.url, sim.token, uploader_url=sim.uploader_url, retries=retries)
        upload = Upload(sim, client, tmp_path / "a.mp4")
        remember(KEY, upload.id, upload.endpoint)
        sim.fault(kind, method="PATCH", times=None)
        with pytest.raises(ApiError) as caught:
            upload.send(state_key=KEY)
        assert len(sizes(sim)) == retries + 1
        assert len(clock.waits) == retries
        assert remembered(KEY, upload.sim.uploader_url).endpoint == upload.endpoint
        upload.silent(caught.value)
        sim.clear_faults()
        upload.send(state_key=KEY)
        assert upload.stored == md5(CONTENT)
        assert remembered(KEY, upload.sim.uploader_url) is None

    def test_progress_resets_the_count(self, sim, client_of, tmp_path, small):
        client = client_of(sim.url, sim.token, uploader_url=sim.uploader_url, retries=1)
        upload = Upload(sim, client, tmp_path / "a.mp4")
        sim.fault("cut", method="PATCH", after=3000, times=20)
        upload.send()
        assert upload.stored == md5(CONTENT)

    def test_too_long_a_pause(self, sim, upload):
        sim.fault("status", method="PATCH", status=503, retry_after=3000)
        with pytest.raises(ApiError):
            upload.send()
        assert len(sim.journal) == 2

    def test_the_last_response_lost_and_the_endpoint_gone(self, sim, upload):
        sim.set(tus_complete="gone")
        sim.fault("drop_after", method="PATCH")
        remember(KEY, upload.id, upload.endpoint)
        with pytest.raises(ApiError) as caught:
            upload.send(state_key=KEY)
        assert (caught.value.status, caught.value.uncertain) == (404, True)
        assert upload.stored == md5(CONTENT)
        assert remembered(KEY, upload.sim.uploader_url) is None

    def test_a_redirect_is_not_followed(self, sim, upload):
        sim.fault("redirect", method="HEAD", status=307, location=f"{sim.url}/v1/projects")
        with pytest.raises(ApiError, match="redirect") as caught:
            upload.send()
        assert len(sim.journal) == 1
        upload.silent(caught.value)

    def test_no_password_of_the_user_is_sent(self, sim, upload, tmp_path, monkeypatch):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password mine\n")
        monkeypatch.setenv("NETRC", str(netrc))
        seen = []
        real = upload.client._session.send
        monkeypatch.setattr(
            upload.client._session, "send", lambda request, **o: (seen.append(request.headers), real(request, **o))[1]
        )
        upload.send()
        assert len(seen) == 2
        assert not any("Authorization" in headers for headers in seen)


class _Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Upload-Offset", str(self.server.received))
        self.end_headers()

    def do_PATCH(self):
        left, buffer = int(self.headers["Content-Length"]), bytearray(1 << 16)
        while left:
            count = self.rfile.readinto(memoryview(buffer)[: min(left, len(buffer))])
            left -= count
            self.server.received += count
        self.send_response(204)
        self.send_header("Upload-Offset", str(self.server.received))
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


class Sink(ThreadingHTTPServer):
    """Counts bytes, and keeps none."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Sink)
        self.received = 0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *arguments):
        self.shutdown()
        super().__exit__(*arguments)


ENDPOINT = "/v2/upload/" + str(uuid.uuid4())
DONE = (204, {"Upload-Offset": "3"}, b"")


class TestOddServers:
    """What a server might say that the simulator does not."""

    def sends(self, canned, client_of, tmp_path, *answers):
        server = canned(*answers)
        file = tmp_path / "a"
        file.write_bytes(b"abc")
        client = client_of(server.url, uploader_url=server.url, retries=2)
        Uploader(client).send_file(server.url + ENDPOINT, str(file), 3)
        return server

    @pytest.mark.parametrize(
        "answer",
        [
            (204, {}, b""),
            (204, {"Upload-Offset": "0"}, b""),
            (204, {"Upload-Offset": "x"}, b""),
            (204, {"Upload-Offset": "-1"}, b""),
        ],
    )
    def test_no_offset_that_goes_on(self, canned, client_of, tmp_path, answer):
        with pytest.raises(ApiError, match="without a valid offset"):
            self.sends(canned, client_of, tmp_path, (200, {"Upload-Offset": "0"}, b""), *[answer] * 9)

    def test_part_of_a_part(self, canned, client_of, tmp_path):
        part = (204, {"Upload-Offset": "1"}, b"")
        server = self.sends(canned, client_of, tmp_path, (200, {"Upload-Offset": "0"}, b""), part, DONE)
        assert [body for method, _path, _headers, body in server.seen if method == "PATCH"] == [b"abc", b"bc"]

    @pytest.mark.parametrize("headers", [{"Upload-Offset": "4"}, {"Upload-Offset": "0", "Upload-Length": "4"}])
    def test_an_endpoint_of_another_file_is_refused(self, canned, client_of, tmp_path, headers):
        with pytest.raises(PlanError, match="size differs"):
            self.sends(canned, client_of, tmp_path, (200, headers, b""))

    def test_a_server_that_goes_back(self, canned, client_of, tmp_path):
        back = [(200, {"Upload-Offset": "0"}, b""), (204, {"Upload-Offset": "1"}, b""), (500, {}, b"")] * 9
        with pytest.raises(ApiError, match="took less than"):
            self.sends(canned, client_of, tmp_path, *back)


LITTLE = tus.PROGRESS // 9


class TestProgress:
    """An upload ends, whatever the server says: each attempt has to bring enough, and enough has to come in time."""

    SIZE = 1000 * tus.PROGRESS

    def sends(self, monkeypatch, client_of, clock, tmp_path, answer, seconds=1.0):
        """Upload to a server whose answers are given by the request's number, method and offset; the requests."""
        file = tmp_path / "a"
        with file.open("wb") as sparse:
            sparse.truncate(self.SIZE)
        client = client_of("http://127.0.0.1:9", uploader_url="http://127.0.0.1:9", retries=2)
        client.clock, seen = clock, []

        def attempt(method, address, headers, **arguments):
            clock.now += seconds
            seen.append(method)
            assert len(seen) < 10_000, "it never ends"
            try:
                offset = answer(len(seen), method, int(headers.get("Upload-Offset", 0)))
            except OSError:
                return ApiError("cut", uncertain=True), 0.0
            return ApiResponse(200, {}, "r", {"Upload-Offset": str(offset)}), None

        monkeypatch.setattr(client, "attempt", attempt)
        error = None
        try:
            Uploader(client).send_file("http://127.0.0.1:9" + ENDPOINT, str(file), self.SIZE)
        except (ApiError, PlanError) as fault:
            error = fault.message
        return seen, error

    @pytest.mark.parametrize(
        ("answer", "said", "most"),
        [
            pytest.param(lambda n, method, offset: offset + (method == "PATCH"), "took less than", 4, id="a byte"),
            pytest.param(lambda n, method, offset: offset + LITTLE * (method == "PATCH"), "took less", 9, id="creeps"),
            pytest.param(lambda n, method, offset: 0, "without a valid offset", 4, id="none"),
            pytest.param(lambda n, method, offset: max(0, 9 - n), "without a valid offset", 4, id="backwards"),
            pytest.param(lambda n, method, offset: n % 2, "took less than|without a valid", 6, id="back and forth"),
            pytest.param(
                lambda n, method, offset: TestProgress.SIZE + (method == "PATCH"), None, 1, id="is complete already"
            ),
            pytest.param(
                lambda n, method, offset: (TestProgress.SIZE + 1) * (method == "PATCH"), "size differs", 2, id="beyond"
            ),
        ],
    )
    def test_too_little_progress_is_an_error(self, monkeypatch, client_of, clock, tmp_path, answer, said, most):
        seen, error = self.sends(monkeypatch, client_of, clock, tmp_path, answer)
        assert re.search(said, error) if said else error is None, error
        assert len(seen) <= most

    def test_too_slow_an_upload_is_an_error(self, monkeypatch, client_of, clock, tmp_path):
        """Each request brings enough, but at this pace it would take days."""

        def answer(number, method, offset):
            return offset + tus.PROGRESS * (method == "PATCH")

        seen, error = self.sends(monkeypatch, client_of, clock, tmp_path, answer, seconds=60.0)
        assert "the upload is too slow: the uploader has taken only" in error
        assert len(seen) < 15

    def test_slow_but_steady(self, monkeypatch, client_of, clock, tmp_path):
        """A request may take longer than that, as long as it brings something."""

        def answer(number, method, offset):
            return min(offset + tus.LEAST * (method == "PATCH"), self.SIZE)

        _seen, error = self.sends(monkeypatch, client_of, clock, tmp_path, answer, seconds=tus.PATIENCE * 3)
        assert error is None

    def test_a_long_request_that_fails(self, monkeypatch, client_of, clock, tmp_path):
        """What it brought before that is known at the next look only."""

        def answer(number, method, offset):
            if number % 2 == 0:
                raise OSError
            return min(self.SIZE, tus.LEAST * number)

        _seen, error = self.sends(monkeypatch, client_of, clock, tmp_path, answer, seconds=tus.PATIENCE * 3)
        assert error is None

    def test_bursts_between_failures(self, monkeypatch, client_of, clock, tmp_path):
        """Attempts that bring enough start the count again."""

        def answer(number, method, offset):
            return min(self.SIZE, tus.PROGRESS * (number // 2))

        _seen, error = self.sends(monkeypatch, client_of, clock, tmp_path, answer)
        assert error is None


class TestFiles:
    def test_another_size_than_expected(self, upload, sim):
        upload.file.write_bytes(CONTENT + b"x")
        with pytest.raises(PlanError, match=r"'intro.mp4' was changed while"):
            upload.send()
        assert len(sim.journal) == 0

    @pytest.mark.parametrize("change", ["shrink", "touch", "grow"])
    def test_changed_meanwhile(self, upload, sim, small, monkeypatch, change):
        remember(KEY, upload.id, upload.endpoint)

        def changed(self, count):
            if count == 20 * 1024:
                with upload.file.open("r+b") as file:
                    if change == "touch":
                        os.utime(file.fileno(), (1, 1))
                    else:
                        file.truncate(30 * 1024 if change == "shrink" else 300 * 1024)

        monkeypatch.setattr(UploadProgress, "sent", changed)
        with pytest.raises(PlanError, match=r"'intro.mp4' was changed while it was being uploaded"):
            upload.send(state_key=KEY)
        assert upload.stored is None
        assert remembered(KEY, upload.sim.uploader_url) is None, "what is there is a part of another content"

    def test_an_invalid_file(self, upload, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "empty").touch()
        for name, message in (
            ("none", "No such file"),
            ("pipe", "not a regular file"),
            ("empty", "empty"),
            ("", "not a regular file"),
        ):
            with pytest.raises(DocumentError, match=message):
                Uploader(upload.client).send_file(upload.endpoint, str(tmp_path / name), 1)

    def test_a_disk_that_fails(self, upload):
        source = tus.Source(str(upload.file))
        with source:
            blocks = source.blocks(0, len(CONTENT))
            os.close(source._file.fileno())
            descriptor = os.open(upload.file.parent, os.O_RDONLY)  # in its place: a folder cannot be read
            with pytest.raises(PlanError, match="cannot be read anymore"):
                list(blocks)
            assert descriptor

    def test_memory_does_not_grow_with_the_file(self, client_of, tmp_path):
        """It does not grow with the file or with the requests, through every layer below."""
        file = tmp_path / "large"
        with file.open("wb") as sparse:
            sparse.truncate(1 << 26)
        with Sink() as sink:
            client = client_of(sink.url, uploader_url=sink.url)
            tracemalloc.start()
            try:
                Uploader(client).send_file(sink.url + ENDPOINT, str(file), 1 << 26)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        assert sink.received == 1 << 26
        assert peak < 4 << 20


FAULTS = st.one_of(
    st.builds(lambda after: ("PATCH", "cut", {"after": after}), st.integers(0, 40_000)),
    st.builds(
        lambda method, kind: (method, kind, {}),
        st.sampled_from(["HEAD", "PATCH"]),
        st.sampled_from(["drop_before", "drop_after", "html"]),
    ),
    st.builds(
        lambda method, kind, status: (method, kind, {"status": status}),
        st.sampled_from(["HEAD", "PATCH"]),
        st.sampled_from(["status", "status_after"]),
        st.sampled_from([409, 423, 429, 500, 503]),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(faults=st.lists(FAULTS, max_size=10), size=st.integers(1, len(CONTENT)), retries=st.integers(0, 4))
def test_any_sequence_of_faults(sim, client_of, tmp_path, small, faults, size, retries):
    """It ends with exactly these bytes, or with an error after which another run brings them."""
    sim.reset()
    client = client_of(sim.url, sim.token, uploader_url=sim.uploader_url, retries=retries)
    upload = Upload(sim, client, tmp_path / "a.mp4", CONTENT[:size])
    for method, kind, options in faults:
        sim.fault(kind, method=method, **options)
    try:
        upload.send()
    except ApiError as error:
        upload.silent(error)
        sim.clear_faults()
        upload.send()
    assert upload.stored == md5(CONTENT[:size])
    upload.safe()
