"""What the converter emits is what the body of a page accepts."""

import json
import re
from pathlib import Path

import pytest

from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from home.models import ContentPage
from services.blocks import ServiceBodyBlock
from tests.factories import image_file
from tests.wordpress.exports import attachment, category, item, tag, write

GOLDEN = Path(__file__).parent / "golden"
HANDLERS = Path(__file__).resolve().parents[2] / "cms/wordpress/handlers"


def test_every_block_type_that_a_handler_emits_is_in_the_vocabulary():
    sources = [path.read_text() for path in HANDLERS.glob("*.py")]
    emitted = {name for source in sources for name in re.findall(r'flow\.block\(\s*"(\w+)"', source)}
    emitted |= {name for source in sources for name in re.findall(r'"type": "(\w+)"', source)} - {"text"}
    assert len(emitted) >= 8
    assert emitted <= set(ServiceBodyBlock().child_blocks)


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.django_db
def test_what_an_import_writes_can_be_saved_by_an_editor(source, tmp_path):
    """An editor who opens the imported page and presses “publish” must not be told that it is invalid."""
    names = {block["type"] for block in json.loads(source.with_suffix(".json").read_text())["blocks"]}
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "chairs.png").write_bytes(image_file().read())
    export = write(
        tmp_path / "export.xml",
        category(7, "care", "Care"),
        tag(9, "pain", "pain"),
        attachment(5, "chairs.png", alt="Two chairs"),
        item(1, "golden", source.read_text(), kind="page"),
    )
    report = Importer(export, Options(media=folder)).run()
    assert [issue for issue in report.issues if issue.severity == "error"] == []
    page = ContentPage.objects.get(slug="golden")
    assert {block.block_type for block in page.body} <= names | {"imported_source", "rich_text", "gallery"}
    page.body.stream_block.clean(page.body)
    page.full_clean()
