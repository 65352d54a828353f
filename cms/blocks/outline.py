"""Which heading level comes next in a body: blocks put titles of their own below whatever stands before them."""

import re

HEADING = re.compile(r"<h([1-6])[\s>]")
DEEPEST = 6


class Outline:
    """What is known of a page's headings so far; the bodies nested in a body share one."""

    def __init__(self) -> None:
        self.last = 1  # the page's title

    def read(self, html: str) -> bool:
        """Note the last heading of what has been rendered; say whether there was one."""
        levels = HEADING.findall(html)
        if levels:
            self.last = int(levels[-1])
        return bool(levels)

    def below(self, section: int) -> str:
        """Give the element for a title within a section of this level; it never skips a level."""
        return f"h{min(section, self.last, DEEPEST - 1) + 1}"
