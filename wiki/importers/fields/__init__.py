"""From a document to the values of a page's fields."""
