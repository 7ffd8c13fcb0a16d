# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every request has an end and every response a size, whatever the other side sends."""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
import time
import tracemalloc
import zlib

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.bounded import MOST, is_deep
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
OPEN = HEAD + b"Connection: close\r\n\r\n"
CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BLANKS = b" " * (1 << 20)


@pytest.fixture
def hostile():
    """Start a server that answers every connection with what a generator yields, until the client has had enough."""
    stop = threading.Event()
    listening = []

    def start(script, pause: float = 0.0) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        server.settimeout(0.05)
        listening.append((server, threading.Thread(target=serve, args=(server, script, pause))))
        listening[-1][1].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    def serve(server, script, pause) -> None:
        while not stop.is_set():
            try:
                peer, _address = server.accept()
            except OSError:
                continue
            with peer:
                peer.settimeout(5)
                try:
                    peer.recv(65536)
                    for piece in script():
                        peer.sendall(piece)
                        if stop.wait(pause):
                            break
                except OSError:
                    pass

    yield start
    stop.set()
    for server, thread in listening:
        thread.join()
        server.close()


def always(first: bytes, piece: bytes):
    def script():
        yield first
        while True:
            yield piece

    return script


class TestTime:
    @pytest.mark.parametrize(
        "script",
        [
            always(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
            always(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
            always(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
            always(OPEN, b" "),
            always(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
            always(CHUNKS, b"1\r\n \r\n"),
            always(CHUNKS, b"1"),
        ],
        ids=["a header", "headers", "1xx", "a body", "a body of known length", "chunks", "a chunk's size"],
    )
    def test_a_server_that_drips_is_left(self, client_of, hostile, script):
        client = client_of(hostile(script, 0.02), timeout=0.5, retries=0)
        began = time.monotonic()
        with pytest.raises(ApiError, match=r"was not complete within 2 s") as caught:
            client.send("POST", "/v1/projects", body={}, repeatable=False)
        assert 1.9 < time.monotonic() - began < 60
        assert (caught.value.uncertain, caught.value.still_working) == (True, True)

    def test_it_is_tried_again(self, client_of, hostile, clock):
        client = client_of(hostile(always(OPEN, b" "), 0.02), timeout=0.5, retries=2)
        with pytest.raises(ApiError, match="not complete"):
            client.get("/")
        assert (client.reads, len(clock.waits)) == (3, 2)

    def test_a_slow_response_that_ends_is_taken(self, client_of, hostile):
        def script():
            yield OPEN
            yield from (bytes([byte]) for byte in b'{"data": 1}')

        assert client_of(hostile(script, 0.05), timeout=0.4).get("/").data == 1

    def test_the_time_out_of_a_connection_that_is_kept_stays(self, sim, client_of):
        """The last wait of a response is a short one, and must not be the next request's."""
        client = client_of(sim.url, sim.token, timeout=5)
        for _time in range(3):
            client.get("/v1/projects")
        pool = client._session.get_adapter(sim.url).poolmanager.pools._container
        held = [connection.sock for name in pool for connection in pool.get(name).pool.queue if connection]
        assert [sock.gettimeout() for sock in held] == [5]


class TestSize:
    @pytest.mark.parametrize(
        "script",
        [
            always(OPEN, BLANKS),
            always(CHUNKS, b"100000\r\n" + BLANKS + b"\r\n"),
            always(CHUNKS + b"fffffffffffffff\r\n", BLANKS),
            always(CHUNKS + b"-5\r\n", BLANKS),
            always(CHUNKS, b"0" * (1 << 20)),
        ],
        ids=["a body", "chunks", "an absurd chunk", "a negative chunk", "a chunk's size"],
    )
    def test_what_does_not_end_is_an_error(self, client_of, hostile, clock, script):
        client = client_of(hostile(script), timeout=20)
        tracemalloc.start()
        with pytest.raises(ApiError) as caught:
            client.get("/v1/projects")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4 * MOST
        large = r"the response for /v1/projects is larger than 64 MiB; .* filter"
        assert re.search(rf"{large}|cannot be read|could not be read", caught.value.sentence())

    @pytest.mark.parametrize("how", ["gzip", "deflate", "raw deflate"])
    def test_a_decompression_bomb_is_refused(self, canned, client_of, how):
        packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw deflate": -15}[how])
        body = b"".join([*(packer.compress(BLANKS) for _mib in range(80)), packer.flush()])
        server = canned((200, {"Content-Encoding": how.split()[-1]}, body))
        tracemalloc.start()
        with pytest.raises(ApiError, match=r"larger than 64 MiB|cannot be read"):
            client_of(server.url, retries=0).get("/v1/projects")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4 * MOST

    @pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "compress", "gzip, br"])
    def test_an_encoding_that_was_not_asked_for(self, canned, client_of, encoding):
        server = canned((200, {"Content-Encoding": encoding}, gzip.compress(gzip.compress(b"{}"))))
        with pytest.raises(ApiError, match="not asked for"):
            client_of(server.url, retries=0).get("/")
        assert server.seen[0][2]["Accept-Encoding"] == "gzip, deflate"

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("gzip", gzip.compress(b'{"data": 1}')),
            ("GZIP", gzip.compress(b'{"data": 1}')),
            ("identity", b'{"data": 1}'),
            ("deflate", zlib.compress(b'{"data": 1}')),
        ],
        ids=["gzip", "GZIP", "identity", "deflate"],
    )
    def test_what_was_asked_for(self, canned, client_of, encoding, body):
        assert client_of(canned((200, {"Content-Encoding": encoding}, body)).url).get("/").data == 1

    def test_a_compressed_body_that_is_cut_off(self, canned, client_of):
        body = gzip.compress(b'{"data": 1}' + bytes(range(256)))[:-9]
        with pytest.raises(ApiError, match="cut off"):
            client_of(canned((200, {"Content-Encoding": "gzip"}, body)).url, retries=0).get("/")

    def test_a_head_without_end(self, client_of, hostile):
        for piece in (b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, b"X-A: b\r\n" * 1000, b"X" * 100_000):
            client = client_of(hostile(always(b"" if piece[:1] == b"H" else b"HTTP/1.1 200 OK\r\n", piece)), retries=0)
            with pytest.raises(ApiError):
                client.get("/v1/projects")

    def test_a_connection_is_used_again(self, sim, client_of):
        client = client_of(sim.url, sim.token)
        for _time in range(4):
            client.get("/v1/projects")
        pools = client._session.get_adapter(sim.url).poolmanager.pools._container
        assert [pools.get(name).num_connections for name in pools] == [1]

    def test_the_simulators_faults(self, sim, client_of):
        sim.fault("endless", path="/v1/projects")
        with pytest.raises(ApiError, match="larger than 64 MiB"):
            client_of(sim.url, sim.token).get("/v1/projects")
        sim.fault("drip", path="/v1/projects", seconds=0.05)
        with pytest.raises(ApiError, match="not complete within"):
            client_of(sim.url, sim.token, timeout=0.5, retries=0).get("/v1/projects")


class TestDepth:
    @pytest.mark.parametrize(("depth", "deep"), [(1, False), (100, False), (101, True), (900, True)])
    def test_the_depth_of_json(self, depth, deep):
        value: object = 1
        for level in range(depth):
            value = [value] if level % 2 else {"a": value}
        assert is_deep(value) is deep

    @pytest.mark.parametrize("status", [200, 400])
    @pytest.mark.parametrize("depth", [150, 900, 3000, 100_000])
    def test_a_response_nested_too_deeply_is_an_error(self, canned, client_of, status, depth):
        for body in (b'{"data":' + b"[" * depth + b"]" * depth + b"}", b'{"error":' * depth + b"1" + b"}" * depth):
            with pytest.raises(ApiError) as caught:
                client_of(canned((status, {}, body)).url, retries=0).get("/v1/projects")
            assert caught.value.status == status
            assert len(json.dumps(caught.value.details())) < 1000
