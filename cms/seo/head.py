"""What the ``head`` of a page says: title, canonical address, robots; decided here and nowhere else."""


def document_title(title: str, site_name: str, page_number: int = 1) -> str:
    """Join a page's title with the site's name; a later page of a list carries its number."""
    if page_number > 1:
        title = f"{title} ({page_number})"
    if not site_name or site_name == title:
        return title or site_name
    return f"{title} – {site_name}" if title else site_name


def robots(*, noindex: bool = False, is_preview: bool = False, is_filtered: bool = False) -> str:
    """Decide the robots rule of a page: any one reason to stay out of the index is enough."""
    return "noindex, follow" if noindex or is_preview or is_filtered else "index, follow"


def canonical(url: str, page_number: int = 1) -> str:
    """Give the one address of a page: without query, except for the page number of a list."""
    url = url.split("?")[0].split("#")[0]
    return f"{url}?page={page_number}" if page_number > 1 else url
