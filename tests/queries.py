"""Counting what is asked of the database."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


def queries_of(client: Client, path: str) -> int:
    """Count the queries of a second visit; the first fills the caches that a running site has."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def writes_of(client: Client, path: str) -> list[str]:
    """Give the statements of a first visit that change something."""
    with CaptureQueriesContext(connection) as captured:
        answer: HttpResponse = client.get(path)
    assert answer.status_code == 200, path
    statements = [query["sql"] for query in captured.captured_queries]
    return [statement for statement in statements if statement.lstrip().upper().startswith(WRITES)]
