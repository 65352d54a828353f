"""The README says what is true: every command, every setting, every file it names."""

import re
from pathlib import Path

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
OWN_COMMANDS = sorted(
    name
    for name, app in get_commands().items()
    if str(app).split(".")[0] in ("cms", "home", "providers", "search", "services")
)


def test_every_setting_that_the_environment_gives_is_in_the_table():
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "cms/settings/base.py").read_text()))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert listed == read


def test_every_make_target_is_in_the_table():
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}
    assert set(re.findall(r"^\| `make ([a-z]+)` \|", README, re.MULTILINE)) == targets


@pytest.mark.parametrize("name", OWN_COMMANDS)
def test_every_command_is_documented_and_has_help(name):
    command = load_command_class(get_commands()[name], name)
    assert len(command.help) > 40
    assert f"`manage.py {name}`" in README


def test_every_option_of_the_import_is_in_the_table():
    command = load_command_class("cms.wordpress", "import_wordpress")
    parser = command.create_parser("manage.py", "import_wordpress")
    inherited = BaseCommand().create_parser("manage.py", "any")
    common = {option for action in inherited._actions for option in action.option_strings}  # noqa: SLF001  argparse has no other way
    options = {action.option_strings[0] for action in parser._actions if action.option_strings}  # noqa: SLF001  as above
    documented = set(re.findall(r"^\| `(--[a-z-]+)", README, re.MULTILINE))
    assert documented == options - common


def test_every_file_that_the_readme_links_is_there():
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target
