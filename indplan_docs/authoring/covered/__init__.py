"""What the proof of a template's coverage tells, in words, as JSON and as a page."""
