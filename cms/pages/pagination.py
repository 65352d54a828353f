"""Pages of a list."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def paginate(request: HttpRequest, results: QuerySet[Any] | Sequence[Any], size: int) -> Page:
    """Give the page that ``?page=`` names: the first for anything that is no number, 404 beyond the last."""
    paginator = Paginator(results, size)
    try:
        return paginator.page(request.GET.get("page") or 1)
    except EmptyPage as error:
        raise Http404 from error
    except InvalidPage:
        return paginator.page(1)
