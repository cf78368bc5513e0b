"""Quiz text: questions as people write them."""
