"""Communities of practice: sections of the tree where knowledge lives."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision

from wiki.communities.configuring import SETTINGS, CommunityForm, CommunityPermissionTester
from wiki.communities.rights import Act, Joining, Visibility, roles_that
from wiki.core.page_context import GathersContext
from wiki.core.passages import plain
from wiki.core.routing import ReadsRestrictionsAtOnce
from wiki.core.search_content import Label, SearchablePage, SearchContent, Section
from wiki.people.models import User

#: What happens to the community itself and is no part of any version of its page.
LIFE = ("collection", "restriction", "archived_at", "merged_into")


class CommunityPage(SearchablePage, GathersContext, ReadsRestrictionsAtOnce, Page):
    """A community: its section of the tree carries its privacy and its rights."""

    summary = models.CharField(
        _("in one sentence"),
        max_length=300,
        help_text=_("What the community is about, as one would say it to a newcomer."),
    )
    domain = RichTextField(
        _("domain"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("The subject its members care about."),
    )  # fmt: skip
    community = RichTextField(
        _("community"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("Who its members are and how they meet."),
    )  # fmt: skip
    practice = RichTextField(
        _("practice"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("What they make together: guides, cases, watch."),
    )  # fmt: skip
    how_to_join = RichTextField(
        _("how to join"), blank=True, features=["bold", "italic", "link"]
    )  # fmt: skip
    charter = RichTextField(
        _("charter"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("What members promise each other: how one speaks, cites, decides."),
    )  # fmt: skip
    rituals = RichTextField(
        _("rituals"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("What comes back: a meeting each month, a letter each quarter."),
    )  # fmt: skip
    visibility = models.CharField(
        _("who sees it"),
        max_length=12,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        help_text=_("Holds for its pages, its pictures and its documents."),
    )
    joining = models.CharField(
        _("how one joins"), max_length=12, choices=Joining.choices, default=Joining.REQUEST
    )
    expert_step = models.BooleanField(
        _("an expert reads each page before it is published"),
        default=False,
        help_text=_("After the people who review, one expert of the community accepts the page."),
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="community",
    )
    restriction = models.OneToOneField(
        "wagtailcore.PageViewRestriction",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    archived_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="merged_from"
    )

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = [
        "guides.GuideIndexPage",
        "guides.CaseStudyIndexPage",
        "guides.WatchIndexPage",
        "guides.SeriesIndexPage",
        "guides.DigestIndexPage",
    ]
    template = "communities/community_page.html"
    base_form_class = CommunityForm
    page_description = _("A group of people who learn together, with its own section.")

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("domain"),
        FieldPanel("community"),
        FieldPanel("practice"),
        FieldPanel("charter"),
        FieldPanel("rituals"),
        MultiFieldPanel(
            [FieldPanel("visibility"), FieldPanel("joining"), FieldPanel("how_to_join")],
            heading=_("Who sees it and who joins"),
        ),
        FieldPanel("expert_step"),
    ]

    # A copy is another community: it has its own files and its own life.
    exclude_fields_in_copy: ClassVar = [*LIFE]
    # The CMS's own control would say otherwise than ``visibility``.
    private_page_options: ClassVar[list[str]] = []

    search_kind = "community"
    kind_label = _("Community")
    kind_label_plural = _("Communities")
    kind_icon = "users"

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        permissions = [("open_community", "Can open a community")]

    @property
    def is_archived(self) -> bool:
        """Whether nothing more is written here."""
        return self.archived_at is not None

    def is_configured_by(self, person: User | None) -> bool:
        """What the table of rights says of the act « configure », of a page that has been saved."""
        if person is None or not person.is_active:
            return False
        roles = [role.value for role in roles_that(Act.CONFIGURE)]
        held = self.memberships.filter(person=person, role__in=roles)
        return person.is_superuser or held.exists()

    def permissions_for_user(self, user: User) -> CommunityPermissionTester:
        """Wagtail's rights on the page itself; those on what stands below are not touched."""
        return CommunityPermissionTester(user, self)

    def save_revision(self, user: User | None = None, *args: Any, **kwargs: Any) -> Revision:
        """A version; of whoever may not configure the community, with its settings as they are."""
        if user is not None and not self.is_configured_by(user):
            for name, value in self._settings_now().items():
                setattr(self, name, value)
        return super().save_revision(user, *args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """The same for a version that waited while its author lost the right."""
        if revision.user is not None and not self.is_configured_by(revision.user):
            revision.content |= self._settings_now()
            revision.save(update_fields=["content"])
        super().publish(revision, *args, **kwargs)

    def _settings_now(self) -> dict[str, Any]:
        return CommunityPage.objects.filter(pk=self.pk).values(*SETTINGS).first() or {}

    def with_content_json(self, content: dict[str, Any]) -> "CommunityPage":
        """A version of the page; its life goes on whichever version is published."""
        version = super().with_content_json(content)
        names = [self._meta.get_field(name).attname for name in LIFE]
        # From the database: whoever edits may have loaded the page some time ago.
        now = CommunityPage.objects.filter(pk=self.pk).values(*names).first() or {}
        for name, value in now.items():
            setattr(version, name, value)
        return version

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.HIDDEN and self.joining != Joining.INVITATION:
            raise ValidationError(
                {"joining": _("Nobody knows of a hidden community: one joins it by invitation.")}
            )

    @classmethod
    def search_queryset(cls) -> QuerySet:
        return cls.objects.all()

    def search_content(self) -> SearchContent:
        own = Label(key=self.slug, label=self.title)
        return SearchContent(
            page_id=self.pk,
            kind=self.search_kind,
            language="fr",
            title=self.title,
            url=self.url or "",
            summary=self.summary,
            sections=tuple(self._sections()),
            community=own,
            communities=(own,),
            first_published=self.first_published_at,
            updated=self.last_published_at,
        )

    def _sections(self) -> Iterator[Section]:
        """What the community says of itself, under the headings and anchors of its page."""
        texts = {
            "domain": (_("What it cares about"), self.domain),
            "community": (_("Who is in it and how they meet"), self.community),
            "practice": (_("What they make together"), self.practice),
            "charter": (_("Charter"), self.charter),
            "rituals": (_("Rituals"), self.rituals),
            "join": (_("How to join"), self.how_to_join),
        }
        # What is stored does not depend on who happens to publish or rebuild.
        with translation.override("fr"):
            for anchor, (heading, html) in texts.items():
                if text := plain(html):
                    yield Section(anchor=anchor, heading=str(heading), text=text)
