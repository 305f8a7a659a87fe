"""Which part of a text fills which field: the level-2 headings that we know."""

from collections.abc import Sequence

from wiki.core.text import anchor_slug
from wiki.importers.reading.chunks import Chunk

#: Slug of the heading, in French and English, to field.
HEADINGS = {
    "guide": {
        "etapes": "steps", "steps": "steps", "les-etapes": "steps", "the-steps": "steps",
        "resultat-attendu": "expected_result", "resultats-attendus": "expected_result",
        "expected-result": "expected_result", "expected-results": "expected_result",
        "variantes": "variants", "variants": "variants", "variations": "variants",
        "voir-aussi": "see_also", "see-also": "see_also",
    },
    "case": {
        "contexte": "context", "context": "context", "probleme": "problem", "problem": "problem",
        "demarche": "approach", "approche": "approach", "approach": "approach",
        "resultats": "results", "results": "results",
        "ce-qui-n-a-pas-marche": "did_not_work", "what-did-not-work": "did_not_work",
        "what-didn-t-work": "did_not_work",
        "lecons": "lessons", "lessons": "lessons", "enseignements": "lessons",
        "recommandations": "recommendations", "recommendations": "recommendations",
    },
    "watch": {
        "ce-que-ca-dit": "says", "ce-que-cela-dit": "says", "what-it-says": "says",
        "ce-que-ca-change-pour-nous": "means_for_us",
        "ce-que-cela-change-pour-nous": "means_for_us",
        "what-it-means-for-us": "means_for_us", "what-it-changes-for-us": "means_for_us",
    },
    "community": {
        "domaine": "domain", "domain": "domain", "communaute": "community",
        "community": "community", "pratique": "practice", "practice": "practice",
        "comment-nous-rejoindre": "how_to_join", "how-to-join": "how_to_join",
        "how-to-join-us": "how_to_join", "charte": "charter", "charter": "charter",
        "rituels": "rituals", "rituals": "rituals", "nos-rendez-vous": "rituals",
    },
}  # fmt: skip
#: Where the text goes that stands before any heading that we know.
FIRST = {
    "guide": "body",
    "case": "context",
    "watch": "says",
    "series": "body",
    "community": "domain",
}
#: Anchor that the page gives to the part made of a field.
ANCHORS = {
    "steps": "steps", "expected_result": "expected-result", "variants": "variants",
    "see_also": "see-also", "context": "context", "problem": "problem", "approach": "approach",
    "results": "results", "did_not_work": "did-not-work", "lessons": "lessons",
    "recommendations": "recommendations", "says": "says", "means_for_us": "means-for-us",
    "domain": "domain", "community": "community", "practice": "practice",
    "how_to_join": "how-to-join", "charter": "charter", "rituals": "rituals",
}  # fmt: skip


def field_of(kind: str, chunk: Chunk) -> str:
    """The field that a heading opens in a page of this kind; "" when it opens none."""
    if chunk.kind != "heading" or chunk.level != 2:
        return ""
    return HEADINGS.get(kind, {}).get(anchor_slug(chunk.text.rstrip(" :")), "")


def split_sections(kind: str, chunks: Sequence[Chunk]) -> dict[str, list[Chunk]]:
    """The chunks of each field, without the headings that name them.

    Under a heading that we do not know, the text of a guide goes back to the body; other
    pages have no body, and their text stays in the field where it stands.
    """
    first = FIRST.get(kind, "body")
    parts: dict[str, list[Chunk]] = {}
    field = first
    for chunk in chunks:
        if named := field_of(kind, chunk):
            field = named
            parts.setdefault(field, [])
            continue
        if kind == "guide" and chunk.kind == "heading" and chunk.level <= 2:
            field = first
        parts.setdefault(field, []).append(chunk)
    return parts
