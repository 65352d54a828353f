"""The checkers of ``tests/node``: the Nu HTML checker, and the types of schema.org as TypeScript knows them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

NODE = Path(__file__).parent / "node"
MODULES = NODE / "node_modules"
ARE_HERE = bool(shutil.which("node") and shutil.which("java") and MODULES.is_dir())


def html_errors(pages: dict[str, str], folder: Path) -> list[str]:
    """Check documents by their names, all in one run, since Java is slow to start; give its errors.

    Its warnings are advice; that on ``role="list"`` is wrong, since Safari takes lists without bullets for none.
    """
    for name, html in pages.items():
        (folder / f"{name.replace(' ', '-')}.html").write_text(html, encoding="utf-8")
    checker = MODULES / "vnu-jar/build/dist/vnu.jar"
    done = _run(["java", "-jar", str(checker), "--skip-non-html", "--format", "json", str(folder)])
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(message['url']).stem}: {message['message']} … {' '.join(message.get('extract', '').split())}"
        for message in found
        if message["type"] == "error"
    ]


def schema_errors(graphs: dict[str, object], folder: Path) -> list[str]:
    """Check JSON-LD documents by their names: a type or property that schema.org has not, or a value of a wrong kind."""
    (folder / "node_modules").symlink_to(MODULES)
    lines = ['import type { Graph } from "schema-dts";']
    lines += [
        f"export const graph{number}: Graph = {json.dumps(graph)};"
        for number, graph in enumerate(graphs.values())
    ]
    (folder / "graphs.ts").write_text("\n".join(lines), encoding="utf-8")
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"]
    compiler = MODULES / "typescript/bin/tsc"
    done = _run(["node", str(compiler), *options, "--pretty", "false", "graphs.ts"], folder)
    names = list(graphs)
    return [
        re.sub(r"^graphs\.ts\((\d+),\d+\)", lambda line: names[int(line[1]) - 2], complaint)
        for complaint in done.stdout.splitlines()
        if complaint.startswith("graphs.ts(")
    ] or ([done.stdout + done.stderr] if done.returncode else [])


def _run(command: list[str], folder: Path = NODE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
