"""Makes the objects that tests need, published as an author would publish them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import Group, Permission
from django.utils.text import slugify
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)
from wagtail.signal_handlers import disable_reference_index_auto_update

from guides.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    DigestIndexPage,
    DigestPage,
    GuideIndexPage,
    GuidePage,
    IndexPage,
    SeriesIndexPage,
    SeriesPage,
    WatchIndexPage,
    WatchNotePage,
)
from home.models import HomePage
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.core.models import Theme
from wiki.people.models import User

PASSWORD = "secret-of-a-test"

INDEXES: dict[type[IndexPage], str] = {
    GuideIndexPage: "Guides",
    CaseStudyIndexPage: "Études de cas",
    WatchIndexPage: "Veille",
    SeriesIndexPage: "Parcours",
    DigestIndexPage: "Lettres de veille",
}


def user(email: str, *, groups: list[str] | None = None, **fields: Any) -> User:
    """A person whose password is ``PASSWORD``, in these groups (made if missing)."""
    person = User.objects.create_user(email, PASSWORD, **fields)
    for name in groups or []:
        person.groups.add(Group.objects.get_or_create(name=name)[0])
    return person


#: What Wagtail's own two groups may do on a site without communities.
WRITES = ("add_page", "change_page", "add_image", "change_image", "choose_image",
          "add_document", "change_document", "choose_document")  # fmt: skip
PUBLISHES = ("publish_page", "lock_page", "unlock_page")


def let_write_everywhere(name: str, *, publish: bool = False) -> None:
    """The group of this name writes in the whole tree, and publishes too."""
    group = Group.objects.get_or_create(name=name)[0]
    apps = ("wagtailcore", "wagtailimages", "wagtaildocs")
    wanted = Permission.objects.filter(
        codename__in=WRITES + (PUBLISHES if publish else ()), content_type__app_label__in=apps
    )
    for permission in wanted:
        if permission.content_type.app_label == "wagtailcore":
            place = {"page": Page.objects.get(depth=1)}
            GroupPagePermission.objects.get_or_create(group=group, permission=permission, **place)
        else:
            place = {"collection": Collection.get_first_root_node()}
            GroupCollectionPermission.objects.get_or_create(
                group=group, permission=permission, **place
            )


def member(
    section: CommunityPage, email: str = "", *, role: Role = Role.MEMBER, **fields: Any
) -> User:
    """A person who belongs to the community in this role."""
    person = user(email or f"{role.value}-{section.pk}@example.org", **fields)
    Membership.objects.create(community=section, person=person, role=role)
    return person


def publish(page: Page, parent: Page) -> Any:
    """``page`` added below ``parent`` and published through a revision."""
    parent = Page.objects.get(pk=parent.pk)  # its number of children may have changed
    page.live = False
    with _saved_again_at_once():
        parent.add_child(instance=page)
        revision = page.save_revision()
    revision.publish()
    return type(page).objects.get(pk=page.pk)


@contextmanager
def _saved_again_at_once() -> Iterator[None]:
    """Wagtail's own index and its list of references wait for the next save of the same page.

    They were a third of the time of making a page, and that is a third of the suite's.
    """
    with (
        disable_reference_index_auto_update(),
        patch("modelsearch.signal_handlers.insert_or_update_object_task"),
    ):
        yield


def community(*, title: str = "Animation", **fields: Any) -> CommunityPage:
    """A published community with its index pages."""
    page = publish(
        CommunityPage(title=title, summary=fields.pop("summary", f"Communauté {title}."), **fields),
        HomePage.objects.get(),
    )
    for index_type, index_title in INDEXES.items():
        page.add_child(instance=index_type(title=index_title))
    return page


def index_of(section: CommunityPage, index_type: type[IndexPage]) -> IndexPage:
    """The community's index of this type."""
    return index_type.objects.child_of(section).get()


def theme(label: str, **fields: Any) -> Theme:
    """A theme of the vocabulary."""
    return Theme.objects.create(label_fr=label, slug=fields.pop("slug", slugify(label)), **fields)


def words(text: str) -> list[tuple[str, Any]]:
    """A body of one block of rich text."""
    return [("text", f"<p>{text}</p>")]


def guide(section: CommunityPage, *, title: str = "Animer une réunion", **fields: Any) -> GuidePage:
    """A published guide in the community's index."""
    return _knowledge(GuidePage, GuideIndexPage, section, title, fields)


def case_study(
    section: CommunityPage, *, title: str = "Une réunion plus courte", **fields: Any
) -> CaseStudyPage:
    """A published case study in the community's index."""
    return _knowledge(CaseStudyPage, CaseStudyIndexPage, section, title, fields)


def watch_note(
    section: CommunityPage, *, title: str = "Un livre utile", **fields: Any
) -> WatchNotePage:
    """A published watch note in the community's index."""
    fields.setdefault("means_for_us", words("À essayer."))
    return _knowledge(WatchNotePage, WatchIndexPage, section, title, fields)


def series(section: CommunityPage, *, title: str = "Premiers pas", **fields: Any) -> SeriesPage:
    """A published series in the community's index."""
    return _knowledge(SeriesPage, SeriesIndexPage, section, title, fields)


def digest(
    section: CommunityPage, *, title: str = "Lettre de novembre", **fields: Any
) -> DigestPage:
    """A published digest in the community's index, without items."""
    return _knowledge(DigestPage, DigestIndexPage, section, title, fields)


def _knowledge(
    page_type: type, index_type: type[IndexPage], section: CommunityPage, title: str, fields: dict
) -> Any:
    """Many-to-many values and tags are set before the first revision, as a form does."""
    many = {
        name: fields.pop(name)
        for name in ("themes", "communities", "co_authors", "tags")
        if name in fields
    }
    page = page_type(title=title, summary=fields.pop("summary", f"Résumé : {title}."), **fields)
    for name, values in many.items():
        if name == "tags":
            page.tags.add(*values)
        else:
            setattr(page, name, values)
    parent = index_of(section, index_type) if isinstance(section, CommunityPage) else section
    return publish(page, parent)


def restrict(page: Page, *, groups: list[str] | None = None) -> PageViewRestriction:
    """Only signed-in people, or only these groups, may read ``page`` and what is below."""
    kind = PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    for name in groups or []:
        restriction.groups.add(Group.objects.get_or_create(name=name)[0])
    return restriction
