"""QTI 2.0 to 3.0, as single files and in packages."""
