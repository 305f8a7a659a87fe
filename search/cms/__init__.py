"""The editors' side of the search: synonyms and chosen results in the CMS."""
