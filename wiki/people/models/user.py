"""People who sign in."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person with this address. Raises ValueError when it is empty."""
        if not email:
            raise ValueError("An e-mail address is required.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person of the organisation; signs in with an e-mail address, in any case."""

    username = None  # type: ignore[assignment]  # Django's documented way to drop the field
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody already uses this address.")},
    )
    job_title = models.CharField(
        _("role in the organisation"),
        max_length=120,
        blank=True,
        help_text=_("As colleagues would say it, for example: training officer."),
    )
    #: Names the person in addresses: it says nothing and never changes.
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    #: The person left and took everything personal along; what they wrote stays.
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_user_email_any_case",
                violation_error_message=_("Somebody already uses this address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email).lower()

    def get_absolute_url(self) -> str:
        """The person's page, for people who have signed in."""
        return reverse("profiles:person", args=[self.public_id])

    @property
    def own_name(self) -> str:
        """First and last name; empty for somebody who gave none."""
        return "" if self.erased_at else super().get_full_name()

    def get_full_name(self) -> str:
        """What the person is called; of somebody who left, the words for all who did.

        « A colleague » rather than nothing: in its place the CMS shows the address.
        """
        if self.erased_at:
            return str(_("Former member"))
        return self.own_name or str(_("A colleague"))

    @property
    def display_name(self) -> str:
        """What the person is called on the site; never their address."""
        return self.get_full_name()
