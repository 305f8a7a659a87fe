"""Forms of the editor."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from guides.watch_kinds import usual_end
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.core.models import Theme
from wiki.people.models import User


class CountedTextInput(AdminAutoHeightTextInput):
    """A text area that says how many characters are left; the field gives the limit."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-counter": "", **(attrs or {})})


class ThemeChoices(forms.ModelMultipleChoiceField):
    """Themes to tick, the narrow ones named after the wide one they belong to."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, theme: Theme) -> str:
        return f"{theme.parent.label} › {theme.label}" if theme.parent else theme.label


class KnowledgePageForm(WagtailAdminPageForm):
    """The edit form of every page of knowledge."""

    def clean_owner(self) -> User | None:
        """Somebody always answers for a page: an empty field changes nothing."""
        return self.cleaned_data["owner"] or self.instance.owner

    def clean_communities(self) -> list[CommunityPage]:
        """Those chosen, and those of which the editor does not know: they stay."""
        chosen = list(self.cleaned_data["communities"])
        known = set(self.fields["communities"].queryset.values_list("pk", flat=True))
        before = self.instance.communities.all() if self.instance.pk else []
        return [*chosen, *(each for each in before if each.pk not in known)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "communities" in self.fields:
            viewer = self.for_user if isinstance(self.for_user, User) else AnonymousUser()
            self.fields["communities"].queryset = listed(viewer)
        if "themes" in self.fields:
            field = self.fields["themes"]
            self.fields["themes"] = ThemeChoices(
                queryset=Theme.objects.select_related("parent").order_by(
                    "parent__label_fr", "label_fr"
                ),
                required=False,
                label=field.label,
                help_text=field.help_text,
            )


class WatchNoteForm(KnowledgePageForm):
    """The edit form of a watch note."""

    def clean(self) -> dict[str, Any]:
        """Without a day of its own, a note ends as usual for its kind from its first publication.

        A draft keeps the field empty, and so does whoever takes the day out later.
        """
        values: dict[str, Any] = super().clean()
        is_first = not self.is_deferred_validation and self.instance.first_published_at is None
        if is_first and values.get("kind") and not values.get("relevant_until"):
            values["relevant_until"] = usual_end(values["kind"], today=timezone.localdate())
        return values
