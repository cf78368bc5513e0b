"""Banks in YAML and JSON, the written form of the model."""
