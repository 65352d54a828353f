"""The mapping file: what it may say, and how a mistake in it is told."""

import pytest

from cms.wordpress import mapping as mapping_module
from cms.wordpress.mapping import Mapping, MappingError, TypeMapping, parse_mapping

FULL = """
[buttons]
without_url = "/doctors/"

[site]
hosts = ["www.clinic.example", "clinic.example"]
home = "welcome"

[menus]
header = "main"

[types.doctor]
as = "provider"
fields = { city = "doctor_city" }

[types.log]
as = "skip"

[taxonomies]
department = "topics"

[terms]
7 = "articles"

[shortcodes]
prefixes = ["su_", "x_"]
aliases = { old_button = "su_button" }
"""


def test_an_empty_file_is_an_ordinary_wordpress():
    mapping = parse_mapping("")
    assert mapping == Mapping()
    assert mapping.types == {"post": TypeMapping("article"), "page": TypeMapping("page")}
    assert mapping.taxonomies == {"category": "topics", "post_tag": "tags"}
    assert mapping.prefixes == ("su_",)
    assert mapping.button_without_url == ""


def test_everything_that_a_mapping_can_say():
    assert parse_mapping(FULL) == Mapping(
        button_without_url="/doctors/",
        hosts=("www.clinic.example", "clinic.example"),
        home="welcome",
        header_menu="main",
        types={
            "post": TypeMapping("article"),
            "page": TypeMapping("page"),
            "doctor": TypeMapping("provider", {"city": "doctor_city"}),
            "log": TypeMapping("skip"),
        },
        taxonomies={"category": "topics", "post_tag": "tags", "department": "topics"},
        terms={"7": "articles"},
        prefixes=("su_", "x_"),
        aliases={"old_button": "su_button"},
    )


def test_the_example_in_the_documentation_is_valid():
    example = "\n".join(
        line[4:] for line in (mapping_module.__doc__ or "").splitlines() if line.startswith("    ")
    )
    mapping = parse_mapping(example)
    assert mapping.types["doctor"].target == "provider"
    assert mapping.terms


def test_what_the_file_says_of_a_known_type_replaces_the_default():
    mapping = parse_mapping('[types.post]\nas = "page"\n[taxonomies]\ncategory = "tags"')
    assert mapping.types == {"post": TypeMapping("page"), "page": TypeMapping("page")}
    assert mapping.taxonomies == {"category": "tags", "post_tag": "tags"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[buttons", "is not valid TOML"),
        ("[button]", "unknown section [button]; known are buttons,"),
        ("buttons = 1", "buttons must be a section"),
        ('[buttons]\nwithout = "/a/"', "unknown key “without” in [buttons]; known are without_url"),
        ("[buttons]\nwithout_url = 1", "without_url in [buttons] must be text"),
        ('[site]\nhosts = "clinic.example"', "hosts in [site] must be a list"),
        ("[site]\nhosts = [1]", "hosts in [site] must be a list"),
        ("[menus]\nheader = []", "header in [menus] must be text"),
        ("[types]\ndoctor = 1", "doctor in [types] must be a section"),
        ("[types.doctor]", "[types.doctor] needs as = one of article, page, provider, skip"),
        ('[types.doctor]\nas = "person"', "[types.doctor] needs as = one of"),
        ("[types.doctor]\nas = []", "[types.doctor] needs as = one of"),
        ('[types.doctor]\nas = "page"\nfield = {}', "unknown key “field” in [types.doctor]"),
        (
            '[types.doctor]\nas = "page"\nfields = { city = 1 }',
            "every value in [types.doctor.fields] must be text",
        ),
        ('[types.doctor]\nas = "page"\nfields = "city"', "every value in [types.doctor.fields] must be text"),
        (
            '[taxonomies]\ndepartment = "menus"',
            "department in [taxonomies] is “menus”; it may be topics or tags",
        ),
        ("[taxonomies]\ndepartment = 1", "every value in [taxonomies] must be text"),
        ("[terms]\n7 = 7", "every value in [terms] must be text"),
        ("[shortcodes]\nprefixes = [7]", "prefixes in [shortcodes] must be a list"),
        ("[shortcodes]\naliases = []", "every value in [shortcodes.aliases] must be text"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, sentence):
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "clinic.toml")
    assert str(caught.value).startswith("clinic.toml")
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")
