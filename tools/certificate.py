"""A self-signed certificate for this machine's addresses: `python -m tools.certificate` makes it and prints its files.

It encrypts, and it enables what browsers allow over https only, e.g. the camera. No authority has signed it, so
browsers warn. A school's own certificate goes to Streamlit's `server.sslCertFile` and `server.sslKeyFile` instead.
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
# Browsers refuse certificates that are valid for longer than 398 days.
VALID = datetime.timedelta(days=397)
# A lesson that begins with it shall end with it.
RENEWED_BEFORE = datetime.timedelta(days=7)


def ensure_certificate(names: Iterable[str], folder: Path = FOLDER) -> tuple[Path, Path]:
    """The files of a certificate and its private key; made anew where there is none, or it expires or lacks a name.

    Args:
        names: addresses and host names that browsers type.
        folder: where the files are, or shall be.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    wanted = {_general_name(name) for name in names}
    if not _is_good(certificate, key, wanted):
        folder.mkdir(parents=True, exist_ok=True)
        _make(certificate, key, wanted)
    return certificate, key


def own_names() -> list[str]:
    """How browsers on this machine and on its network call it."""
    name = socket.gethostname()
    # Apple's devices, and many others, find a machine by its name with .local.
    names = ["localhost", "127.0.0.1", "::1", name, f"{name.partition('.')[0]}.local"]
    lan = lan_address()
    return [*names, *([lan] if lan else []), *_addresses_of_host_name()]


def lan_address() -> str | None:
    """This machine's IPv4 address on the local network, or None. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # UDP: only asks which interface the route would take
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
    """Whether a certificate is valid for a while, has the wanted names, and belongs to the key."""
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
    """A certificate for the names that the key signs itself. It is no authority: it can vouch for nothing else."""
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Digit Lab on this machine")])
    # The clock of a pupil's device may be slow by some minutes.
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
    """Write a file whole at once; nobody without the right to read it can do so meanwhile."""
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
