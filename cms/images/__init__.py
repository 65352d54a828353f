"""The site's images and the sizes in which they are shown."""
