"""HTML and MathML from other programs as our Markdown, and back."""
