"""The site's search."""
