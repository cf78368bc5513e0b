"""Exercises of R/exams with static content."""
