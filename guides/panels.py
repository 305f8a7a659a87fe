"""Edit form of the pages: panels in the order in which one writes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from guides.forms import CountedTextInput
from wiki.core.form_notes import NotesPanel

KNOWLEDGE_HEADER = [FieldPanel("summary", widget=CountedTextInput)]

#: Closes the content tab: how people will find the page.
KNOWLEDGE_CLASSIFICATION = [
    MultiFieldPanel(
        [
            HelpPanel(
                content=_(
                    "<p>One or two themes are enough. Tags are for words that the themes lack. "
                    "“Other ways to ask” is what the search gains most from: write the "
                    "questions as colleagues put them.</p>"
                )
            ),
            FieldPanel("themes"),
            FieldPanel("tags"),
            FieldPanel("communities", widget=forms.CheckboxSelectMultiple),
            FieldPanel("keywords"),
            NotesPanel("keywords"),
        ],
        heading=_("How people will find it"),
    ),
]

KNOWLEDGE_PROMOTE = [
    MultiFieldPanel([FieldPanel("cover")], heading=_("Sharing")),
    *Page.promote_panels,
]

KNOWLEDGE_SETTINGS = [
    MultiFieldPanel(
        [FieldPanel("language"), PageChooserPanel("translation_of", "guides.KnowledgePage")],
        heading=_("Language"),
    ),
    MultiFieldPanel(
        [FieldPanel("owner"), FieldPanel("co_authors", widget=forms.CheckboxSelectMultiple)],
        heading=_("Who answers for it"),
    ),
    MultiFieldPanel(
        [FieldPanel("verified_by"), FieldPanel("verified_until")],
        heading=_("Verification"),
        help_text=_("Who read it last with care, and until when it can be trusted."),
    ),
    MultiFieldPanel(
        [FieldPanel("licence"), FieldPanel("source_name"), FieldPanel("source_url")],
        heading=_("Rights and origin"),
        help_text=_("Without a licence, the page is for the organisation only."),
    ),
    *Page.settings_panels,
]
