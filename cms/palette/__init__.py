"""The site's colours: rows that editors choose from, with the contrast computed, served as one stylesheet."""
