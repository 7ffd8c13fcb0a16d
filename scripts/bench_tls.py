# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS in front of the simulator, in a separate process, with a certificate that clients check. A part of bench.py."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

_KEY = ["-newkey", "rsa:2048", "-nodes", "-days", "2"]
_NAME = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]


@contextmanager
def encrypted(folder: Path, url: str) -> Iterator[dict[str, str]]:
    """The environment in which tasks reach the API at ``url`` by https. Keys and certificates are in ``folder``."""
    certificate, port = folder / "certificate.pem", folder / "tls_port"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(certificate)]
    subprocess.run(["openssl", "req", "-x509", *_KEY, *_NAME, *files], check=True, capture_output=True)
    process = subprocess.Popen([sys.executable, __file__, str(folder), str(urlsplit(url).port)])
    try:
        while not port.exists():
            time.sleep(0.02)
        yield {
            "KINESCOPE_API_URL": f"https://localhost:{port.read_text()}",
            "KINESCOPE_CA_PATH": str(certificate),
        }
    finally:
        process.terminate()
        process.wait()


async def _serve(folder: Path, target: int) -> None:
    """Pass on what arrives, to a port of this machine."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # one side has closed the connection
        finally:
            writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    written = folder / "tls_port.new"
    written.write_text(str(server.sockets[0].getsockname()[1]))
    written.rename(folder / "tls_port")
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
