"""What may stand between us and a server: certificates of an authority that nobody else knows, and a proxy."""

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
WEEK = timedelta(weeks=1)
_BITE = 64 * 1024


@dataclass(frozen=True)
class Papers:
    """An authority's certificate, and that of a server at LOOPBACK with its key."""

    authority: Path
    server: Path


def papers(folder: Path, *, host: str = LOOPBACK, until: datetime | None = None) -> Papers:
    """Papers for a host, which may have run out."""
    end = until or datetime.now(UTC) + WEEK
    authority, own = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = (
        _certificate("Some authority", authority, end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority, SHA256())
    )
    name = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    leaf = (
        _certificate("Some server", own, end)
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .sign(authority, SHA256())
    )
    key = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made = Papers(folder / "authority.pem", folder / "server.pem")
    made.authority.write_bytes(root.public_bytes(Encoding.PEM))
    made.server.write_bytes(leaf.public_bytes(Encoding.PEM) + key)
    return made


def _certificate(name: str, key: EllipticCurvePrivateKey, until: datetime) -> x509.CertificateBuilder:
    def called(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    return (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called("Some authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 2 * WEEK)
        .not_valid_after(until)
    )


@contextmanager
def serving(text: str, posted: str = "") -> Iterator[int]:
    """A port at which a web server answers one text to all who read, and another to all who write."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(text)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(posted)

        def _answer(self, content: str) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content.encode())))
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_: object) -> None: ...

    with _running(ThreadingHTTPServer((LOOPBACK, 0), Answer)) as opened:
        yield opened


@contextmanager
def encrypted(papers_: Papers, port: int) -> Iterator[int]:
    """A port at which what is served at another, in the clear, is served encrypted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers_.server)

    def handle(client: socket.socket) -> None:
        with (
            suppress(OSError),
            context.wrap_socket(client, server_side=True) as inner,
            socket.create_connection((LOOPBACK, port)) as server,
        ):
            _join(inner, server)

    with _listening(handle) as opened:
        yield opened


@dataclass
class Proxy:
    """A forward proxy, and the hosts that it was asked to reach; with a `user`, only for who gives that name.

    `leads` are hosts that nobody knows but the proxy, each at a port of this machine.
    """

    port: int
    user: str = ""
    leads: Mapping[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address, as variables name it."""
        known = f"{self.user}:word@" if self.user else ""
        return f"http://{known}{LOOPBACK}:{self.port}"


@contextmanager
def proxying(user: str = "", **leads: int) -> Iterator[Proxy]:
    """A proxy on this machine, which leads to hosts such as `calendar.test` by their first names."""
    proxy = Proxy(0, user, {f"{name}.test": port for name, port in leads.items()})

    def handle(client: socket.socket) -> None:
        with suppress(OSError):
            _forward(proxy, client)

    with _listening(handle) as proxy.port:
        yield proxy


def _forward(proxy: Proxy, client: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(_BITE)
        if not more:
            return
        head += more
    first, _, rest = head.partition(b"\r\n")
    verb, target, version = first.decode().split(" ")
    place = urlsplit(target if "://" in target else f"//{target}")
    known = b64encode(f"{proxy.user}:word".encode())
    if proxy.user and b"Proxy-Authorization: Basic " + known not in head:
        client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        return
    proxy.asked.append(f"{place.hostname}:{place.port}")
    host, port = place.hostname or "", place.port or 80
    there = (LOOPBACK, proxy.leads[host]) if host in proxy.leads else (host, port)
    with socket.create_connection(there) as server:
        if verb == "CONNECT":
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            path = place.path + (f"?{place.query}" if place.query else "")
            server.sendall(f"{verb} {path or '/'} {version}\r\n".encode() + rest)
        _join(client, server)


def _join(one: socket.socket, other: socket.socket) -> None:
    """What comes from either goes to the other, until one of them ends."""
    back = Thread(target=_pour, args=(other, one), daemon=True)
    back.start()
    _pour(one, other)
    back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_BITE):
            target.sendall(piece)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def _listening(handle: Callable[[socket.socket], None]) -> Iterator[int]:
    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            handle(self.request)

    with _running(_Server((LOOPBACK, 0), Handler)) as opened:
        yield opened


@contextmanager
def _running(server: TCPServer) -> Iterator[int]:
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()
