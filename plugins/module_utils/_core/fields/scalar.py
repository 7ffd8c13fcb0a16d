# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single values: texts, booleans, numbers, addresses and secrets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from ..comparison import MISSING, NEW_SECRET, SECRET, Comparison, Rules, both
from ..display import CHANGED, is_link, is_masked, link_for_path, masked_address, secret_parts
from ..errors import DocumentError
from ..values import as_integer, at, domain_key, domain_text, is_bare_mask, is_mask, same, with_at, without_at
from ..wanted import NamedSecret
from .base import Field, Names, Raw, always

#: a secret in a document: its text, or a name for which the task has the value
NAMED_SECRET = {
    "type": ["string", "object"],
    "additionalProperties": False,
    "required": ["secret"],
    "properties": {"secret": {"type": "string", "minLength": 1}, "version": {"type": ["integer", "string"]}},
}


NEGATIVE = "{} must be 0 or greater"
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_DOMAIN = re.compile(r"(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_HOST = re.compile(r"(([a-z][a-z0-9+.-]*:)?//)?(?P<name>[^/?#@:\s]+)(:\d+)?([/?#]\S*)?", re.IGNORECASE)


class Scalar(Field):
    """A single value. ``canonical`` returns its comparable form, ``send`` the form to send if that is another one."""

    canonical: Callable[[Any], Any] | None = None
    send: Callable[[Any], Any] | None = None

    def faults(self, value: Any, where: str) -> list[str]:
        """Values in a format that the field does not accept."""
        found = super().faults(value, where)
        try:
            self.canonical_form(value)
        except DocumentError as error:
            return found or [f"{where}: {error.message}"]
        return found

    def canonical_form(self, value: Any) -> Any:
        return self.canonical(value) if self.canonical else value

    def mismatch(self, value: Any, where: str) -> str:
        """Values of another type, or in a format that cannot be compared."""
        found = super().mismatch(value, where)
        if found or value is None or self.canonical is None:
            return found
        try:
            self.canonical_form(value)
        except DocumentError as error:
            return f"{where} cannot be understood: {error.message}"
        return ""

    @cached_property
    def accepted_type(self) -> Any:
        return None if self.canonical else {"a string": str, "a boolean": bool}.get(self.observed_as)

    def shown(self, value: Any) -> Any:
        return self.empty if value is None else self.canonical_form(value)

    def body_of(self, value: Any) -> Any:
        return self.send(value) if self.send else value

    @property
    def may_be_left_out(self) -> bool:
        shown = self.readable is always and self.written != "by_update"
        return self.empty in (False, 0) and not self.path and shown

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        if wanted is MISSING:
            return Comparison(body=observed)
        before = MISSING if observed is MISSING else self.shown(observed)
        return both(before, self.shown(wanted), self.body_of(wanted), observed)

    def is_at_once_equal(self, given: Any, observed: Raw) -> bool:
        return isinstance(given, (str, bool)) and self.readable is always and same(given, at(observed, self.where))

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if value is None else self.shown(value)


class Text(Scalar):
    """A text, or one of the ``choices``. ``usual_length`` is the dashboard's limit (0: none); the API's is unknown."""

    choices: tuple[str, ...] = ()
    usual_length: int = 0

    @property
    def has_empty(self) -> bool:
        return super().has_empty and not self.choices

    def spec(self) -> dict[str, Any]:
        return {**super().spec(), **({"choices": list(self.choices)} if self.choices else {})}

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), **({"enum": list(self.choices)} if self.choices else {})}

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        if not self.usual_length or len(value) <= self.usual_length or value == observed:
            return []
        usual = f"the dashboard takes at most {self.usual_length}, and the API may reject or cut it"
        return [f"{where} has {len(value)} characters; {usual}"]

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if self.choices and not value else super().exported(value, names)


class Domain(Text):
    """A domain, compared in its IDNA form and shown in its own script."""

    canonical: Callable[[Any], Any] | None = domain_key

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        return [] if observed else domain_mistakes(value, where)

    def shown(self, value: Any) -> Any:
        return domain_text(super().shown(value))

    def display_name(self, identity: Any) -> Any:
        """As it is written, but with each label in its own script."""
        if not isinstance(identity, str) or domain_text(identity.lower()) == identity.lower():
            return identity
        labels = [(label, domain_text(label.lower())) for label in identity.split(".")]
        return ".".join(label if text == label.lower() else text for label, text in labels)


class Flag(Scalar):
    """True or false."""

    type: ClassVar[str] = "bool"
    schema_type: ClassVar[str] = "boolean"
    empty: ClassVar[Any] = False
    observed_as: ClassVar[str] = "a boolean"


class Integer(Scalar):
    """An integer. Templates and responses may have it as text, or as 600.0."""

    type: ClassVar[str] = "int"
    schema_type: ClassVar[str] = "integer"
    empty: ClassVar[Any] = 0
    observed_as: ClassVar[str] = "a number"

    def mismatch(self, value: Any, where: str) -> str:
        return super().mismatch(as_integer(value), where)

    def canonical_form(self, value: Any) -> Any:
        return super().canonical_form(as_integer(value))

    def identity(self, value: Any) -> Any:
        return as_integer(value)

    def body_of(self, value: Any) -> Any:
        return super().body_of(as_integer(value))

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        whole = super().compare(wanted, observed, rules, siblings)
        return whole._replace(body=as_integer(whole.body))  # the API takes a number, even where it shows text


class WholeTime(Integer):
    """A time from the beginning or a duration, in whole seconds or milliseconds."""

    def faults(self, value: Any, where: str) -> list[str]:
        return [NEGATIVE.format(where)] if as_integer(value) < 0 else []


