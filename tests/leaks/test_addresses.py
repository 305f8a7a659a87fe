"""No address is forgotten: each is an outlet, or it is said why no page shows there."""

from tests.leaks.addresses import HARMLESS, OF_OTHERS, OTHERS, addresses, is_harmless
from tests.leaks.outlets import OUTLETS, registered_views


def test_every_address_is_watched() -> None:
    watched = set(registered_views())
    forgotten = sorted(
        f"{name} ({route})"
        for name, route in addresses()
        if name not in watched and not is_harmless(name)
    )
    assert not forgotten, "not in tests/leaks/outlets.py nor harmless:\n" + "\n".join(forgotten)


def test_a_new_address_of_ours_is_not_taken_for_a_known_one() -> None:
    assert all(beginning.startswith(OTHERS) for beginning in OF_OTHERS)
    for name in HARMLESS:
        assert not is_harmless(f"{name}_more"), name


def test_every_outlet_opens_something_that_exists() -> None:
    names = {name for name, _route in addresses()}
    assert not {view for view in registered_views() if view not in names}
    assert len({each.name for each in OUTLETS}) == len(OUTLETS)


def test_no_reason_is_left_over() -> None:
    names = [name for name, _route in addresses()]
    assert not set(HARMLESS) - set(names)
    assert not [each for each in OF_OTHERS if not any(name.startswith(each) for name in names)]
    assert not set(HARMLESS) & set(registered_views())
