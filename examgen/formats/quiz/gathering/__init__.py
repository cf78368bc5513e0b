"""Questions out of lines: stem, choices, answers, reasons, and the lists of answers at the end."""
