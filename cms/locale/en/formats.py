"""Dates as they are written in Britain."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
