"""The keys of the front matter, their other spellings, and what is no key of ours."""

ALIASES = {
    "excerpt": "summary", "description": "summary", "language": "lang", "license": "licence",
    "author": "authors", "categories": "themes", "category": "themes", "tag": "tags",
    "community": "communities", "theme": "themes", "keyword": "keywords", "image": "cover",
    "lastmod": "updated", "last_updated": "updated", "published": "date", "modified": "updated",
}  # fmt: skip
SHARED = {
    "title", "type", "lang", "summary", "date", "updated", "slug", "permalink", "communities",
    "themes", "tags", "keywords", "authors", "licence", "source", "cover", "cover_alt",
    "cover_credit", "series", "translation_of", "verified_by", "verified_until",
}  # fmt: skip
BY_TYPE = {
    "guide": {"aim", "audience", "duration", "level", "prerequisites", "material"},
    "case": {
        "sector", "size", "stage", "constraints", "case_date", "figures", "applied_guides",
    },
    "watch": {
        "source_title", "publisher", "source_author", "source_date", "source_language",
        "reading_minutes", "kind", "relevant_until",
    },
    "series": {"duration", "pages"},
    "community": {"facilitator", "visibility", "joining"},
    "section": set(),
}  # fmt: skip
KNOWN = SHARED.union(*BY_TYPE.values())
TYPES = {
    "guide": "guide", "page": "guide", "article": "guide", "fiche": "guide", "tutorial": "guide",
    "case": "case", "case-study": "case", "case_study": "case", "etude-de-cas": "case",
    "watch": "watch", "watch-note": "watch", "veille": "watch",
    "series": "series", "serie": "series", "parcours": "series",
    "community": "community", "communaute": "community",
    "section": "section", "index": "section",
}  # fmt: skip
