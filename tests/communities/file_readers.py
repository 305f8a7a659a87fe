"""Whoever asks for files, and the addresses that they ask."""

from django.test import Client

from wiki.core.models import RecueilDocument, RecueilImage
from wiki.people.models import User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses(image: RecueilImage, document: RecueilDocument) -> list[str]:
    """The original, a size made of it, the document."""
    return [image.file.url, image.get_rendition("width-20").url, document.url]
