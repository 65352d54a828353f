"""Service articles: their topics, tags, authors, index and listings."""
