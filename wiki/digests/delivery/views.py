"""What became of a digest: how far the sending is, what did not arrive, what was wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guides.digest_items import in_sections, items_for
from guides.models import DigestItem
from wiki.communities.audience import readable
from wiki.communities.rights import Act
from wiki.communities.running.access import person_of
from wiki.communities.standing import standing_of
from wiki.digests.composing.access import desk_frame, edition_for
from wiki.digests.composing.forms import CorrectionForm
from wiki.digests.composing.queries import Sent, not_arrived, progress_of
from wiki.digests.delivery import services
from wiki.digests.delivery.tellings import mailings_about
from wiki.digests.errors import DigestRefused
from wiki.digests.models import Edition, Mailing
from wiki.digests.subscriptions.queries import read_later

#: Digits of a number that a database can hold.
LONGEST = 18
#: People named among those whom a message did not reach.
NAMED = 100


@login_required
@never_cache
@require_safe
def sent(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The digest with its mailings; for htmx the progress alone."""
    community, edition = edition_for(request, slug, number)
    if edition.is_open:
        return redirect("digests:compose", slug, number)
    digest = edition.digest
    rows = [progress_of(mailing, digest) for mailing in mailings_about(digest)]
    context = desk_frame(
        community,
        edition=edition,
        digest=digest,
        rows=rows,
        over=all(row.is_over for row in rows),
        publishes=standing_of(request.user).may(Act.PUBLISH, community),
    )
    if getattr(request, "htmx", False):
        return render(request, "digests/progress.html", context)
    context |= {
        "sections": in_sections(items_for(digest, request.user)),
        "missed": [(row, not_arrived(row.mailing, digest)[:NAMED]) for row in rows if _missed(row)],
        "later": read_later(community.pk),
    }
    return render(request, "digests/sent.html", context)


def _missed(row: Sent) -> bool:
    return bool(row.refused or row.unknown)


@login_required
@require_POST
def again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Those of unknown outcome, once more."""
    _community, edition = edition_for(request, slug, number, Act.PUBLISH)
    chosen = request.POST.get("mailing", "")
    if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > LONGEST:
        raise Http404
    mailing = get_object_or_404(mailings_about(edition.digest), pk=int(chosen))
    total = services.send_again(mailing, edition.digest, by=person_of(request))
    words = ngettext("%(n)d message leaves again.", "%(n)d messages leave again.", total)
    messages.success(request, words % {"n": total})
    return redirect("digests:sent", slug, number)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, number: int, item: int) -> HttpResponse:
    """What was wrong in an item: written, taken back, told to its readers."""
    community, edition = edition_for(request, slug, number, Act.PUBLISH)
    row = _item(request, edition, item)
    told = list(Mailing.objects.filter(item=row).values_list("corrected_at", flat=True))
    form = CorrectionForm(request.POST if "correction" in request.POST else None,
                          initial={"correction": row.correction})  # fmt: skip
    if request.method == "POST":
        try:
            done = _act(request, row, form)
        except DigestRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("digests:compose", slug, number)
        if done:
            return redirect("digests:sent", slug, number)
    context = desk_frame(
        community,
        edition=edition,
        row=row,
        form=form,
        told=row.corrected_at in told,
        told_otherwise=bool(told),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "digests/correct.html", context, status=status)


def _item(request: HttpRequest, edition: Edition, pk: int) -> DigestItem:
    rows = edition.digest.items.filter(Q(page=None) | Q(page__live=True))
    rows = rows.select_related("page", "digest")
    return get_object_or_404(readable(rows, request.user, prefix="page__"), pk=pk)


def _act(request: HttpRequest, item: DigestItem, form: CorrectionForm) -> bool:
    """Whether something was done."""
    person = person_of(request)
    if "tell" in request.POST:
        services.tell_readers(item, by=person)
        messages.success(request, _("Those who got it are told."))
        return True
    if "withdraw" in request.POST:
        services.uncorrect(item, by=person)
        messages.success(request, _("The correction is taken back."))
        return True
    if not form.is_valid():
        return False
    services.correct(item, by=person, words=form.cleaned_data["correction"])
    messages.success(request, _("The archive says so now."))
    return True
