"""Runs the code cells of a notebook in order, in one namespace, with nothing but Python's standard library."""

import json
import pathlib
import sys

path = pathlib.Path(sys.argv[1])
cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
names = {"__name__": "__main__"}
for number, source in enumerate(sources, start=1):
    exec(compile(source, f"{path.name}, code cell {number}", "exec"), names)