class Number(Scalar):
    """A number, integer or not."""

    type: ClassVar[str] = "float"
    schema_type: ClassVar[str] = "number"
    observed_as: ClassVar[str] = "a number"


class Address(Scalar):
    """An address. Its user information and query may be secret, so it is compared but never shown completely."""

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.name,)

    def faults(self, value: Any, where: str) -> list[str]:
        if is_masked(value):
            return [f"{where} is masked, as in results; set the real URL"]
        return super().faults(value, where)

    def display_name(self, identity: Any) -> Any:
        return masked_address(identity) if isinstance(identity, str) else identity

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        """Compares the address as it is; both sides are shown without possible secrets."""
        whole = super().compare(wanted, observed, rules, siblings)
        if wanted is MISSING:
            return whole
        after = masked_address(whole.after)
        if not whole.differs:
            return Comparison(False, after, after, whole.body)
        before = MISSING if observed is MISSING else masked_address(whole.before)
        return Comparison(True, before, after + CHANGED if before == after else after, whole.body)

    def described(self, value: Any, rules: Rules) -> Any:
        return masked_address(value)

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        value = at(raw, path)
        return with_at(raw, path, masked_address(value)) if isinstance(value, str) else raw

    def secrets(self, value: Any) -> Iterator[str]:
        return iter(secret_parts(value) if is_link(value) else ())

    def revealing(self, value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        return iter((path,) if isinstance(value, str) and secret_parts(value) else ())


class WebAddress(Address):
    """An address to which the API sends requests."""

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        if value in ("", observed) or _WEB_ADDRESS.match(value):
            return []
        return [f"{where} is not an http:// or https:// URL, so the API can probably not call it"]


class Secret(Field):
    """A secret. ``sibling`` is the sibling whose value shows that a secret is stored although it reads as empty."""

    sibling: str = ""

    @property
    def secret(self) -> bool:
        return True

    def spec(self) -> dict[str, Any]:
        return {**super().spec(), "no_log": True}

    def schema(self) -> dict[str, Any]:
        return {**NAMED_SECRET, "writeOnly": True}

    def faults(self, value: Any, where: str) -> list[str]:
        if isinstance(value, NamedSecret):
            if not value.at_hand:
                return []
            where, value = f"the value of the secret '{value.name}'", value.value
        if isinstance(value, (str, Mapping)):  # a named secret has its value elsewhere
            masked = [f"{where} is a mask, not a secret; set the real value"] if is_bare_mask(value) else []
            return masked or super().faults(value, where)
        return [f"{where} must be a string; quote it, because YAML reads some texts as other types"]

    def with_secrets(self, value: Any, path: tuple[Any, ...], taken: Callable[..., Any]) -> Any:
        return taken(value, path)

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        """Compares a secret if its real value can be read; otherwise the rules for secrets say whether to send it."""
        name = self.name
        real = _is_real(observed)
        if wanted is MISSING:
            if real:
                return Comparison(body=observed)
            if self._is_stored(observed, siblings):
                return Comparison(at_risk=(name,))
            return Comparison(unknown=() if self.sibling else (name,))
        if observed is MISSING:
            return Comparison(True, MISSING, SECRET, wanted, unverified=(name,))
        named = wanted if isinstance(wanted, NamedSecret) else NamedSecret("", value=wanted)
        if real and (named.at_hand or not named.again):
            differs = named.at_hand and named.value != observed
            after, body = (NEW_SECRET, wanted) if differs else (SECRET, observed)
            return Comparison(differs, SECRET, after, body, unverified=() if named.at_hand else (name,))
        again = named.again or rules.update_secrets == "always"
        left = rules.update_secrets == "leave_out" and not (again or named.at_hand)
        body = MISSING if left else wanted
        return Comparison(again, SECRET, NEW_SECRET if again else SECRET, body, unverified=(name,))

    def _is_stored(self, observed: Any, siblings: Any) -> bool:
        """Whether the API certainly has a secret stored, even if it does not show it."""
        login = siblings.get(self.sibling) if isinstance(siblings, Mapping) else None
        # an object cannot exist without a required secret
        return _is_real(observed) or is_mask(observed) or bool(login or self.needed)

    def overlay(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        if given is MISSING and at(observed, self.where) is None:
            return without_at(body, self.where)
        return super().overlay(body, given, observed, part)

    def described(self, value: Any, rules: Rules) -> Any:
        return SECRET

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        return without_at(raw, path)

    def secrets(self, value: Any) -> Iterator[str]:
        value = value.value if isinstance(value, NamedSecret) else value
        return iter((value,) if isinstance(value, str) and value else ())

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING

    def exported_from(self, raw: Raw, names: Names) -> Any:
        return names.secret(self.name) if self._is_stored(at(raw, self.where), raw) else MISSING


def _is_real(observed: Any) -> bool:
    """Whether the value of a secret can be read."""
    return isinstance(observed, str) and observed != "" and not is_mask(observed)


def domain_mistakes(text: str, where: str) -> list[str]:
    """What is probably wrong with a text meant as a domain, which may begin with ``*.`` for all subdomains."""
    if _DOMAIN.fullmatch(domain_key(text)):
        return []
    host = _HOST.fullmatch(text)
    if host and _DOMAIN.fullmatch(domain_key(host["name"])):
        return [f"{where} is a URL or has a port or path, not a domain name; probably {host['name']} is meant"]
    return [f"{where} is not a domain name"]


def path_faults(value: Any, where: str) -> list[str]:
    """What is wrong with the path of a file on the machine where the task runs."""
    return [link_for_path(where, value)] if is_link(value) else []
