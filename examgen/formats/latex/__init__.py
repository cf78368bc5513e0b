"""LaTeX of the exam class and of Auto Multiple Choice."""
