"""Lines of a quiz text and what each could be alone: number, label, answer; and what questions are gathered in."""
