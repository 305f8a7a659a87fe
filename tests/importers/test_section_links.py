"""A link to a section survives the editor and reaches readers."""

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from tests import factories
from wiki.core.rich_text import rich_html


def test_the_editor_keeps_the_anchor(community: Page) -> None:
    page = factories.guide(community)
    source = f'<p><a linktype="page" id="{page.pk}" anchor="etapes">voir</a></p>'
    converter = ContentstateConverter(features=["link"])
    stored = converter.to_database_format(converter.from_database_format(source))
    assert 'linktype="page"' in stored
    assert 'anchor="etapes"' in stored
    assert f'id="{page.pk}"' in stored


def test_readers_get_the_address_with_the_anchor(community: Page) -> None:
    page = factories.guide(community)
    source = f'<a linktype="page" id="{page.pk}" anchor="a&quot;b">x</a>'
    assert expand_db_html(source) == f'<a href="{page.url}#a&quot;b">x</a>'
    plain = f'<a linktype="page" id="{page.pk}">x</a>'
    assert expand_db_html(plain) == f'<a href="{page.url}">x</a>'
    assert 'href="page:3#ici"' in rich_html('<a linktype="page" id="3" anchor="ici">x</a>')
    assert expand_db_html('<a linktype="page" id="999999" anchor="x">x</a>') == "<a>x</a>"
