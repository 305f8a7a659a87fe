"""The index compared with the database: what differs is found, told and repaired."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageViewRestriction

from guides.models import GuidePage
from search import consistency, service
from search.consistency import Drift, compare, repair
from search.engines import engine
from search.jobs import check_index
from search.models import OutboxEntry
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.every_database


@pytest.fixture
def drifted(community: CommunityPage, committed: Callable[[], Any]) -> dict[str, int]:
    """One page of each way to differ, by its name; nothing waits."""
    with committed():
        missing = factories.guide(community, title="Mentorat absent")
        stale = factories.guide(community, title="Mentorat ancien")
        surplus = factories.guide(community, title="Mentorat de trop")
        factories.guide(community, title="Mentorat tranquille")
        reserved = factories.community(title="Ressources")
        audience = factories.guide(reserved, title="Mentorat réservé")
    # Behind the signals' back, as a script or a restored backup would do.
    Page.objects.filter(pk=missing.pk).update(live=False)
    service.sync([missing.pk])
    Page.objects.filter(pk=missing.pk).update(live=True)
    GuidePage.objects.filter(pk=stale.pk).update(summary="Un autre résumé.")
    Page.objects.filter(pk=surplus.pk).update(live=False)
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=audience, restriction_type=PageViewRestriction.LOGIN)]
    )
    assert not OutboxEntry.objects.exists()
    return {
        "missing": missing.pk,
        "stale": stale.pk,
        "surplus": surplus.pk,
        "audience": audience.pk,
    }


def found(drift: Drift) -> dict[str, tuple[int, ...]]:
    kinds = ("missing", "stale", "audience", "surplus")
    return {kind: getattr(drift, kind) for kind in kinds if getattr(drift, kind)}


def test_each_way_to_differ_is_found_and_repaired(drifted: dict[str, int], ask: Ask):
    drift = compare()
    assert found(drift) == {kind: (page,) for kind, page in drifted.items()}
    assert drift.compared == 6, "what should be in the index"
    assert drift.ids == set(drifted.values())
    assert not repair(drift).ids
    assert not compare().ids
    assert not OutboxEntry.objects.exists()
    assert set(titles(ask("q=mentorat"))) == {
        "Mentorat absent", "Mentorat ancien", "Mentorat tranquille",
    }  # fmt: skip


def test_a_quick_look_sees_pages_and_readers(drifted: dict[str, int]):
    assert set(found(compare(quick=True))) == {"missing", "surplus", "audience"}


def test_batches_make_no_difference(drifted: dict[str, int], monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(consistency, "BATCH", 2)
    drift = compare(progress=lambda done, total: told.append((done, total)))
    assert drift.ids == set(drifted.values())
    assert told == [(2, 6), (4, 6), (6, 6)]
    assert not repair(drift).ids


def test_what_changes_meanwhile_is_no_drift(
    drifted: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    repair(compare())
    late = drifted["surplus"]

    def published(done: int, total: int) -> None:
        Page.objects.filter(pk=late).update(live=True)
        service.sync([late])

    assert not compare(progress=published).ids


def test_an_unreadable_page_is_told(drifted: dict[str, int], monkeypatch: pytest.MonkeyPatch):
    def unreadable(self: GuidePage) -> Any:
        if self.pk == drifted["stale"]:
            raise ValueError("a table without rows")
        return content(self)

    content = GuidePage.search_content
    monkeypatch.setattr(GuidePage, "search_content", unreadable)
    monkeypatch.setattr(
        GuidePage, "search_contents", classmethod(lambda cls, p, **_: map(unreadable, p))
    )
    drift = compare()
    assert drift.unreadable == {drifted["stale"]: "ValueError: a table without rows"}
    assert repair(drift).ids == {drifted["stale"]}
    assert OutboxEntry.objects.get().attempts == 1


def check(*arguments: str, capsys: pytest.CaptureFixture) -> tuple[int, str]:
    """Exit code and output of the command."""
    code = 0
    try:
        call_command("search_check", *arguments)
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr().out


def test_the_command_tells_and_repairs(drifted: dict[str, int], capsys: pytest.CaptureFixture):
    code, out = check(capsys=capsys)
    assert (code, "4 differ" in out) == (1, True)
    assert f"1 missing from the index: {drifted['missing']}" in out
    code, out = check("--json", capsys=capsys)
    told = json.loads(out)
    assert (code, told["drift"], told["repaired"], told["waiting"]) == (1, 4, 0, 0)
    assert told["stale"] == {"count": 1, "ids": [drifted["stale"]]}
    code, out = check("--repair", capsys=capsys)
    assert (code, "4 repaired" in out) == (0, True)
    code, out = check("--json", capsys=capsys)
    assert (code, json.loads(out)["drift"]) == (0, 0)


def test_the_command_says_when_it_cannot_ask(
    drifted: dict[str, int], lose_index: Callable[[], None], capsys: pytest.CaptureFixture
):
    lose_index()
    assert check(capsys=capsys)[0] == 2
    assert check("--repair", capsys=capsys)[0] == 0
    assert check(capsys=capsys)[0] == 0


def test_the_job_repairs(drifted: dict[str, int], caplog: pytest.LogCaptureFixture):
    check_index()
    assert not compare().ids
    record = next(r for r in caplog.records if r.message == "search.checked")
    assert (record.compared, record.missing, record.surplus, record.left) == (6, 1, 1, 0)


def test_a_check_costs_few_queries(
    community: CommunityPage, committed: Callable[[], Any], django_assert_max_num_queries: Any
):
    with committed():
        for number in range(12):
            factories.guide(community, title=f"Mentorat {number}")
    with django_assert_max_num_queries(80):
        assert not compare().ids
    assert engine().states()
