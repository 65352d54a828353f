"""The forms of an import: which files, and what becomes of what is in them."""
