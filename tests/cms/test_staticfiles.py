"""The stylesheet as it is shipped: one file, in layer order, with nothing lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

from cms.staticfiles import STYLESHEET, OneStylesheetStorage

SOURCE = Path(settings.BASE_DIR) / "cms/static/css"
LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> OneStylesheetStorage:
    """Collect the project's own static files, as ``collectstatic`` does."""
    return collect(tmp_path_factory.mktemp("static"))


def collect(folder: Path) -> OneStylesheetStorage:
    storage = OneStylesheetStorage(location=str(folder), base_url="/static/")
    paths = {}
    for path, source in FileSystemFinder().list([]):
        if not storage.exists(path):
            with source.open(path) as file:
                storage.save(path, file)
        paths[path] = (source, path)
    for _name, _hashed, error in storage.post_process(paths):
        assert not isinstance(error, Exception), error
    return storage


@pytest.fixture
def css(collected) -> str:
    with collected.open(collected.stored_name(STYLESHEET)) as file:
        return file.read().decode()


def squeezed(source: str) -> str:
    """Give CSS without spaces, and without the hashes in file names that collecting adds."""
    return re.sub(r"\s+", "", re.sub(r"\.[0-9a-f]{12}(?=\.\w+)", "", source))


def test_one_request_gets_all_styles(css):
    assert "@import" not in css


def test_the_layers_stand_in_their_order(css):
    assert re.search(r"@layer ([\w, ]+);", css)[1].split(", ") == LAYERS
    blocks = re.findall(r"^@layer ([\w-]+) \{", css, re.MULTILINE)
    assert set(blocks) == set(LAYERS)
    assert blocks == sorted(blocks, key=LAYERS.index)
    assert css.index("@layer reset, tokens") < css.index("@layer reset {"), "the order is declared first"


def test_every_component_is_in_it_and_none_is_forgotten(css):
    components = [path for path in SOURCE.glob("*.css") if path.name != "site.css"]
    assert len(components) > 20
    for path in components:
        assert squeezed(path.read_text()) in squeezed(css), path.name
    imports = re.findall(r'@import url\("([^"]+)"\)', (SOURCE / "site.css").read_text())
    assert sorted(imports) == sorted(path.name for path in components), "each file once"


def test_each_component_stands_in_its_own_layer(css):
    for name, layer in re.findall(r'url\("([^"]+)"\) layer\((\w+)\)', (SOURCE / "site.css").read_text()):
        before = squeezed(css).split(squeezed((SOURCE / name).read_text()))[0]
        assert before.endswith(f"@layer{layer}{{"), name


def test_every_bracket_is_closed(css):
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert plain.count("{") == plain.count("}")
    for path in SOURCE.glob("*.css"):
        source = path.read_text()
        assert source.count("{") == source.count("}"), path.name


def test_the_address_changes_with_the_content(collected, css):
    name = collected.stored_name(STYLESHEET)
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert collected.url(STYLESHEET) == f"/static/{name}"


def test_it_is_compressed(collected):
    name = collected.stored_name(STYLESHEET)
    assert collected.exists(f"{name}.gz")
    assert collected.size(f"{name}.gz") < collected.size(name) / 2


def test_collecting_twice_gives_the_same(tmp_path):
    first = collect(tmp_path).stored_name(STYLESHEET)
    assert collect(tmp_path).stored_name(STYLESHEET) == first


def test_modules_are_imported_by_their_hashed_names(collected):
    """A browser may keep each for ever, and never mixes an old module with a new one."""
    with collected.open(collected.stored_name("js/site.js")) as file:
        imported = re.findall(r'import *"([^"]+)"', file.read().decode())
    modules = {path.name for path in (SOURCE.parent / "js").glob("*.js")}
    assert len(imported) > 3
    for path in imported:
        assert re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", path)
        assert collected.exists(f"js/{path}")
    assert {re.sub(r"\.[0-9a-f]{12}", "", path)[2:] for path in imported} | {"site.js"} == modules


def test_all_javascript_together_is_small(collected):
    modules = [path.name for path in (SOURCE.parent / "js").glob("*.js")]
    sizes = [collected.size(f"{collected.stored_name(f'js/{name}')}.br") for name in modules]
    assert sum(sizes) <= 5 * 1024, dict(zip(modules, sizes, strict=True))
