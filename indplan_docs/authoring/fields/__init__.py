"""All that a template may say: the list of its fields, for people, for programs, and in Word to copy tags from."""
