# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one place where a task's options become a connection, and where errors become a failed task."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._api.client import (
    REQUESTS_IMPORT_ERROR,
    Client,
)
from .._api.connection import Connection
from .._api.gateway import Gateway
from .._core.errors import (
    DocumentError,
    KinescopeError,
    unforeseen,
)
from .._core.result import TaskResult
from .._core.values import given_only


class Module(AnsibleModule):
    """AnsibleModule for which null means not given, at any depth: it would refuse null where there are choices.

    ``record`` takes the result in Ansible's worker, where nothing must be printed, and ``say`` shows a line at once.
    ``links`` are options that take a path or a link. A link may be signed, so it is kept secret as no_log would.
    """

    record: Callable[[dict[str, Any]], None] | None = None
    say: Callable[[str], None] | None = None
    apart: tuple[str, ...] = ()  # large options with secrets in them: kept from validation, logs and the result

    def __init__(self, links: Iterable[str] = (), **arguments: Any) -> None:
        self.links = tuple(links)
        super().__init__(**arguments)  # type: ignore[no-untyped-call]

    def _load_params(self) -> None:
        super()._load_params()  # type: ignore[no-untyped-call]
        self.taken = {name: self.params.pop(name, None) for name in self.apart}
        internal = {name: value for name, value in self.params.items() if name.startswith("_ansible")}
        given, self.null_items = given_only({k: v for k, v in self.params.items() if k not in internal})
        self.params = {**internal, **given}
        self.no_log_values.update(given[name] for name in self.links if "://" in str(given.get(name)))

    def _record_module_result(self, o: dict[str, Any]) -> None:
        if Module.record is None:
            super()._record_module_result(o)
        else:
            Module.record(o)


def connection_of(options: dict[str, Any]) -> Connection:
    """The connection that a task's options describe. Raises DocumentError."""
    verify: bool | str = options["validate_certs"]
    if verify and options["ca_path"]:
        verify = options["ca_path"]
    return Connection(
        token=options["api_token"],
        api_url=options["api_url"],
        uploader_url=options["uploader_url"],
        timeout=options["api_timeout"],
        retries=options["api_retries"],
        verify=verify,
    )


@cache
def gateway_of(connection: Connection) -> Gateway:
    """The gateway of a connection, one for each in a process: the items of a loop share what has been observed."""
    return Gateway(Client(connection))


# two processes cannot share a connection: Ansible forks its workers from a process in which lookups may have run
os.register_at_fork(after_in_child=gateway_of.cache_clear)


def carry_out(
    work: Callable[[Gateway], None], module: Module, result: TaskResult, about: tuple[str, str | None, str]
) -> None:
    """Do a module's work and leave with its result. ``about`` is what errors are about that do not say so."""
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    try:
        if module.null_items:
            raise DocumentError(f"null in the list {' and '.join(module.null_items)}; leave the item out")
        connection = connection_of(module.params)
        if connection.token_travels_in_clear:
            result.warnings.append("api_url or uploader_url is not https: the token travels in clear")
        work(gateway_of(connection))
    except KinescopeError as error:
        error.about(*about)
        _warn(module, result)
        module.fail_json(msg=error.sentence(), error=error.details(), **result.values)
    except Exception as error:
        # Neither the text of an unforeseen error nor its values are shown: they may hold a secret.
        trace = "".join(traceback.format_tb(error.__traceback__))
        what = about[0].replace("_", " ")
        module.fail_json(msg=f"Cannot go on with {what}: {unforeseen(error)}", exception=trace, **result.values)
    _warn(module, result)
    module.exit_json(**result.values)


def _warn(module: AnsibleModule, result: TaskResult) -> None:
    for warning in result.warnings:
        module.warn(warning)
