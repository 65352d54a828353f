"""The demo: an export of an invented WordPress site, and what this site shows beyond it."""
