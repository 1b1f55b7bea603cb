"""The example of docs/ for nginx on this machine: another port, another certificate, and all else as it stands."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

EXAMPLE = Path(__file__).parents[1] / "docs" / "operating" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    """Settings of nginx, and the certificate that a client has to trust."""

    settings: Path
    certificate: Path


def proxied(folder: Path, port: int, server: int) -> Proxy:
    """The example as it serves on a port of loopback, before a server on another."""
    certificate, key = _certified(folder)
    text = EXAMPLE.read_text(encoding="utf-8")
    for pattern, here in {
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"(?<=ssl_certificate )\S+;": f"{certificate};",
        r"(?<=ssl_certificate_key )\S+;": f"{key};",
        r"127\.0\.0\.1:8080": f"127.0.0.1:{server}",
    }.items():
        text, count = re.subn(pattern, here, text)
        assert count, f"{pattern} is not in the example"
    # Its own children would not get into a folder that is only ours.
    user = "user root;\n" if os.geteuid() == 0 else ""
    paths = "".join(f"    {name}_temp_path {folder / name};\n" for name in TEMPORARY)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"{user}daemon off;\npid {folder / 'pid'};\nerror_log stderr;\nevents {{}}\n"
        f"http {{\n    access_log off;\n{paths}{text}}}\n",
        encoding="utf-8",
    )
    return Proxy(settings, certificate)


def _certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for loopback, signed by itself, and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private
