"""No address is forgotten: each is an outlet, or it is said why no page shows there."""

from tests.leaks.addresses import HARMLESS, addresses
from tests.leaks.outlets import OUTLETS, registered_views


def test_every_address_is_watched() -> None:
    watched = set(registered_views())
    forgotten = sorted(
        f"{name} ({route})"
        for name, route in addresses()
        if name not in watched and not name.startswith(tuple(HARMLESS))
    )
    assert not forgotten, "not in tests/leaks/outlets.py nor in HARMLESS:\n" + "\n".join(forgotten)


def test_every_outlet_opens_something_that_exists() -> None:
    names = {name for name, _route in addresses()}
    assert not {view for view in registered_views() if view not in names}
    assert len({each.name for each in OUTLETS}) == len(OUTLETS)


def test_no_reason_is_left_over() -> None:
    names = [name for name, _route in addresses()]
    assert not [each for each in HARMLESS if not any(name.startswith(each) for name in names)]
