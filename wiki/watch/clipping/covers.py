"""The picture that a source shows of itself, kept in the community's own files."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from guides.models import WatchNotePage
from wiki.communities.queries import community_of
from wiki.core.fetching import FetchRefused, Limits, fetch
from wiki.core.models import RecueilImage
from wiki.core.uploads.pictures import check_picture, true_name
from wiki.people.models import User

#: Half the time of a page: it is only an ornament.
PICTURE = Limits(seconds=5.0)
#: Pixels; smaller ones are logos and counters of visits.
LEAST_WIDTH = 300


def fetched_cover(address: str) -> ContentFile | None:
    """The picture behind this address; None for whatever is in the way."""
    try:
        answer = fetch(address, headers={"Accept": "image/*"}, limits=PICTURE)
    except FetchRefused:
        return None
    if not answer.is_success or not answer.content:
        return None
    path = PurePosixPath(unquote(urlsplit(answer.address).path))
    # Any ending will do: the true one follows from the content.
    file = ContentFile(answer.content, name=f"{path.stem[:60] or 'cover'}.jpg")
    file.name = true_name(file)
    return file


def check_cover(file: File) -> None:
    """Raises ValidationError for what the library does not take, or what is too small to show."""
    width, _height = check_picture(file)
    if width < LEAST_WIDTH:
        raise ValidationError(
            _("This picture is too small: it is %(least)d pixels wide at least."),
            code="too-small",
            params={"least": LEAST_WIDTH},
        )


def keep_cover(
    note: WatchNotePage, file: File, *, publisher: str, by: User | None = None
) -> RecueilImage | None:
    """The picture among the community's files; None when it is not fit for that.

    ``by`` is who brings it; the note's owner where a program does.
    """
    try:
        check_cover(file)
    except ValidationError:
        return None
    community = community_of(note)
    collection = community.collection if community else None
    picture = RecueilImage(
        title=note.title,
        file=file,
        credit=publisher[:200],
        collection=collection or Collection.get_first_root_node(),
        uploaded_by_user=by or note.owner,
    )
    picture.save()
    return picture
