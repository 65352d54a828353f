"""Buttons: written in place, or kept once, used on many pages and counted when followed."""
