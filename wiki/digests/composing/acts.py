"""What a button of the composing screens does, by the name that it posts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from wiki.digests.composing import services, stages
from wiki.digests.composing.forms import ComposeForm
from wiki.digests.composing.queries import page_at
from wiki.digests.models import Edition
from wiki.people.models import User

#: Digits of a number that a database can hold.
LONGEST = 18


def perform(edition: Edition, form: ComposeForm, posted: QueryDict, *, by: User) -> str:
    """Store what was typed, then do the act; where one comes back to (query and anchor).

    ``act`` is empty, or ``up:12``, ``down:12``, ``remove:12`` for an item, ``section-up:0``,
    ``section-down:0`` for a section, ``place:12`` with ``to`` and ``before`` for a drag.
    Raises NotAllowed, a DigestRefused, Http404 for nonsense.
    """
    renamed = form.renamed()
    services.write(edition, form.words(), by=by, items=form.changes(), renamed=renamed)
    act, _colon, rest = posted.get("act", "").partition(":")
    if not act:
        return ""
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


def add(edition: Edition, values: Mapping[str, Any], *, by: User) -> str:
    """A page by its address, an address elsewhere, or words; where one comes back to.

    Raises NotAllowed, a DigestRefused.
    """
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


def decide(edition: Edition, act: str, *, by: User, at: datetime | None) -> str:
    """Do it, and say so. Raises NotAllowed, a DigestRefused, Http404 for nonsense."""
    match act:
        case "ask":
            stages.ask_approval(edition, by=by)
            return _("The others are asked to look at it.")
        case "approve":
            stages.approve(edition, by=by)
            return _("It may leave.")
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
