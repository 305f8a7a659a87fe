"""A new digest in the forms that Teams, Slack and Mattermost read.

Each reads marks of its own in what is only a text to us: a title must not call everybody
in a channel, nor become a link to elsewhere.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wiki.syndication.models import Service

#: Characters that Slack takes in a heading (https://api.slack.com/reference/block-kit/blocks).
SLACK_HEADING = 150
CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~])")


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: plain texts and an absolute address."""

    heading: str
    title: str
    text: str
    url: str
    #: In which all of it is.
    language: str


def payload(service: str, message: Message) -> bytes:
    """The body of the request."""
    write = {Service.TEAMS: _teams, Service.SLACK: _slack, Service.MATTERMOST: _mattermost}
    return json.dumps(write[Service(service)](message), ensure_ascii=False).encode()


def _teams(message: Message) -> dict[str, Any]:
    """A message with an Adaptive Card 1.4, as incoming webhooks and workflows take it."""
    blocks: list[dict[str, Any]] = [
        _card_text(message.heading, isSubtle=True),
        _card_text(message.title, size="Large", weight="Bolder"),
    ]
    if message.text:
        blocks.append(_card_text(message.text))
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": message.language,
        "fallbackText": f"{message.heading} {message.title}",
        "body": blocks,
        "actions": [{"type": "Action.OpenUrl", "title": _("Read it"), "url": message.url}],
    }
    attachment = {"contentType": CARD, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _card_text(text: str, **looks: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": _plain_markdown(text), "wrap": True, **looks}


def _slack(message: Message) -> dict[str, Any]:
    title, text = _plain_slack(message.title), _plain_slack(message.text)
    heading = Truncator(message.title).chars(SLACK_HEADING)
    blocks: list[dict[str, Any]] = [
        {
            "type": "context",
            "elements": [{"type": "plain_text", "text": message.heading, "emoji": False}],
        },
        {"type": "header", "text": {"type": "plain_text", "text": heading, "emoji": False}},
    ]
    if text:
        body = {"type": "plain_text", "text": message.text, "emoji": False}
        blocks.append({"type": "section", "text": body})
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": _("Read it"), "emoji": False},
        "url": message.url,
    }
    blocks.append({"type": "actions", "elements": [button]})
    return {"text": f"{_plain_slack(message.heading)} {title}", "blocks": blocks}


def _mattermost(message: Message) -> dict[str, Any]:
    title = _quiet(_plain_markdown(message.title))
    lines = [
        _quiet(_plain_markdown(message.heading)),
        f"#### [{title}]({message.url})",
        _quiet(_plain_markdown(message.text)),
    ]
    return {"text": "\n".join(line for line in lines if line)}


def _plain_markdown(text: str) -> str:
    """``text`` on one line, so that no mark in it means anything."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _plain_slack(text: str) -> str:
    """The three characters that Slack asks to escape; a call of the channel needs one of them."""
    line = " ".join(text.split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quiet(text: str) -> str:
    """« @all » that calls nobody: a space of no width after the sign."""
    return text.replace("@", "@\u200b")
