"""Certificates for a day, made by OpenSSL: an authority and a server on loopback."""

import subprocess
from pathlib import Path

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]


def authority(folder: Path, name: str = "authority") -> Path:
    """A new authority of its own; its certificate, with the key beside it."""
    _openssl(
        folder, *KEY, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.crt",
        "-addext", "keyUsage=critical,keyCertSign",
    )  # fmt: skip
    return folder / f"{name}.crt"


def server(folder: Path) -> Path:
    """``server.crt`` and ``server.key`` of 127.0.0.1; the authority's certificate."""
    signed_by = authority(folder)
    _openssl(
        folder, *KEY, "-subj", "/CN=127.0.0.1", "-keyout", "server.key", "-out", "server.crt",
        "-CA", "authority.crt", "-CAkey", "authority.key",
        "-addext", "subjectAltName=IP:127.0.0.1",
        "-addext", "basicConstraints=critical,CA:FALSE",
        "-addext", "authorityKeyIdentifier=keyid",
    )  # fmt: skip
    return signed_by


def _openssl(folder: Path, *arguments: str) -> None:
    command = ["openssl", "req", "-x509", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=20)
