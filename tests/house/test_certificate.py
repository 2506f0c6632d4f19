"""`make run HTTPS=1`: a certificate for this machine's addresses, made once and renewed when it must be."""

import datetime
import ssl
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509

from base.settings import ROOT
from tools import certificate

NAMES = ["localhost", "127.0.0.1", "192.168.1.20"]


def names_in(file: Path) -> set[str]:
    loaded = x509.load_pem_x509_certificate(file.read_bytes())
    names = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def test_certificate_has_the_names_and_its_key_is_private(tmp_path):
    file, key = certificate.ensure_certificate(NAMES, tmp_path / "https")
    assert names_in(file) == set(NAMES)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in file.parent.iterdir()) == ["certificate.pem", "key.pem"]


def test_good_certificate_is_kept(tmp_path):
    file, key = certificate.ensure_certificate(NAMES, tmp_path)
    before = file.read_bytes(), key.read_bytes()
    certificate.ensure_certificate(NAMES[:2], tmp_path)
    assert (file.read_bytes(), key.read_bytes()) == before


def test_changed_address_makes_a_new_certificate(tmp_path):
    certificate.ensure_certificate(NAMES, tmp_path)
    file, _key = certificate.ensure_certificate([*NAMES, "10.0.0.7"], tmp_path)
    assert "10.0.0.7" in names_in(file)


@pytest.mark.parametrize("valid", [datetime.timedelta(seconds=1), datetime.timedelta(days=6)])
def test_certificate_that_has_expired_or_soon_will_is_made_anew(tmp_path, monkeypatch, valid):
    with monkeypatch.context() as patch:
        patch.setattr(certificate, "VALID", valid)
        file, _key = certificate.ensure_certificate(NAMES, tmp_path)
    old = file.read_bytes()
    certificate.ensure_certificate(NAMES, tmp_path)
    assert file.read_bytes() != old


@pytest.mark.parametrize("name", ["certificate.pem", "key.pem"])
@pytest.mark.parametrize("content", [None, b"damaged"])
def test_lost_or_damaged_file_is_made_anew(tmp_path, name, content):
    file, key = certificate.ensure_certificate(NAMES, tmp_path)
    damaged = tmp_path / name
    damaged.unlink() if content is None else damaged.write_bytes(content)
    certificate.ensure_certificate(NAMES, tmp_path)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key)


def test_key_of_another_certificate_is_replaced(tmp_path):
    file, key = certificate.ensure_certificate(NAMES, tmp_path / "one")
    _other, other_key = certificate.ensure_certificate(NAMES, tmp_path / "other")
    key.write_bytes(other_key.read_bytes())
    certificate.ensure_certificate(NAMES, tmp_path / "one")
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key)


def test_own_names_have_this_machine_and_its_network():
    names = certificate.own_names()
    assert {"localhost", "127.0.0.1"} <= set(names)
    assert certificate.lan_address() in (None, *names)


def test_make_run_starts_https_only_when_asked():
    for arguments, is_https in ((["HTTPS=1"], True), (["HTTPS=0"], False), ([], False)):
        command = ["make", "-n", "run", *arguments]
        printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert ("--https" in printed) is is_https
