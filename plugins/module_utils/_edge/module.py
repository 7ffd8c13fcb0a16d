# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only place where a task's options become a connection, and where errors become a failed task.

That includes a missing Python library: the failure says how to install it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NoReturn

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import remove_values

from .._api.client import REQUESTS_IMPORT_ERROR, Client
from .._api.connection import HOW_TO_CONNECT, Connection
from .._api.gateway import Gateway
from .._core.display import kind_title, link_for_path, visible
from .._core.errors import (
    DocumentError,
    KinescopeError,
    unexpected_error,
)
from .._core.options import as_declared, type_faults
from .._core.result import TaskResult
from .._core.secrecy import (
    logged_options,
    printable_forms,
    secret_texts,
    shown_options,
)
from .._core.values import given_only
from .argspec import ADDRESSES

_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class _LongestFirst(set):  # type: ignore[type-arg]
    """A set of texts to be removed from others, longest first because one may contain another."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__(), key=len, reverse=True))


class Module(AnsibleModule):
    """AnsibleModule for which null means "not given", at any depth: it would refuse null for options with choices.

    ``record`` receives the result in Ansible's worker, where nothing may be printed, and the JSON of some of its values
    (see _harmless_text()); ``say`` shows a line immediately.

    The options in logs and results follow the argument spec rather than a search for secret texts: Ansible's own search
    misses escaped ones. Everything else is searched for every form of every secret. ``addresses`` are the names of
    options, at any depth, that are addresses, which may contain secrets.

    Messages for people, including those about options that Ansible refuses, are made visible here and nowhere else.
    """

    record: Callable[[dict[str, Any], Mapping[str, str]], None] | None = None
    say: Callable[[str], None] | None = None
    gateway: Callable[[Connection], Gateway] | None = None  # makes one with the lists of another process
    _harmless: Mapping[str, str] = {}
    large_options: tuple[str, ...] = ()  # large options with secrets, kept out of validation, logs and results

    def __init__(self, addresses: Iterable[str] = (), **arguments: Any) -> None:
        self.addresses = (*ADDRESSES, *addresses)
        super().__init__(**arguments)  # type: ignore[no-untyped-call]
        self._keep_secret()  # again for the converted options: Ansible converts texts to dictionaries

    def _load_params(self) -> None:
        super()._load_params()  # type: ignore[no-untyped-call]
        self.taken = {name: self.params.pop(name, None) for name in self.large_options}
        internal = {name: value for name, value in self.params.items() if name.startswith("_ansible")}
        given, self.null_items = given_only({k: v for k, v in self.params.items() if k not in internal})
        self.type_faults = type_faults(self.argument_spec, given)
        self.params = {**internal, **as_declared(self.argument_spec, given)}
        self.no_log_values = _LongestFirst(self.no_log_values)
        self._keep_secret()

    def _keep_secret(self) -> None:
        self.no_log_values.update(printable_forms(secret_texts(self.argument_spec, self.params, ADDRESSES)))

    def _log_invocation(self) -> None:
        given = remove_values(logged_options(self.argument_spec, self.params, self.addresses), self.no_log_values)
        line = " ".join(["Invoked with", *(f"{name}={value}" for name, value in given.items())])
        self.log(line, log_args=given)

    def _return_formatted(self, kwargs: Mapping[str, Any]) -> None:
        repeated = {"module_args": shown_options(self.argument_spec, self.params, self.addresses)}
        result = {**kwargs, "invocation": repeated}
        if hasattr(AnsibleModule, "_record_module_result"):
            texts = {name: self._harmless_text(value) for name, value in kwargs.items()}
            self._harmless = {name: text for name, text in texts.items() if text}
            result.update(dict.fromkeys(self._harmless))  # keeps the order of the keys
        if hasattr(self, "_new_secrets"):  # from ansible-core 2.22 on, nothing else removes secrets from results here
            result = remove_values(result, self.no_log_values)
        super()._return_formatted(result)  # type: ignore[no-untyped-call]

    def _harmless_text(self, value: Any) -> str:
        """The JSON of a list or dictionary that certainly contains no secret, which Ansible need not handle; or ''.

        Ansible takes each value of a result to pieces several times. For a large result, one search in its JSON takes a
        fraction of the time. JSON escapes each character by itself, so that the escaped text of a value contains the
        escaped secret wherever the value contains the secret. What means something to Ansible's own decoder, or that it
        would refuse, is left to it.
        """
        if not isinstance(value, (list, dict)):
            return ""
        try:
            text = _json(value)
            text.encode()
        except (TypeError, ValueError, RecursionError):
            return ""
        return "" if "__ansible" in text or any(_json(str(one))[1:-1] in text for one in self.no_log_values) else text

    def log(self, msg: str, log_args: Mapping[str, Any] | None = None) -> None:
        """Log. NUL is escaped: otherwise the task could fail with a message about the log."""
        shown = {name: str(value).replace("\0", "\\0") for name, value in (log_args or {}).items()}
        super().log(msg.replace("\0", "\\0"), log_args=shown)  # type: ignore[no-untyped-call]

    def fail_json(self, msg: str, **result: Any) -> NoReturn:
        """Fail with a sentence that may contain text from others; the rest of the result is data."""
        # Ansible's own message only names the option
        lacks_token = str(msg).startswith("missing required arguments:") and "api_token" in str(msg)
        sentence = self._sentence(f"{msg}; {HOW_TO_CONNECT}" if lacks_token else str(msg))
        super().fail_json("\n".join([sentence, *map(self._sentence, result.get("faults", ()))]), **result)

    def warn(self, warning: str, **more: Any) -> None:
        """Warn with a sentence that may contain text from others."""
        super().warn(self._sentence(str(warning)), **more)

    def _sentence(self, text: str) -> str:
        # Secrets are removed first: Ansible would not find one in which a character has been made visible.
        return visible(str(remove_values(text, self.no_log_values)))

    def _record_module_result(self, o: dict[str, Any]) -> None:
        if Module.record is None:
            super()._record_module_result({**o, **{name: json.loads(text) for name, text in self._harmless.items()}})
        else:
            Module.record(o, self._harmless)


def connection_of(options: dict[str, Any]) -> Connection:
    """The connection described by a task's options. Raises DocumentError."""
    verify: bool | str = options["validate_certs"]
    if verify and options["ca_path"]:
        verify = options["ca_path"]
    return Connection(
        token=options["api_token"],
        api_url=options["api_url"],
        uploader_url=options["uploader_url"],
        timeout=options["api_timeout"],
        retries=options["api_retries"],
        rate_deadline=options["api_rate_deadline"],
        verify=verify,
    )


