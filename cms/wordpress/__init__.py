"""The way off WordPress: reads an export, converts it and creates pages, snippets and redirects from it."""
