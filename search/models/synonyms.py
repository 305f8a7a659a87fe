"""Words that mean the same here: synonyms and acronyms, kept by editors."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.wording import key
from wiki.core.languages import Language

#: A synonym is a name or an acronym, not a sentence; a group of them fits a screen.
LONGEST, MOST_WORDS, MOST_EQUIVALENTS = 100, 8, 20
SEPARATORS = re.compile(r"[\n\r,;]+")


class Direction(models.TextChoices):
    """For which of the words people find the others."""

    TWO_WAY = "two_way", _("Both ways: each word finds the others")
    ONE_WAY = "one_way", _("One way: the word finds its equivalents, not the reverse")


class Synonym(models.Model):
    """A word or an acronym, and what it should find as well."""

    words = models.CharField(
        _("word or acronym"),
        max_length=LONGEST,
        help_text=_("As people type it, for example: RETEX. Several words are allowed."),
    )
    equivalents = models.TextField(
        _("equivalents"),
        max_length=MOST_EQUIVALENTS * LONGEST,
        help_text=_(
            "One per line or separated by commas, for example: retour d’expérience. "
            "Case, accents, apostrophes and plurals do not count."
        ),
    )
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.TWO_WAY
    )
    language = models.CharField(
        _("texts searched"),
        max_length=2,
        choices=[("", _("In both languages")), *Language.choices],
        blank=True,
        default="",
        help_text=_("An acronym that means something else in English holds in French only."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For the editors: why, asked by whom.")
    )
    active = models.BooleanField(
        _("in use"), default=True, help_text=_("Holds from the very next search.")
    )
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["words", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def equivalent_list(self) -> list[str]:
        """The equivalents as typed, one string each."""
        parts = (" ".join(part.split()) for part in SEPARATORS.split(self.equivalents))
        return [part for part in parts if part]

    def clean(self) -> None:
        super().clean()
        self.words = " ".join(self.words.split())
        errors = {"words": self._faults_of_words(), "equivalents": self._faults_of_equivalents()}
        found = {name: faults for name, faults in errors.items() if faults}
        if found:
            raise ValidationError(found)
        self.equivalents = "\n".join(self.equivalent_list)
        if self.active:
            self._refuse_contradictions()

    def _faults_of_words(self) -> list[ValidationError]:
        if not self.words:
            return []  # the field says itself that it is required
        if not key(self.words):
            return [_fault(_("Write at least one letter or digit."))]
        return list(_too_long(self.words))

    def _faults_of_equivalents(self) -> list[ValidationError]:
        parts = self.equivalent_list
        if not parts:
            return [_fault(_("Write at least one equivalent."))] if self.equivalents else []
        faults = []
        if len(parts) > MOST_EQUIVALENTS:
            message = _("%(most)s equivalents at most: split them into several synonyms.")
            faults.append(_fault(message, most=MOST_EQUIVALENTS))
        seen = {key(self.words): self.words}
        for part in parts:
            faults.extend(_too_long(part))
            folded = key(part)
            if not folded:
                faults.append(_fault(_("“%(part)s” holds no letter and no digit."), part=part))
            elif folded in seen:
                message = _("“%(part)s” is the same as “%(other)s”.")
                faults.append(_fault(message, part=part, other=seen[folded]))
            seen.setdefault(folded, part)
        return faults

    def _refuse_contradictions(self) -> None:
        """Each word is explained once per language, and each pair linked once."""
        own, pairs = key(self.words), self._pairs()
        others = Synonym.objects.filter(active=True).exclude(pk=self.pk)
        if self.language:
            others = others.filter(language__in=("", self.language))
        for other in others:
            if key(other.words) == own:
                message = _("“%(words)s” already has equivalents: change that synonym instead.")
                raise ValidationError({"words": _fault(message, words=other.words)})
            if pairs & other._pairs():
                message = _(
                    "The synonym “%(words)s” already links the same words. "
                    "Change that one: it can work both ways."
                )
                raise ValidationError({"equivalents": _fault(message, words=other.words)})

    def _pairs(self) -> set[frozenset[str]]:
        """The word with each equivalent, whatever the direction."""
        own = key(self.words)
        return {frozenset((own, key(part))) for part in self.equivalent_list}


def _fault(message: str | Promise, **params: object) -> ValidationError:
    return ValidationError(message, params=params)  # type: ignore[arg-type]


def _too_long(part: str) -> list[ValidationError]:
    if len(part) <= LONGEST and len(part.split()) <= MOST_WORDS:
        return []
    message = _("“%(part)s” is too long: %(words)s words and %(letters)s characters at most.")
    return [_fault(message, part=part[:40] + "…", words=MOST_WORDS, letters=LONGEST)]
