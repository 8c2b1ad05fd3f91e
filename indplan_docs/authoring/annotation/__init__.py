"""A maintainer's own file given back with each finding as a Word comment at its place."""
