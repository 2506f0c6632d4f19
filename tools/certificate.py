"""Make a self-signed certificate for this machine's addresses: `python -m tools.certificate` prints its files.

It enables encryption and features that browsers allow over https only, e.g. the camera. Browsers warn about it, as
no authority has signed it. To use a school's own, set Streamlit's `server.sslCertFile` and `server.sslKeyFile`.
"""

import contextlib
import datetime
import ipaddress
import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from base.settings import ROOT

FOLDER = ROOT / "var" / "https"
# Browsers reject certificates valid for more than 398 days.
VALID = datetime.timedelta(days=397)
# Renew before it expires during a lesson.
RENEWED_BEFORE = datetime.timedelta(days=7)


def ensure_certificate(names: Iterable[str], folder: Path = FOLDER) -> tuple[Path, Path]:
    """Return a certificate's and its private key's files; create them if missing, expiring, or lacking a name.

    Args:
        names: the host names and addresses that browsers will use.
        folder: the folder of the files.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    wanted = {_general_name(name) for name in names}
    if not _is_good(certificate, key, wanted):
        folder.mkdir(parents=True, exist_ok=True)
        _make(certificate, key, wanted)
    return certificate, key


def own_names() -> list[str]:
    """Return this machine's names and addresses as browsers on it and its network use them."""
    name = socket.gethostname()
    # mDNS: Apple's and many other devices resolve a host name with .local.
    names = ["localhost", "127.0.0.1", "::1", name, f"{name.partition('.')[0]}.local"]
    lan = lan_address()
    return [*names, *([lan] if lan else []), *_addresses_of_host_name()]


def lan_address() -> str | None:
    """Return this machine's IPv4 address on the local network, or None. No data is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # connecting a UDP socket only looks up the route
            found = [str(probe.getsockname()[0])]
        except OSError:
            found = _addresses_of_host_name()
    return next((address for address in found if not address.startswith(("127.", "0."))), None)


def _addresses_of_host_name() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _is_good(file: Path, key: Path, wanted: set[x509.GeneralName]) -> bool:
    """Return whether a certificate stays valid long enough, has the wanted names, and matches the key."""
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    now = datetime.datetime.now(datetime.UTC)
    is_valid = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc - RENEWED_BEFORE
    return is_valid and wanted <= set(names) and certificate.public_key() == private.public_key()


def _make(certificate: Path, key: Path, names: set[x509.GeneralName]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    made = _sign(private, names)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(key, pem, 0o600)
    _write(certificate, made.public_bytes(serialization.Encoding.PEM), 0o644)


def _sign(private: ec.EllipticCurvePrivateKey, names: set[x509.GeneralName]) -> x509.Certificate:
    """Return a self-signed certificate for the names. It is not a CA, so it cannot sign others."""
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Digit Lab on this machine")])
    # Clocks of pupils' devices may be some minutes slow.
    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=10)
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    builder = (
        x509.CertificateBuilder(subject_name=called, issuer_name=called, public_key=private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(sorted(names, key=repr)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def _write(file: Path, content: bytes, mode: int) -> None:
    """Write a file atomically, with its permissions set from the start."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
            opened.write(content)
        draft.replace(file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


if __name__ == "__main__":
    print(*ensure_certificate(own_names()))
