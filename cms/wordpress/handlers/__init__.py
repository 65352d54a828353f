"""What each shortcode and each HTML element becomes: one family a file, gathered in ``registry``."""
