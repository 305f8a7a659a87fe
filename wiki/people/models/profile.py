"""What somebody tells colleagues of themselves, field by field."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.core.languages import Language
from wiki.core.text import folded_lines
from wiki.people.spoken import Spoken


class Seen(models.TextChoices):
    """Who sees a field; nobody who has not signed in ever does."""

    NOBODY = "nobody", _("nobody")
    MEMBERS = "members", _("members of my communities")
    EVERYBODY = "everybody", _("everyone signed in")


class Contact(models.TextChoices):
    """How somebody likes to be asked."""

    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    IN_PERSON = "in_person", _("in person, at my desk or at a meeting")


#: What has a column ``<name>_seen`` of its own.
FIELDS = ("job_title", "skills", "languages", "availability", "contact", "text", "communities")


def _seen(default: Seen) -> "models.CharField":
    return models.CharField(_("who sees it"), max_length=10, choices=Seen.choices, default=default)


class Profile(models.Model):
    """Made when the person first saves it; communities are those of the memberships."""

    person = models.OneToOneField(
        "people.User", on_delete=models.CASCADE, related_name="profile", verbose_name=_("person")
    )
    themes = models.ManyToManyField(
        "core.Theme",
        blank=True,
        related_name="askable",
        verbose_name=_("themes that you may ask me about"),
    )
    words = models.TextField(
        _("in my own words"),
        blank=True,
        max_length=1000,
        help_text=_("One skill per line, for example: shared watch, interviews with users."),
    )
    languages = models.JSONField(_("languages that I speak"), blank=True, default=list)
    availability = models.CharField(
        _("availability"),
        blank=True,
        max_length=200,
        help_text=_("For example: on Tuesday and Thursday, half an hour for a first talk."),
    )
    contact = models.CharField(
        _("how I like to be asked"), blank=True, max_length=10, choices=Contact.choices
    )
    phone = models.CharField(_("phone"), blank=True, max_length=30)
    text = models.TextField(
        _("a few words"),
        blank=True,
        max_length=600,
        help_text=_("What you work on, what you like to help with."),
    )
    language = models.CharField(
        _("language in which I write here"),
        max_length=2,
        choices=Language.choices,
        default=Language.FRENCH,
    )
    job_title_seen = _seen(Seen.EVERYBODY)
    skills_seen = _seen(Seen.EVERYBODY)
    languages_seen = _seen(Seen.EVERYBODY)
    availability_seen = _seen(Seen.MEMBERS)
    contact_seen = _seen(Seen.MEMBERS)
    text_seen = _seen(Seen.EVERYBODY)
    communities_seen = _seen(Seen.EVERYBODY)
    listed = models.BooleanField(
        _("show me in the directory"),
        default=True,
        help_text=_("Colleagues find you by your name and by what everyone signed in may see."),
    )
    may_be_asked = models.BooleanField(
        _("suggest me as a person to ask"),
        default=False,
        help_text=_(
            "At the end of pages and of searches on your subjects, with what you declare and "
            "what you wrote. Never a ranking."
        ),
    )

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def skills(self) -> list[str]:
        """The person's own words for what they know, one string each."""
        return folded_lines(self.words)

    @property
    def spoken(self) -> list[Spoken]:
        """The languages spoken, in the order of the list."""
        return [language for language in Spoken if language.value in self.languages]

    def seen(self, field: str) -> Seen:
        """Who sees this one of ``FIELDS``."""
        return Seen(getattr(self, f"{field}_seen"))
