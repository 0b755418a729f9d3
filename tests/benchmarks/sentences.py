#!/usr/bin/env python3
"""Sentence boundaries: precision, recall and F1 of `slant segment`, and its speed, beside `sentencex` and `pysbd` in the same run.

    python3 -m venv /tmp/peers && . /tmp/peers/bin/activate && pip install sentencex pysbd
    cargo build --release -p features --example units
    tests/benchmarks/sentences.py GOLD.jsonl... [--speed DUMP] [--slant target/release/slant] [--units target/release/examples/units]

GOLD has one JSON object a line with `text` and its `sentences`, in order. A boundary is where a sentence ends, but for the
last of a text, counted in characters that are no blanks, so that it does not matter who keeps the spaces. Exact: the share of
texts whose sentences are all as in GOLD. DUMP is a text file, or JSON lines (perhaps `.gz`) with a field `text`, `content`,
`content_original` or `body`. Speed is bytes of text per CPU-second on one thread, the best of three. `slant segment` reads articles,
splits, says who speaks and writes rows; its splitter alone is a program that is handed strings as the others are. Both less the time
they take to start; pysbd gets no more than the first megabyte. Prints a table."""
import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

import pysbd
import sentencex

ROUNDS = 3
MEGABYTE = 1_000_000
TEXT_FIELDS = ["text", "content", "content_original", "body"]


def read_gold(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_texts(path):
    """The texts of a dump, or the file as one text."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        if ".jsonl" not in path.suffixes:
            return [file.read()]
        records = [json.loads(line) for line in file]
    found = (next((record[field] for field in TEXT_FIELDS if record.get(field)), "") for record in records)
    return [text for text in found if text]


def children_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu_seconds(command, **options):
    """CPU-seconds of a command that may reject something."""
    before = children_cpu_seconds()
    finished = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, **options)
    if finished.returncode > 1:
        sys.exit(f"{command[0]} ended with {finished.returncode}")
    return children_cpu_seconds() - before


class Slant:
    """The command `slant segment`."""

    def __init__(self, program):
        self.program = program
        printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        self.name = printed.strip() or "slant"

    def run(self, texts, rows_path):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as articles:
            for number, text in enumerate(texts):
                articles.write(json.dumps({"id": str(number), "outlet": "None", "text": text}) + "\n")
            articles.flush()
            return cpu_seconds(
                [self.program, "segment", articles.name, "--threads", "1", "--quiet", "--overwrite", "-o", rows_path]
            )

    def split(self, texts):
        units = defaultdict(list)
        with tempfile.TemporaryDirectory() as folder:
            rows_path = Path(folder) / "units.jsonl"
            self.run(texts, rows_path)
            with open(rows_path, encoding="utf-8") as rows:
                for row in map(json.loads, rows):
                    units[row["article_id"]].append(row["text"])
        return [units[str(number)] for number in range(len(texts))]

    def cpu_seconds(self, texts):
        with tempfile.TemporaryDirectory() as folder:
            return self.run(texts, Path(folder) / "units.jsonl") - self.run(["One."], Path(folder) / "one.jsonl")


class Units:
    """slant's splitter without reading, attribution and writing; it is timed alone."""

    name = "its splitter alone"

    def __init__(self, program):
        self.program = program

    def cpu_seconds(self, texts):
        run = lambda data: cpu_seconds([self.program], input=data)
        return run("\0".join(text.replace("\0", "") for text in texts).encode()) - run(b"One.")


class Library:
    def __init__(self, name, split_one, most_bytes=None):
        self.name, self.split_one, self.most_bytes = f"{name} {version(name)}", split_one, most_bytes

    def split(self, texts):
        return [list(self.split_one(text)) for text in texts]

    def cpu_seconds(self, texts):
        before = time.process_time()
        self.split(texts)
        return time.process_time() - before


def boundaries(sentences):
    """Where sentences end, but for the last; a sentence of blanks alone is none."""
    lengths = [length for length in (len("".join(sentence.split())) for sentence in sentences) if length]
    return set(list(accumulate(lengths))[:-1])


def score(splitter, gold):
    """F1, precision, recall and the share of exact texts."""
    hits = found = expected = exact = 0
    for case, sentences in zip(gold, splitter.split([case["text"] for case in gold])):
        mine, theirs = boundaries(sentences), boundaries(case["sentences"])
        hits, found, expected = hits + len(mine & theirs), found + len(mine), expected + len(theirs)
        exact += mine == theirs
    precision, recall = hits / max(found, 1), hits / max(expected, 1)
    return [2 * precision * recall / max(precision + recall, 1e-9), precision, recall, exact / len(gold)]


def first_bytes(texts, most):
    """The first texts that have no more bytes than this together, the last of them cut."""
    taken, left = [], most
    for text in texts:
        taken.append(text[:left])
        left -= len(text[:left].encode())
        if left <= 0:
            break
    return taken


def speed(splitter, texts):
    """Megabytes per CPU-second."""
    most = getattr(splitter, "most_bytes", None)
    texts = first_bytes(texts, most) if most else texts
    seconds = min(splitter.cpu_seconds(texts) for _ in range(ROUNDS))
    return sum(len(text.encode()) for text in texts) / MEGABYTE / max(seconds, 1e-3)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", type=Path, nargs="+")
    arguments.add_argument("--speed", type=Path, metavar="DUMP")
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--units", default="target/release/examples/units")
    options = arguments.parse_args()

    gold = [read_gold(path) for path in options.gold]
    texts = read_texts(options.speed) if options.speed else []
    splitters = [
        Slant(options.slant),
        Library("sentencex", lambda text: sentencex.segment("en", text)),
        Library("pysbd", pysbd.Segmenter(language="en", clean=False).segment, MEGABYTE),
    ]
    if texts:
        splitters.insert(1, Units(options.units))
    heads = "".join(f"{path.stem[:28]:>30}" for path in options.gold)
    print(f"{'':20}{heads}{'MB per' if texts else '':>12}")
    print(f"{'':20}{'F1  prec.   rec.  exact'.rjust(30) * len(gold)}{'CPU-second' if texts else '':>12}")
    for splitter in splitters:
        scored = hasattr(splitter, "split")
        rows = ["".join(f"{figure:7.3f}" for figure in score(splitter, cases)) if scored else "" for cases in gold]
        rate = f"{speed(splitter, texts):12.2f}" if texts else ""
        print(f"{splitter.name:20}{''.join(row.rjust(30) for row in rows)}{rate}", flush=True)


if __name__ == "__main__":
    main()
