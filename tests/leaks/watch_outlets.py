"""Outlets of the watch: see ``outlets.py``."""

from django.urls import reverse

from guides.models import KnowledgePage, WatchNotePage
from tests.leaks.registry import Shown, Visit, bare, opens, said
from wiki.watch.clipping.records import keep_record
from wiki.watch.models import Citation, Thanks

ADDRESS = "https://example.org/the-same-for-all"


@opens("watch:clip", "watch:several", "watch:tools")
def clipping(visit: Visit) -> Shown:
    """Who may clip where, and what is said to be noted already."""
    notes = WatchNotePage.objects.all()
    for note in notes:
        note.source_url = ADDRESS
        note.save()
        keep_record(note)
    given = {"url": ADDRESS, "title": "nothing"}
    texts = [visit.text(reverse("watch:clip"), given), visit.text(reverse("watch:tools"))]
    if visit.viewer.is_authenticated:
        answer = visit.client.post(reverse("watch:several"), {"links": ADDRESS})
        texts.append(said(answer, ADDRESS))
    return Shown(texts)


@opens("watch:clipped", "watch:source", "watch:again", "watch:thanks")
def notes_by_number(visit: Visit) -> Shown:
    """What one does with a note: a closed one is none."""
    return _acts(visit, "clipped", "source", "again", "thanks")


@opens("watch:cite", cms=True)
def citing(visit: Visit) -> Shown:
    """In which page a note lives on: those of the person's part of the CMS, drafts too."""
    return _acts(visit, "cite")


def _acts(visit: Visit, *names: str) -> Shown:
    shown = Shown()
    for page in visit.pages():
        visit.get(reverse("about"))  # what an earlier act has to say is said here
        for name in names:
            address, nowhere = (reverse(f"watch:{name}", args=[pk]) for pk in (page.pk, 999_999))
            ask = visit.client.post if name in {"again", "thanks"} else visit.get
            response = ask(address)
            shown.texts.append(said(response, address))
            if page.pk not in visit.oracle.readable:
                same = bare(response, address) == bare(ask(nowhere), nowhere)
                shown.counts.append((f"{address} differs", int(not same), 0))
    return shown


@opens()
def lives(visit: Visit) -> Shown:
    """What notes became, and what fed pages: each side for those who may read the other."""
    notes = list(WatchNotePage.objects.all())
    pages = list(KnowledgePage.objects.exclude(pk__in=[note.pk for note in notes]))
    for note in notes:
        for page in pages:
            Citation.objects.get_or_create(note=note, page=page, by_hand=True)
        if visit.viewer.is_authenticated:
            Thanks.objects.get_or_create(note=note, person=visit.viewer)
    found = [page for page in visit.pages() if page.pk in visit.oracle.knowledge]
    return Shown([visit.text(page.get_url() or "/x/") for page in found])
