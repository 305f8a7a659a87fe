"""Where the site may go: which addresses, and which machines behind them."""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from wiki.core.fetching.errors import AddressRefused

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

PORTS = {"http": 80, "https": 443}
#: Ports below belong to other services (mail, files, shells…), which a crafted request could
#: reach; sites on 8080 or 8443 are common.
FIRST_FREE_PORT = 1024
#: What browsers and servers take at most, more or less; longer ones are no addresses.
MAX_LENGTH = 2048
#: Spaces and what controls a terminal or a protocol; ``\\`` is read as ``/`` by some.
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")

#: Translated by routers to the IPv4 address in its last 32 bits (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: Public by their number and yet not the public internet, or a way round it.
REFUSED: tuple[IPNetwork, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # for protocols; some clouds keep their metadata there
        "168.63.129.16/32",  # Azure's service for its own machines
        "192.88.99.0/24",  # relays of 6to4
        "2002::/16",  # 6to4: an IPv4 address inside, any of them
        "2001::/32",  # Teredo: the same
        "64:ff9b:1::/48",  # NAT64 of a network's own
        "::/96",  # IPv4-compatible, abandoned
        "fec0::/10",  # site-local, abandoned
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    address: str
    scheme: str
    host: str
    port: int
    #: Path and query, as they are asked for.
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def target_of(address: str) -> Target:
    """The address taken apart. Raises AddressRefused for what is not one of the web."""
    if len(address) > MAX_LENGTH or _NOT_IN_AN_ADDRESS.search(address):
        raise AddressRefused
    try:
        parts = parse_url(address)
    except LocationParseError as error:
        raise AddressRefused from error
    scheme, host = parts.scheme or "", (parts.host or "").strip("[]").rstrip(".")
    if scheme not in PORTS or not host or _has_credentials(address):
        raise AddressRefused
    port = parts.port or PORTS[scheme]
    if port < FIRST_FREE_PORT and port not in PORTS.values():
        raise AddressRefused
    return Target(parts._replace(fragment=None).url, scheme, host, port, parts.request_uri)


def _has_credentials(address: str) -> bool:
    """Whether somebody's name or password stands before the host, even an empty one."""
    return "@" in re.split(r"[/?#]", address.partition("//")[2], maxsplit=1)[0]


def is_allowed(found: IPAddress) -> bool:
    """Whether the site may speak to this machine."""
    allowed = _networks(tuple(settings.FETCH_ALLOWED_NETWORKS))
    if any(found in network for network in allowed):
        return True
    plain = _unwrapped(found)
    if any(plain in network for network in REFUSED):
        return False
    # « is_global » alone lets multicast through.
    return plain.is_global and not (plain.is_multicast or plain.is_reserved)


def _unwrapped(found: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for, else itself."""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return found.ipv4_mapped
        if found in NAT64:
            return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


@lru_cache(maxsize=8)
def _networks(written: tuple[str, ...]) -> tuple[IPNetwork, ...]:
    return tuple(ipaddress.ip_network(network) for network in written)
