"""AMC-TXT, the text format of Auto Multiple Choice."""
