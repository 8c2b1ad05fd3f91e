"""A municipality's own templates: copied out, beside the pack's, and after an upgrade."""
