# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client and certificates: checked unless someone says otherwise, by whom the task says."""

from __future__ import annotations

import datetime
import ipaddress
import pathlib

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import Uploader

OK = (200, {}, {"data": {"id": "x"}})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    """A self-signed certificate that is valid today."""
    return made_certificate(tmp_path_factory.mktemp("tls"), -1, 1)


def made_certificate(folder: pathlib.Path, begin: int, end: int) -> str:
    """A self-signed certificate for 127.0.0.1, with its key, valid between two days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + datetime.timedelta(days=begin))
        .not_valid_after(now + datetime.timedelta(days=end))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.KeyUsage(
                True,
                False,
                False,
                False,
                False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            True,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(path)


@pytest.fixture(autouse=True)
def no_bundle_of_the_environment(monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def test_an_unknown_certificate_is_refused_at_once(canned, client_of, clock, certificate):
    server = canned(OK, certificate=certificate)
    with pytest.raises(ApiError, match=r"TLS.*(?i:certificate)") as caught:
        client_of(server.url).send("POST", "/v1/projects", body={}, repeatable=False)
    assert server.seen == [], "the token did not travel"
    assert clock.waits == [], "a second look would find the same certificate"
    assert caught.value.uncertain is False
    assert " at 0x" not in str(caught.value)
    for name in ("ca_path", "KINESCOPE_CA_PATH", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", server.url.split("//")[1]):
        assert name in str(caught.value)


@pytest.mark.parametrize(("begin", "end"), [(-9, -2), (2, 9)])
def test_a_certificate_of_another_time(canned, client_of, tmp_path, begin, end):
    """The clock of the machine may be wrong; another authority would change nothing."""
    path = made_certificate(tmp_path, begin, end)
    server = canned(OK, certificate=path)
    with pytest.raises(ApiError, match=r"TLS.*(?i:certificate)") as caught:
        client_of(server.url, verify=path).get("/")
    today = f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}"
    assert f"check the clock of this machine, which shows {today}" in str(caught.value)
    assert "ca_path" not in str(caught.value)


def test_a_certificate_of_another_name(canned, client_of, certificate):
    """The authority is known, so another one would change nothing."""
    server = canned(OK, certificate=certificate)
    with pytest.raises(ApiError, match="not valid for 'localhost'") as caught:
        client_of(server.url.replace("127.0.0.1", "localhost"), verify=certificate).get("/")
    assert "ca_path" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"no certificates\n", bytes(range(256))])
def test_a_file_of_authorities_without_certificates(canned, client_of, certificate, tmp_path, content):
    path = tmp_path / "authorities.pem"
    path.write_bytes(content)
    server = canned(OK, certificate=certificate)
    with pytest.raises(ApiError, match=r"no certificates in PEM format .* ca_path") as caught:
        client_of(server.url, verify=str(path)).get("/")
    assert server.seen == []
    assert "KINESCOPE_CA_PATH" in str(caught.value)
    assert "network" not in str(caught.value)


def test_a_path_of_custom_authorities(canned, client_of, certificate):
    server = canned(OK, certificate=certificate)
    assert client_of(server.url, verify=certificate).get("/").status == 200


def test_files_go_over_tls(canned, client_of, certificate, tmp_path):
    """Also more than is read at a time; to an endpoint with a certificate that is not trusted, nothing goes."""
    content = bytes(range(256)) * 3000
    file = tmp_path / "a.mp4"
    file.write_bytes(content)
    begun, done = (200, {"Upload-Offset": "0"}, b""), (204, {"Upload-Offset": str(len(content))}, b"")
    server = canned(begun, done, certificate=certificate)
    uploader = Uploader(client_of(server.url, verify=certificate))
    uploader.send_file(f"{server.url}/v2/upload/x", str(file), len(content))
    assert [(method, body) for method, _path, _headers, body in server.seen] == [("HEAD", b""), ("PATCH", content)]
    with pytest.raises(ApiError, match="TLS"):
        Uploader(client_of(server.url)).send_file(f"{server.url}/v2/upload/x", str(file), len(content))
    assert len(server.seen) == 2


def test_no_check_when_told_so(canned, client_of, certificate):
    server = canned(OK, certificate=certificate)
    client = client_of(server.url, verify=False)
    assert client.get("/").status == 200
    assert client.get("/").status == 200


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
class TestEnvironment:
    def test_its_bundle_is_used(self, canned, client_of, certificate, monkeypatch, variable):
        monkeypatch.setenv(variable, certificate)
        assert client_of(canned(OK, certificate=certificate).url).get("/").status == 200

    def test_it_does_not_turn_the_check_on_again(self, canned, client_of, certificate, monkeypatch, variable):
        monkeypatch.setenv(variable, certifi.where())
        assert client_of(canned(OK, certificate=certificate).url, verify=False).get("/").status == 200

    def test_it_gives_way_to_the_tasks_path(self, canned, client_of, certificate, monkeypatch, variable):
        monkeypatch.setenv(variable, certifi.where())
        assert client_of(canned(OK, certificate=certificate).url, verify=certificate).get("/").status == 200

    def test_a_bundle_that_is_not_there(self, canned, client_of, certificate, monkeypatch, variable, tmp_path):
        monkeypatch.setenv(variable, str(tmp_path / "gone.pem"))
        with pytest.raises(KinescopeError, match=r"gone\.pem"):
            client_of(canned(OK, certificate=certificate).url, retries=0).get("/")


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_requests_own_variables_come_first(canned, client_of, certificate, monkeypatch, variable):
    monkeypatch.setenv(variable, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    assert client_of(canned(OK, certificate=certificate).url).get("/").status == 200


def test_a_path_that_is_not_there(canned, client_of, certificate, tmp_path):
    with pytest.raises(KinescopeError, match=r"gone\.pem"):
        client_of(canned(OK, certificate=certificate).url, verify=str(tmp_path / "gone.pem")).get("/")


def test_a_path_to_something_else(canned, client_of, certificate, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a certificate")
    server = canned(OK, certificate=certificate)
    with pytest.raises(KinescopeError):
        client_of(server.url, verify=str(path), retries=0).get("/")
    assert server.seen == []


def test_plain_http_where_tls_is_spoken(canned, client_of, certificate):
    server = canned(OK, certificate=certificate)
    with pytest.raises(ApiError):
        client_of(server.url.replace("https", "http"), retries=0, timeout=1).get("/")


def test_tls_where_plain_http_is_spoken(canned, client_of):
    with pytest.raises(ApiError, match=r"TLS|SSL"):
        client_of(canned(OK).url.replace("http", "https"), retries=0, timeout=1).get("/")
