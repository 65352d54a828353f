"""The Django project: settings, URLs, and the building blocks that every page type shares."""
