# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind -> the argument spec of its module."""

from __future__ import annotations

import os
from typing import Any

from ansible.module_utils.errors import AnsibleFallbackNotFound

from .._api.connection import API_URL, UPLOADER_URL
from .._core.kind import SECRETS_SENT, Kind


def environment(name: str) -> str:
    """The value of an environment variable. CI pipelines and AWX set missing values to an empty string."""
    value = os.environ.get(name)
    if not value:
        raise AnsibleFallbackNotFound
    return value


#: options of the connection that are addresses; they are refused if they contain a secret
ADDRESSES = ("api_url", "uploader_url")


def connection_spec() -> dict[str, Any]:
    """The options of the connection fragment."""
    return {
        "api_token": _connection(type="str", required=True, no_log=True, env="TOKEN"),
        "api_url": _connection(type="str", default=API_URL, env="URL"),
        "uploader_url": {
            "type": "str",
            "default": UPLOADER_URL,
            "fallback": (environment, ["KINESCOPE_UPLOADER_URL"]),
        },
        "api_timeout": _connection(type="float", default=30, env="TIMEOUT"),
        "api_retries": _connection(type="int", default=5, env="RETRIES"),
        "api_rate_deadline": _connection(type="float", default=300, env="RATE_DEADLINE"),
        "validate_certs": {
            "type": "bool",
            "default": True,
            "fallback": (environment, ["KINESCOPE_VALIDATE_CERTS"]),
        },
        "ca_path": {"type": "path", "fallback": (environment, ["KINESCOPE_CA_PATH"])},
    }


def _connection(env: str, **option: Any) -> dict[str, Any]:
    return {**option, "fallback": (environment, [f"KINESCOPE_API_{env}"])}


UPDATE_SECRETS = {
    "type": "str",
    "choices": list(SECRETS_SENT),
    "default": "on_create",
    "no_log": False,
}


ON_AIR = {
    "on_air": {"type": "str", "choices": ["refuse", "warn", "allow"], "default": "refuse"},
    "on_air_margin": {"type": "int", "default": 15},
}


def spec(kind: Kind, used_on_air: bool = False) -> dict[str, Any]:
    """The arguments for AnsibleModule of a kind's module; ``used_on_air`` if a change can hurt a broadcast."""
    options: dict[str, Any] = {
        **connection_spec(),
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        **{field.name: field.spec() for field in kind.fields},
    }
    arguments: dict[str, Any] = {"argument_spec": options, "supports_check_mode": True}
    if kind.parent:
        options[kind.parent.name] = {"type": "str", "required": True}
    if not kind.routes.singleton:
        options["id"] = {"type": "str", **({"no_log": True} if kind.one_time_secret else {})}
        options["allow_similar"] = {"type": "bool", "default": False}
        arguments["required_one_of"] = [[kind.key[0], "id"]]
    if kind.member_fields:
        options["append"] = {"type": "bool", "default": False}
    if kind.has_secrets:
        options["update_secrets"] = UPDATE_SECRETS
    if used_on_air:
        options.update(ON_AIR)
    if not kind.routes.update:
        options["recreate"] = {"type": "bool", "default": False}
    if kind.one_time_secret:
        options[f"{kind.one_time_secret.name}_file"] = {"type": "path", "no_log": False}
    if kind.generated_secrets:
        options["reveal_secrets"] = {"type": "bool", "default": False, "no_log": False}
    if kind.sources:
        options["replace"] = {"type": "bool", "default": False}
        options["wait"] = {"type": "bool", "default": True}
        options["wait_timeout"] = {"type": "int", "default": 3600}
        arguments["mutually_exclusive"] = [[field.name for field in kind.sources]]
    if kind.holds or kind.sources:
        options["force"] = {"type": "bool", "default": False}
    return arguments
