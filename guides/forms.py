"""Forms of the editor."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

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
        """Those chosen by others that this person may not know of stay chosen."""
        chosen = list(self.cleaned_data["communities"])
        if self.instance.pk is None:
            return chosen
        known = {each.pk for each in self.fields["communities"].queryset}
        return [*chosen, *(each for each in self._tagged() if each.pk not in known)]

    def _tagged(self) -> QuerySet[CommunityPage]:
        return CommunityPage.objects.filter(tagged_pages=self.instance.pk)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "communities" in self.fields:
            self.fields["communities"].queryset = listed(self.for_user or AnonymousUser())
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
