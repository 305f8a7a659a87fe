"""Whatever is pasted or posted, the page can be edited afterwards."""

import json
from typing import Any

import pytest
from django.test import Client

from guides.models import GuidePage
from tests import factories
from tests.cms.forms import edit_url, guide_form
from tests.together import together
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<p class="MsoNormal" style="mso-fareast-font-family:'Times New Roman'"><b><span lang="FR"
style="color:red">Titre<o:p></o:p></span></b></p><h1>Un</h1><h6>Six</h6>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]>·<![endif]>Un</p>
<table border="1"><tr><td colspan="2">A</td></tr></table></body></html>"""
WEB = """<div class="x"><script>alert(1)</script><iframe src="//x"></iframe>
<article><h2 id="a">T</h2>
<p onclick="x()">Un <a href="javascript:alert(1)">lien</a> <font color="red">rouge</font></p>
<img src="data:image/png;base64,AAAA"><svg><path d="M0"/></svg><custom-tag>mot</custom-tag>
<ul><li>un<ul><li>deux<p>trois</p></li></ul></li>quatre</ul></article>"""


def contentstate(**changes: Any) -> str:
    block = {"key": "a", "text": "Un mot", "type": "unstyled", "depth": 0,
             "inlineStyleRanges": [], "entityRanges": []}  # fmt: skip
    return json.dumps({"blocks": [{**block, **changes}], "entityMap": {}})


RAW = {
    "unknown block": contentstate(type="from-another-editor"),
    "unknown style": contentstate(inlineStyleRanges=[{"offset": 0, "length": 2, "style": "GLOW"}]),
    "entity that is not there": contentstate(entityRanges=[{"offset": 0, "length": 2, "key": 7}]),
    "range past the end": contentstate(
        inlineStyleRanges=[{"offset": 5, "length": 900, "style": "BOLD"}]
    ),
    "deep list": contentstate(type="unordered-list-item", depth=40),
    "no block": json.dumps({"blocks": [], "entityMap": {}}),
    "not json": "{blocks:",
    "not an object": "[1, 2]",
    "empty": "",
    "html": "<p>du HTML</p>",
    "huge": contentstate(text="mot " * 100_000),
    "control characters": contentstate(text="a\u0000b\u000bc\u2028d\ud83d\ude00"),
}


@pytest.mark.parametrize("html", [WORD, WEB], ids=["word", "web"])
def test_pasted_html_is_saved_and_opens(
    as_admin: Client, community: CommunityPage, html: str
) -> None:
    page = factories.guide(community)
    form = guide_form(body=[("text", html)], **{"action-publish": "1"})
    assert as_admin.post(edit_url(page), form).status_code == 302
    assert as_admin.get(edit_url(page)).status_code == 200
    shown = as_admin.get(page.url).content.decode()
    assert "mso-" not in shown
    assert "javascript:" not in shown


@together("name", RAW)
def test_any_rich_text_leaves_a_page_that_can_be_edited(
    as_admin: Client, community: CommunityPage, name: str
) -> None:
    page = factories.guide(community)
    form = guide_form(body=[("text", RAW[name])])
    assert as_admin.post(edit_url(page), form).status_code in {200, 302}
    assert as_admin.get(edit_url(page)).status_code == 200
    assert as_admin.get(page.url).status_code == 200


STORED = {
    "raw html": [{"type": "text", "value": WEB}],
    "unclosed": [{"type": "text", "value": "<p><b>a<ul><li>b"}],
    "link to nowhere": [{"type": "text", "value": '<p><a linktype="page" id="abc">x</a></p>'}],
    "unknown link": [{"type": "text", "value": '<p><a linktype="wiki" id="3">x</a></p>'}],
    "embed": [{"type": "text", "value": '<embed embedtype="image" id="99999" alt="x"/>'}],
    "unknown block": [{"type": "carousel", "value": {"a": 1}}],
    "missing children": [{"type": "heading", "value": {}}, {"type": "callout", "value": {}},
                         {"type": "quote", "value": {}}, {"type": "code", "value": {}}],
    "gone targets": [{"type": "image", "value": {"image": 99999, "alt_text": "x"}},
                     {"type": "file", "value": {"document": 99999}},
                     {"type": "page", "value": {"page": 99999}}],
    "odd table": [{"type": "table", "value": {"data": [[None, "a"], []], "cell": []}}],
    "markdown": [{"type": "markdown", "value": "# a\n\n" + "> " * 500 + "\n[x](page:abc)"}],
    "levels": [{"type": "heading", "value": {"text": "x", "level": "9", "anchor": "é à"}}],
}  # fmt: skip


@together("name", STORED)
def test_whatever_is_stored_can_be_read_and_edited(
    as_admin: Client, community: CommunityPage, name: str
) -> None:
    page = factories.guide(community)
    page.body = json.dumps(STORED[name])
    page.save_revision(clean=False).publish()
    page = GuidePage.objects.get(pk=page.pk)
    assert as_admin.get(page.url).status_code == 200
    assert as_admin.get(edit_url(page)).status_code == 200
    page.search_content()
