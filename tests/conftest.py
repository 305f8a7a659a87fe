"""What every test may use, and what the suite refuses on everybody's behalf."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.core.cache import cache
from django.db import connections
from django.test.utils import override_settings

from home.models import HomePage
from tests import factories
from tests.databases import copy_instead_of_migrating
from tests.scheduling import (  # noqa: F401  (pytest looks for them here)
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
    shares_the_community,
)
from tests.standing import StandingCommunity, standing
from wiki.communities.models import CommunityPage
from wiki.people.models import User

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def need(condition: object, reason: str) -> None:
    """Skip with the reason on a laptop; fail in CI, where everything must be there."""
    if condition:
        return
    if CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file of this run: each thread of a live server needs its own connection."""
    if connections["default"].vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = str(path)
        copy_instead_of_migrating(path, kept=request.config.cache.mkdir("database"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """What migrations made is known to every connection, whichever context it lives in.

    Playwright runs in a context of its own and there Django opens a second connection,
    which would not know what to restore after a test that empties the tables.
    """
    with django_db_blocker.unblock():
        connection = connections["default"]
        if hasattr(connection, "_test_serialized_contents"):
            type(connection)._test_serialized_contents = connection._test_serialized_contents


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The community that tests share is gone before one that does not."""
    if not shares_the_community(item):
        standing.undo()


@pytest.fixture(scope="session")
def _standing(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[StandingCommunity]:
    standing.reaching = django_db_blocker.unblock
    yield standing
    standing.undo()


@pytest.fixture
def _standing_community(
    request: pytest.FixtureRequest, _standing: StandingCommunity, _own_files: None
) -> None:
    if shares_the_community(request.node):
        cache.clear()
        _standing.make()


@pytest.fixture
def _django_db_helper(_standing_community: None, _django_db_helper: None) -> None:
    """pytest-django's, which opens a savepoint where a transaction is open already."""


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Iterator[None]:
    """Media and index in a folder of the test's own, static files without a manifest."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        MEDIA_ROOT=tmp_path / "media",
        SEARCH_INDEX_DIR=tmp_path / "index",
        STORAGES=storages,
        # Strong hashes take their time by design; no test is about their strength.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield
    shutil.rmtree(tmp_path / "media", ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test reads what another one left."""
    cache.clear()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test publishes is found at once, however busy the machine is."""
    monkeypatch.setattr("search.outbox.SAVERS_PATIENCE", 60.0)


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page that the migrations make."""
    return HomePage.objects.get()


@pytest.fixture
def community(home: HomePage) -> CommunityPage:
    """A published community with its sections."""
    return standing.page() if standing.is_there else factories.community(title="Animation")


@pytest.fixture
def reader(db: None) -> User:
    """Somebody who may sign in and nothing else."""
    return factories.user(email="lectrice@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def contributor(db: None) -> User:
    """Somebody of Wagtail's group of editors, who write and submit everywhere here."""
    factories.let_write_everywhere("Editors")
    return factories.user(email="contributrice@example.org", groups=["Editors"])


@pytest.fixture
def moderator(db: None) -> User:
    """Somebody of Wagtail's group of moderators, who review and publish everywhere here."""
    factories.let_write_everywhere("Moderators", publish=True)
    return factories.user(email="moderateur@example.org", groups=["Moderators"])


@pytest.fixture
def admin(db: None) -> User:
    """Somebody with every right."""
    return User.objects.create_superuser("admin@example.org", "secret-of-a-test")
