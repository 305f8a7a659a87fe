"""What a button of the composing screens does, by the name that it posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from guides.models import DigestPage
from wiki.communities.queries import community_of
from wiki.digests.composing import services, stages
from wiki.digests.composing.forms import AddForm, ComposeForm
from wiki.digests.composing.previews import send_test
from wiki.digests.composing.proposing import tray
from wiki.digests.composing.queries import page_at
from wiki.digests.models import Edition
from wiki.people.models import User

#: Digits of a number that a database can hold.
LONGEST = 18


@dataclass(frozen=True, slots=True)
class Done:
    """What an act leaves behind."""

    #: Where one comes back to: query and anchor.
    place: str = ""
    #: What the person is told.
    words: str = ""


def perform(
    edition: Edition, form: ComposeForm, add_form: AddForm, posted: QueryDict, *, by: User
) -> Done:
    """Store what was typed, put in what was typed to be added, then do the act.

    ``act`` is empty or ``add``, ``test`` for a message to oneself, ``take:12#comment-3`` for
    something of the tray, or an act of :func:`_arrange`.
    Raises NotAllowed, a DigestRefused, Http404 for nonsense.
    """
    renamed = form.renamed()
    services.write(edition, form.words(), by=by, items=form.changes(), renamed=renamed)
    # Whatever the button: nothing that was typed is lost.
    added = _add(edition, add_form.cleaned_data, by=by) if add_form.has_changed() else ""
    act, _colon, rest = posted.get("act", "").partition(":")
    match act:
        case "" | "add":
            return Done(added)
        case "take":
            return Done(_take(edition, rest, by=by))
        case "test":
            # Read anew: what was typed has just made another draft.
            digest = DigestPage.objects.get(pk=edition.digest_id)
            send_test(digest.get_latest_revision_as_object(), by)
            told = _("A test message is on its way to %(email)s.") % {"email": by.email}
            return Done(added, told)
    return Done(_arrange(edition, form, posted, renamed, by=by))


def _arrange(
    edition: Edition, form: ComposeForm, posted: QueryDict, renamed: Mapping[str, str], *, by: User
) -> str:
    """Move or remove something; where one comes back to.

    ``up:12``, ``down:12``, ``remove:12`` for an item, ``section-up:0``, ``section-down:0`` for
    a section, ``place:12`` with ``to`` and ``before`` for a drag.
    """
    act, _colon, rest = posted.get("act", "").partition(":")
    number = _number(rest)
    match act:
        case "up" | "down":
            services.step(edition, number, up=act == "up", by=by)
            # Without the item's anchor: browsers give no focus to a button where one is named.
            return f"?at={act}-{number}"
        case "section-up" | "section-down":
            name = renamed.get(_nth(form.names, number), _nth(form.names, number))
            services.step_section(edition, name, up=act == "section-up", by=by)
            return "#sections-of-digest"
        case "place":
            before, to = posted.get("before", ""), posted.get("to", "").replace("\0", "")
            services.place(
                edition, number, section=renamed.get(to, to),
                before=_number(before) if before else None, by=by,
            )  # fmt: skip
            return f"?at=up-{number}"
        case "remove":
            services.remove(edition, number, by=by)
            return "#sections-of-digest"
    raise Http404


def _take(edition: Edition, wanted: str, *, by: User) -> str:
    """Something of the tray goes in, named by its page and its place there."""
    community = community_of(edition.digest)
    rows = tray(community, by) if community else []
    found = next((each for each in rows if f"{each.page_id}{each.url}" == wanted), None)
    if found is None:
        raise Http404
    item = services.add_page(
        edition, found.page_id, by=by, url=found.url, title=found.title, section=found.section
    )
    return f"?at=up-{item.pk}"


def _add(edition: Edition, values: Mapping[str, Any], *, by: User) -> str:
    """A page by its address, an address elsewhere, or words; where one comes back to."""
    what, section = values["what"], values["section"]
    page = page_at(what, by)
    if page is not None:
        item = services.add_page(edition, page, by=by, section=section)
    elif what.lower().startswith(("https://", "http://")):
        title = values["title"] or what[:300]
        item = services.add_words(edition, by=by, title=title, url=what, section=section)
    else:
        item = services.add_words(edition, by=by, title=what[:300], section=section)
    return f"?at=up-{item.pk}"


def decide(edition: Edition, act: str, *, by: User, at: datetime | None, words: str = "") -> str:
    """Do it, and say so. Raises NotAllowed, a DigestRefused, Http404 for nonsense."""
    match act:
        case "ask":
            stages.ask_approval(edition, by=by)
            return _("The others are asked to look at it.")
        case "approve":
            stages.approve(edition, by=by)
            return _("It may leave.")
        case "back":
            stages.send_back(edition, by=by, words=words)
            return _("It goes back to whoever asked, with your words.")
        case "send" if at is not None:
            stages.schedule(edition, at=at, by=by)
            return _("It leaves at the moment that you chose.")
        case "send":
            stages.send(edition, by=by)
            return _("It is published, and on its way to the subscribers.")
        case "unschedule":
            stages.unschedule(edition, by=by)
            return _("It stays here until somebody sends it.")
        case "discard":
            services.discard(edition, by=by)
            return _("The draft is gone.")
    raise Http404


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST:
        raise Http404
    return int(text)


def _nth(names: list[str], number: int) -> str:
    if number >= len(names):
        raise Http404
    return names[number]
