"""Feeds as programs read them: checked against their schemas, then as plain values."""

import json
from pathlib import Path
from typing import Any

import jsonschema
from django.test import Client
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def valid_atom(body: bytes) -> Any:
    """The root of a feed that keeps to RFC 4287."""
    schema = etree.RelaxNG(etree.parse(str(SCHEMAS / "atom.rng")))
    root = etree.fromstring(body)
    assert schema.validate(root), schema.error_log
    for entry in root.findall("a:entry", ATOM):
        links = [(link.get("rel"), link.get("type")) for link in entry.findall("a:link", ATOM)]
        assert links.count(("alternate", "text/html")) == 1
    ids = [each.text for each in root.findall("a:entry/a:id", ATOM)]
    assert len(ids) == len(set(ids))
    return root


def valid_json(body: bytes) -> Any:
    """A feed that keeps to JSON Feed 1.1."""
    document = json.loads(body)
    jsonschema.validate(document, json.loads((SCHEMAS / "json_feed.json").read_text()))
    return document


def atom_of(address: str, client: Client | None = None, **headers: str) -> Any:
    """The root of the Atom feed at this address."""
    response = (client or Client()).get(address, headers=headers)
    assert response.status_code == 200, response
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return valid_atom(response.content)


def titles(root: Any) -> list[str]:
    """Titles of the entries of an Atom feed, in order."""
    return [each.text for each in root.findall("a:entry/a:title", ATOM)]


def texts(element: Any, path: str) -> list[str]:
    """The words of all elements at this path."""
    return [each.text for each in element.findall(path, ATOM)]
