"""Pictures and documents at their own addresses, for those who may open them.

Whoever may not gets the answer of a file that does not exist.
"""

from pathlib import PurePosixPath

from django.core.files.storage import Storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served
from wagtail.users.models import UserProfile

from wiki.communities.audience import LOGIN, Audience
from wiki.communities.file_audience import admits, audience_of_collections
from wiki.core.file_sending import send_file
from wiki.core.models import RecueilDocument, RecueilImage, RecueilRendition

#: What a browser is told that a picture is; a bare system knows few of these endings.
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
YEAR = 31_536_000  # seconds
#: For how long a cache that many share may answer in our place: its picture may close meanwhile.
SHARED = 600  # seconds
#: A new file gets a new name, so that nothing is ever out of date at an address.
FOR_EVER = f"public, max-age={YEAR}, s-maxage={SHARED}, immutable"
#: A document's address may come back with another content.
PUBLIC = "public, no-cache"
#: Kept by this reader's browser alone and asked for again each time: the right to it is
#: checked at each reading, and what has not changed is not sent twice.
PRIVATE = "private, no-cache"
#: An uploaded file opened on its own runs nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
DOCUMENT_POLICY = "default-src 'none'; sandbox"
#: Without the sandbox: browsers show no PDF in one.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
PDF = "application/pdf"
FOR_PEOPLE = Audience(frozenset({frozenset({LOGIN})}))


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the media store; anything else below it is a 404."""
    store, audience = _picture(path)
    if not admits(audience, request.user):
        raise Http404
    content_type = PICTURE_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404
    response = send_file(request, store, path, content_type=content_type)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return _kept(response, audience, public=FOR_EVER)


def _picture(path: str) -> tuple[Storage, Audience]:
    """Where the picture at this path is stored and who may see it. Raises Http404.

    The folder says what it is: an original, one of its sizes, somebody's portrait.
    """
    if "\x00" in path:  # which PostgreSQL cannot even be asked about
        raise Http404
    match path.partition("/")[0]:
        case "original_images":
            store = RecueilImage._meta.get_field("file").storage
            found = RecueilImage.objects.filter(file=path)
            collections = list(found.values_list("collection__path", flat=True))
        case "images":
            store = RecueilRendition._meta.get_field("file").storage
            sizes = RecueilRendition.objects.filter(file=path)
            collections = list(sizes.values_list("image__collection__path", flat=True))
        case "avatar_images" if UserProfile.objects.filter(avatar=path).exists():
            return UserProfile._meta.get_field("avatar").storage, FOR_PEOPLE
        case _:
            raise Http404
    if not collections:
        raise Http404
    return store, audience_of_collections(collections)


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """A document of the library: read on the spot if it is a PDF, else saved."""
    found = RecueilDocument.objects.select_related("collection").filter(pk=document_id).first()
    if found is None or not found.file.name or found.filename != filename:
        raise Http404
    audience = audience_of_collections([found.collection.path])
    if not admits(audience, request.user):
        raise Http404
    content_type = found.content_type
    response = send_file(
        request,
        found.file.storage,
        found.file.name,
        content_type=content_type,
        etag=found.file_hash,
    )
    inline = found.content_disposition == "inline"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=not inline, filename=filename) or "attachment"
    )
    policy = PDF_POLICY if content_type == PDF else DOCUMENT_POLICY
    response.headers["Content-Security-Policy"] = policy
    document_served.send(sender=RecueilDocument, instance=found, request=request)
    return _kept(response, audience, public=PUBLIC)


def _kept(response: HttpResponseBase, audience: Audience, *, public: str) -> HttpResponseBase:
    """``response`` with word of who may keep it, and for how long."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    if audience.is_public:
        response.headers["Cache-Control"] = public
    else:
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
    return response
