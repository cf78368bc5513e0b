"""The page as people wrote it, as plain lines: what hides text is opened, what leads through a course goes."""
