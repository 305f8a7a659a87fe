"""From a folder to documents: files found, decoded, cut into chunks with their line numbers."""
