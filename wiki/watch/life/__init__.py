"""What becomes of a note: thanks, pages that it feeds, a source that dies."""
