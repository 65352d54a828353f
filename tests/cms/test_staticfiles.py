"""The stylesheet and the script as they are shipped: one file each, in order, with nothing lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

from cms.palette.design import design
from cms.staticfiles import SCRIPT, STYLESHEET, JoinedStaticFilesStorage

SOURCE = Path(settings.BASE_DIR) / "cms/static/css"
LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> JoinedStaticFilesStorage:
    """Collect the project's own static files, as ``collectstatic`` does."""
    return collect(tmp_path_factory.mktemp("static"))


def collect(folder: Path) -> JoinedStaticFilesStorage:
    storage = JoinedStaticFilesStorage(location=str(folder), base_url="/static/")
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
    """Give CSS without spaces and comments, and without the hashes in file names that collecting adds."""
    unhashed = re.sub(r"\.[0-9a-f]{12}(?=\.\w+)", "", source)
    return re.sub(r"/\*.*?\*/|\s+", "", unhashed, flags=re.DOTALL)


def test_one_request_gets_all_styles(css):
    assert "@import" not in css


def test_the_stylesheet_with_the_colours_holds_the_design(collected, css, monkeypatch):
    monkeypatch.setattr("cms.palette.design.staticfiles_storage", collected)
    shipped = design.__wrapped__()
    assert squeezed(shipped) == squeezed(css.replace("../", "/static/"))
    fonts = re.findall(r'url\("([^"]+woff2)"\)', shipped)
    assert fonts
    assert all(collected.exists(font.removeprefix("/static/")) for font in fonts)


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
    assert css.count("{") == css.count("}")
    for path in SOURCE.glob("*.css"):
        source = path.read_text()
        assert source.count("{") == source.count("}"), path.name


def test_the_address_changes_with_the_content(collected, css):
    name = collected.stored_name(STYLESHEET)
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert collected.url(STYLESHEET) == f"/static/{name}"


def test_it_is_compressed_and_small(collected):
    name = collected.stored_name(STYLESHEET)
    for ending in ("gz", "br"):
        assert collected.size(f"{name}.{ending}") <= 15 * 1024


def test_collecting_twice_gives_the_same(tmp_path):
    first = collect(tmp_path).stored_name(STYLESHEET)
    assert collect(tmp_path).stored_name(STYLESHEET) == first


def test_one_request_gets_all_scripts(collected):
    with collected.open(collected.stored_name(SCRIPT)) as file:
        script = file.read().decode()
    assert "import " not in script
    modules = [path for path in (SOURCE.parent / "js").glob("*.js") if path.name != "site.js"]
    assert len(modules) > 3
    for path in modules:
        assert f"{{\n{path.read_text()}\n}}" in script, "each in a block, since two may use the same name"
        assert "export " not in path.read_text()


def test_the_script_is_small(collected):
    assert collected.size(f"{collected.stored_name(SCRIPT)}.gz") <= 5 * 1024
