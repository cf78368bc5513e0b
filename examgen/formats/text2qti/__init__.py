"""The Markdown of text2qti."""
