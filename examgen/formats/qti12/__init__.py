"""QTI 1.2, as single files and in packages."""
