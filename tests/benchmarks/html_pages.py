#!/usr/bin/env python3
"""Main text of web pages: F1, and pages per CPU-second, of `slant ingest` beside trafilatura on the same pages.

    pip install trafilatura lxml_html_clean
    tests/benchmarks/html_pages.py PAGES SCORER [--slant target/release/slant]

PAGES is a folder of `*.html` or `*.html.gz`; SCORER is a script that takes a file of JSON lines with `source_path` and
`text` and prints its figures as JSON, such as one for the article-extraction-benchmark of scrapinghub. Both read on one
thread, in turn, three times; the best of each counts, slant's less the time it takes to start. Prints one JSON object."""
import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import trafilatura

ROUNDS = 3


def children_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ingest(slant, source, articles):
    """CPU-seconds of `slant ingest`."""
    before = children_cpu_seconds()
    command = [slant, "ingest", source, "--threads", "1", "--quiet", "--overwrite", "-o", articles]
    finished = subprocess.run(command, check=False)
    if finished.returncode > 1:
        sys.exit(f"{slant} ingest ended with {finished.returncode}")
    return children_cpu_seconds() - before


def read(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def extract(paths):
    """CPU-seconds of trafilatura, and its rows."""
    before = time.process_time()
    rows = [{"source_path": str(path), "text": trafilatura.extract(read(path)) or ""} for path in paths]
    return time.process_time() - before, rows


def score(scorer, articles):
    finished = subprocess.run([sys.executable, scorer, articles], check=True, capture_output=True, text=True)
    return json.loads(finished.stdout)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("--slant", default="target/release/slant")
    options = arguments.parse_args()

    paths = sorted(path for path in options.pages.iterdir() if path.name.endswith((".html", ".html.gz")))
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "slant.jsonl", Path(folder) / "trafilatura.jsonl"
        empty = Path(folder) / "empty.jsonl"
        empty.write_text('{"text": "One record.", "outlet": "None"}\n', encoding="utf-8")
        started = min(ingest(options.slant, empty, Path(folder) / "started.jsonl") for _ in range(ROUNDS))
        our_seconds, their_seconds = [], []
        for _ in range(ROUNDS):
            our_seconds.append(ingest(options.slant, options.pages, ours) - started)
            seconds, rows = extract(paths)
            their_seconds.append(seconds)
        theirs.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        our_rate, their_rate = len(paths) / max(min(our_seconds), 1e-3), len(paths) / min(their_seconds)
        print(json.dumps({
            "pages": len(paths),
            "slant": {"pages_per_cpu_second": round(our_rate), **score(options.scorer, ours)},
            "trafilatura": {
                "version": trafilatura.__version__,
                "pages_per_cpu_second": round(their_rate, 1),
                **score(options.scorer, theirs),
            },
            "ratio": round(our_rate / their_rate, 1),
        }, indent=1))


if __name__ == "__main__":
    main()
