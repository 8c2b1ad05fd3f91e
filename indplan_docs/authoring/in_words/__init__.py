"""A template's conditions, loops, names and headings in words for one who knows no code."""
