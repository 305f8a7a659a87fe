"""From chunks of Markdown to the blocks and fields of pages."""
