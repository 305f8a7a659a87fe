"""What a page of results tells when one of them is opened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search.log.recording import note_opening
from search.log.tokens import opened_of

#: Bytes of a message: a token and two numbers. Ranks beyond this are nobody's choice.
LONGEST, LAST_RANK = 300, 1_000
#: Digits of the number of a page, and one more.
LONGEST_ID = 10


# The token is what allows the write, to one number of one row; no account is looked at.
@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """204 whatever becomes of it; 400 for what no page of ours sends."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST:
        return HttpResponse(status=400)
    rank = request.POST.get("rank", "")
    if not (rank.isascii() and rank.isdecimal() and 1 <= int(rank) <= LAST_RANK):
        return HttpResponse(status=400)
    search_id = opened_of(request.POST.get("search", ""))
    if search_id:
        page = request.POST.get("page", "")
        known = page.isascii() and page.isdecimal() and len(page) < LONGEST_ID
        note_opening(search_id, int(rank), page_id=int(page) if known else None)
    return HttpResponse(status=204)
