"""Where the site may not go, however it is written."""

import ipaddress
import socket
from typing import Any

import pytest
from django.test.utils import override_settings

from tests.core.fetching.servers import page, redirect, routes, serving
from wiki.core.fetching import AddressRefused, TooManyRedirects, Unreachable, fetch
from wiki.core.fetching.addresses import is_allowed, target_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "198.18.0.1", "192.0.2.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001::1",
    ],
)  # fmt: skip
def test_machines_that_are_not_public_are_refused(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_public_machines_are_allowed(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address))


def test_a_network_of_the_settings_is_allowed_and_no_other() -> None:
    with override_settings(FETCH_ALLOWED_NETWORKS=["10.1.0.0/16", "fd00::/64"]):
        assert is_allowed(ipaddress.ip_address("10.1.2.3"))
        assert is_allowed(ipaddress.ip_address("fd00::1"))
        assert not is_allowed(ipaddress.ip_address("10.2.0.1"))


@pytest.mark.parametrize(
    "address",
    [
        "", "nothing", "//example.org/", "file:///etc/passwd", "ftp://example.org/", "gopher://x/",
        "javascript:alert(1)", "data:text/html,x", "http://", "http:///path", "http://[::1",
        "http://someone@example.org/", "http://someone:secret@example.org/", "http://@example.org/",
        "http://example.org:22/", "http://example.org:25/", "https://example.org:993/",
        "http://example.org:99999/", "http://example.org:x/", "http://exa mple.org/",
        "http://example.org/\r\nX: y", "http://example.org\\@evil.example/", "http://x/\x00",
        "http://example.org/" + "a" * 3000, "http://" + "ü" * 300 + "/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f000001", "2130706433", "localhost",
     "localhost.", "0", "[::ffff:7f00:1]"],
)  # fmt: skip
def test_ways_to_write_this_machine_are_refused(host: str) -> None:
    with serving(page(b"secret")) as server:
        with pytest.raises((AddressRefused, Unreachable)):
            fetch(f"http://{host}:{server.port}/")
        assert not server.requests


def test_an_address_is_asked_for_as_written() -> None:
    target = target_of("HTTP://Example.ORG:8080/A b?q=é&r=%20#part".replace(" ", "%20"))
    assert target.host_header == "example.org:8080"
    assert target.path == "/A%20b?q=%C3%A9&r=%20"
    assert "#" not in target.address


@pytest.mark.usefixtures("loopback")
def test_a_name_is_resolved_once_and_the_connection_stays_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rebinding: the name's second answer is a machine that one must not reach."""
    asked: list[str] = []
    answers = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "rebinding.example":
            return real(host, *args, **kwargs)
        asked.append(host)
        return real(next(answers), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with serving(page(b"first")) as first:
        fetched = fetch(f"http://rebinding.example:{first.port}/")
        assert fetched.content == b"first"
        assert asked == ["rebinding.example"]
        assert f"Host: rebinding.example:{first.port}".encode() in first.requests[0]
        with pytest.raises(AddressRefused):
            fetch(f"http://rebinding.example:{first.port}/")


@pytest.mark.usefixtures("loopback")
def test_a_name_of_a_public_and_of_a_private_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(_host: Any, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1", *args, **kwargs) + real("10.0.0.1", *args, **kwargs)

    with serving(page(b"never")) as server:
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        with pytest.raises(AddressRefused):
            fetch(f"http://both.example:{server.port}/")
        assert not server.requests


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    "onwards",
    ["http://127.0.0.2:{port}/", "http://169.254.169.254/latest/meta-data/", "//[::1]:{port}/x",
     "file:///etc/passwd", "http://me:secret@127.0.0.1:{port}/", "http://127.0.0.1:22/"],
)  # fmt: skip
def test_a_redirect_leads_nowhere_that_one_may_not_go(onwards: str) -> None:
    with serving(page(b"secret"), host="127.0.0.2") as inside:
        trap = redirect(onwards.format(port=inside.port))
        with serving(trap) as server, pytest.raises(AddressRefused):
            fetch(server.url)
        assert not inside.requests


@pytest.mark.usefixtures("loopback")
def test_redirects_are_followed_five_times() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(300)}
    with serving(routes(answers | {"/5": page(b"there")})) as server:
        assert fetch(f"{server.url}/0").content == b"there"
        assert fetch(f"{server.url}/0").permanent_address is None
    with serving(routes(answers)) as server:
        with pytest.raises(TooManyRedirects):
            fetch(f"{server.url}/0")
        assert len(server.requests) == 6


@pytest.mark.usefixtures("loopback")
def test_what_moved_for_good_is_told() -> None:
    answers = {
        "/old": redirect("/new", status="301 Moved"),
        "/new": redirect("/today", status="302 Found"),
        "/today": page(b"x"),
    }
    with serving(routes(answers)) as server:
        fetched = fetch(f"{server.url}/old")
        assert fetched.permanent_address == f"{server.url}/new"
        assert fetched.address == f"{server.url}/today"


@pytest.mark.usefixtures("loopback")
def test_a_secret_for_one_site_is_not_given_to_another() -> None:
    with serving(page(b"x")) as other, serving(redirect(f"{other.url}/")) as server:
        fetch(server.url, headers={"Authorization": "Bearer x", "If-None-Match": "y"})
        assert b"Authorization" in server.requests[0]
        assert b"Authorization" not in other.requests[0]
        assert b"If-None-Match: y" in other.requests[0]
