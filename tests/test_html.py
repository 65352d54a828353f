"""Every kind of page before the Nu HTML checker, the one that the W3C runs."""

import pytest
from django.template.loader import get_template

from tests import checkers
from tests.showcase import OUTAGES, show_everything

pytestmark = pytest.mark.node


def test_the_html_checker_finds_nothing(home, client, tmp_path):
    pages = {name: client.get(path).content.decode() for name, path in show_everything(home).items()}
    pages |= {name: get_template(name).render() for name in OUTAGES}
    assert checkers.html_errors(pages, tmp_path) == []


def test_the_html_checker_finds_what_is_wrong(tmp_path):
    wrong = '<!DOCTYPE html><html lang="en"><title>Wrong</title><p><img src="/picture.png"></html>'
    [missing] = checkers.html_errors({"a page": wrong}, tmp_path)
    assert missing.startswith("a-page: An “img” element must have an “alt” attribute")


def test_the_types_of_schema_org_find_what_is_wrong(tmp_path):
    page = {"@type": "MedicalWebPage", "name": "A page", "lastReviewed": "2026-11-22"}
    graphs = {
        "right": {"@context": "https://schema.org", "@graph": [page]},
        "wrong": {"@context": "https://schema.org", "@graph": [page, {**page, "lastReveiwed": ""}]},
    }
    [misspelt] = checkers.schema_errors(graphs, tmp_path)
    assert misspelt.startswith("wrong: ")
    assert "lastReveiwed" in misspelt
