"""What is new, for programs that read feeds: Atom, JSON Feed, and a list of them as OPML."""
