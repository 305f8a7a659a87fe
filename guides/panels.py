"""Edit form of the pages: panels in the order in which one writes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

KNOWLEDGE_HEADER = [FieldPanel("summary")]

#: Closes the content tab: how people will find the page.
KNOWLEDGE_CLASSIFICATION = [
    MultiFieldPanel(
        [
            FieldPanel("themes"),
            FieldPanel("tags"),
            FieldPanel("communities"),
            FieldPanel("keywords"),
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
        [FieldPanel("owner"), FieldPanel("co_authors")], heading=_("Who answers for it")
    ),
    MultiFieldPanel(
        [FieldPanel("verified_by"), FieldPanel("verified_until")], heading=_("Verification")
    ),
    MultiFieldPanel(
        [FieldPanel("licence"), FieldPanel("source_name"), FieldPanel("source_url")],
        heading=_("Rights and origin"),
    ),
    *Page.settings_panels,
]
