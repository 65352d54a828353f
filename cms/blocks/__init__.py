"""The blocks that every body is written with; page apps add their own by inheritance from ``BodyBlock``."""
