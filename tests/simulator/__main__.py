# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: python -m tests.simulator [--port N] [--token UUID]… [--switch name=value]…"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import uuid

from . import switches
from .core import Core
from .server import Server


def _token(text: str) -> str:
    try:
        uuid.UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a UUID, which the modules require of a token") from None
    return text


def _switch(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not name=value")
    try:
        return name, switches.checked(name, value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description="A stand-in for the Kinescope API.")
    parser.add_argument("--port", type=int, default=0, help="port of the API host (0: a free one)")
    parser.add_argument("--uploader-port", type=int, default=0, help="port of the uploader host (0: a free one)")
    parser.add_argument(
        "--port-file",
        help="file to write {api_url, uploader_url, pid, tokens} to, as JSON, as soon as the simulator listens",
    )
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        type=_token,
        metavar="UUID",
        help="token of a workspace; can be repeated",
    )
    parser.add_argument(
        "--switch", action="append", default=[], type=_switch, metavar="NAME=VALUE", help="can be repeated"
    )
    return parser.parse_args(argv)


def _write(path: str, text: str) -> None:
    """Write a file atomically."""
    partial = f"{path}.{os.getpid()}"
    with open(partial, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(partial, path)


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    core = Core(dict(options.switch))
    tokens = [core.add_workspace(token) for token in options.token or [None]]
    server = Server(core)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await server.start(options.port, options.uploader_port)
        about = {"api_url": core.api_url, "uploader_url": core.uploader_url, "pid": os.getpid(), "tokens": tokens}
        if options.port_file:
            _write(options.port_file, json.dumps(about) + "\n")
        print(f"api {core.api_url} uploader {core.uploader_url} token {' '.join(tokens)}", flush=True)
        await stop.wait()
    finally:
        await server.stop()


def main() -> int:
    """Run the command line."""
    try:
        asyncio.run(serve(arguments()))
    except OSError as error:
        sys.stderr.write(f"cannot serve: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
