#!/usr/bin/env python3
"""Which kind of article still pays? Macro-F1 on the dev split against the number of articles to learn from, by register.

    tests/benchmarks/learning_curve.py [--slant target/release/slant] [--labels data/labels]

Every row is a model trained on so many articles of the train split (plain newsroom prose, the tail of other registers, or
both as they come), and its macro-F1 on the plain and the tail units of the dev split. Prints a table in Markdown."""
import argparse
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

from labels import read_units, write_units

SIZES = [50, 100, 200, 400, 800]


def macro_f1(slant, model, units, folder):
    write_units(folder / "test.csv", units)
    command = [slant, "evaluate", folder / "test.csv", "--model", model, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["macro_f1"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--labels", default="data/labels")
    options = arguments.parse_args()

    units = read_units(options.labels)
    dev = {register: [u for u in units if u["split"] == "dev" and u["register"] == register] for register in ("plain", "tail")}
    train = [unit for unit in units if unit["split"] == "train"]
    kinds = {"plain": lambda unit: unit["register"] == "plain", "tail": lambda unit: unit["register"] == "tail",
             "both": lambda unit: True}
    print("| trained on | articles | units | plain | tail |\n| --- | --- | --- | --- | --- |")
    for kind, is_kind in kinds.items():
        chosen = [unit for unit in train if is_kind(unit)]
        articles = sorted({unit["article_id"] for unit in chosen}, key=lambda name: hashlib.blake2b(name.encode()).hexdigest())
        for size in [size for size in SIZES if size < len(articles)] + [len(articles)]:
            part = [unit for unit in chosen if unit["article_id"] in set(articles[:size])]
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_units(folder / "train.csv", part)
                command = [options.slant, "train", folder / "train.csv", "-o", folder / "model", "--quiet"]
                subprocess.run(command, check=True, capture_output=True)
                plain, tail = (macro_f1(options.slant, folder / "model", dev[register], folder) for register in dev)
            print(f"| {kind} | {size} | {len(part)} | {plain:.3f} | {tail:.3f} |", flush=True)


if __name__ == "__main__":
    main()