@cache
def gateway_of(connection: Connection) -> Gateway:
    """The gateway of a connection, one per process: the items of a loop share what has been observed."""
    return Gateway(Client(connection))


# processes cannot share a connection: Ansible forks its workers from a process in which lookups may have run
os.register_at_fork(after_in_child=gateway_of.cache_clear)


def carry_out(
    work: Callable[[Gateway], None], module: Module, result: TaskResult, about: tuple[str, str | None, str]
) -> None:
    """Do a module's work and exit with its result. ``about`` is for errors that do not say what they are about."""
    refuse_missing(module, LIBRARIES)
    try:
        if module.null_items:
            raise DocumentError(f"null in the list {' and '.join(module.null_items)}; remove the item")
        if module.type_faults:
            raise DocumentError("; ".join(module.type_faults))
        _refuse_links(module)
        connection = connection_of(module.params)
        if connection.token_travels_in_clear:
            result.warnings.append("api_url or uploader_url does not use https, so the token is sent unencrypted")
        work((Module.gateway or gateway_of)(connection))
    except KinescopeError as error:
        error.about(*about)
        _warn(module, result)
        if error.faults:
            result.values["faults"] = list(error.faults)
        module.fail_json(msg=error.sentence(), error=error.details(), **result.values)
    except Exception as error:
        # Neither the text of an unexpected error nor its values are shown: they may contain a secret.
        trace = "".join(traceback.format_tb(error.__traceback__))
        what = kind_title(about[0])
        module.fail_json(
            msg=f"Cannot continue with {what}: {unexpected_error(error)}", exception=trace, **result.values
        )
    _warn(module, result)
    module.exit_json(**result.values)


def _refuse_links(module: Module) -> None:
    """Refuse links given for paths, without showing them: they may be signed. Raises DocumentError."""
    paths = [name for name, option in module.argument_spec.items() if option["type"] == "path"]
    faults = [fault for fault in (link_for_path(name, module.params[name]) for name in paths) if fault]
    if faults:
        raise DocumentError("; ".join(faults))


def _warn(module: AnsibleModule, result: TaskResult) -> None:
    for warning in result.warnings:
        module.warn(warning)


#: the libraries that every module needs, each with the error of its import or None
LIBRARIES: Mapping[str, str | None] = {"requests": REQUESTS_IMPORT_ERROR}


def missing(libraries: Mapping[str, str | None]) -> str | None:
    """The first library that this Python does not have; None if it has all of them."""
    return next((name for name, fault in libraries.items() if fault), None)


def refuse_missing(module: AnsibleModule, libraries: Mapping[str, str | None]) -> None:
    """Fail the task if a library is missing. The message names the Python, and says what to do."""
    name = missing(libraries)
    if name:
        other = "or set ansible_python_interpreter to a Python that has it"
        module.fail_json(
            msg=f"{missing_required_lib(name)}. To install it, {how_to_install(name)}, {other}",
            exception=libraries[name],
        )


def how_to_install(library: str) -> str:
    """How to install a library for this very Python, as a part of a sentence."""
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return f"run 'pipx inject {os.path.basename(sys.prefix)} {library}'"
    managed = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    if sys.prefix == sys.base_prefix and os.path.exists(managed):
        return f"use the package manager of the system, because {sys.executable} belongs to it"
    if importlib.util.find_spec("pip"):
        return f"run '{sys.executable} -m pip install {library}'"
    return f"run 'uv pip install --python {sys.executable} {library}'"
