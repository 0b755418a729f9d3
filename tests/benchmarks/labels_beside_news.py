#!/usr/bin/env python3
"""Do the invented articles look like news? Length, vocabulary and quotation marks, beside a dump of real articles.

    tests/benchmarks/labels_beside_news.py DUMP [--slant target/release/slant] [--labels data/labels]

Sentences of the dump are cut by `slant segment`; those of the labels are the units of kind `sentence`. The type-token curve is the number of
different words among the first n words, averaged over ten cuts of the text. Prints a table in Markdown."""
import argparse
import json
import random
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

from labels import read_units

CURVE = [1_000, 10_000, 100_000]
NEWS_GENRES = {"wire", "local_reprint", "trade_press", "broadcast", "foreign_press", "local_angle"}


def words(text):
    return re.findall(r"[\w'’-]*\w", text.lower())


def different_words(articles, n, rng):
    counts = []
    for _ in range(10):
        rng.shuffle(articles)
        taken = []
        for sentences in articles:
            taken.extend(word for sentence in sentences for word in words(sentence))
            if len(taken) >= n:
                break
        if len(taken) >= n:
            counts.append(len(set(taken[:n])))
    return round(statistics.mean(counts)) if counts else None


def describe(articles):
    """`articles`: lists of sentences."""
    sentences = [sentence for article in articles for sentence in article]
    lengths = sorted(len(sentence.split()) for sentence in sentences)
    share = lambda holds: f"{100 * sum(map(bool, map(holds, sentences))) / len(sentences):.1f} %"
    at = lambda part: lengths[int(part * (len(lengths) - 1))]
    rng = random.Random(1)
    return {
        "sentences": len(sentences),
        "words a sentence, mean": round(statistics.mean(lengths), 1),
        "standard deviation": round(statistics.stdev(lengths), 1),
        "10th, 50th, 90th percentile": f"{at(.1)}, {at(.5)}, {at(.9)}",
        "of under 8 words": share(lambda sentence: len(sentence.split()) < 8),
        "with a quotation mark": share(lambda sentence: re.search('["“”]', sentence)),
        **{f"different words among {n:,}": different_words(articles, n, rng) for n in CURVE},
    }


def by_article(units):
    articles = {}
    for unit in units:
        if unit["kind"] == "sentence":
            articles.setdefault(unit["article_id"], []).append(unit["text"])
    return list(articles.values())


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dump", type=Path)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--labels", default="data/labels")
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.jsonl"
        subprocess.run([options.slant, "segment", options.dump, "--quiet", "-o", path], check=False)
        with open(path, encoding="utf-8") as lines:
            real = [json.loads(line) for line in lines]
    labelled = read_units(options.labels)
    news = [unit for unit in labelled if unit["register"] == "plain" and unit["genre"] in NEWS_GENRES]
    columns = {
        "labels, all": describe(by_article(labelled)),
        "labels, plain news": describe(by_article(news)),
        options.dump.name: describe(by_article(real)),
    }
    print(f"| | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
    for row in next(iter(columns.values())):
        print(f"| {row} | {' | '.join(str(figures[row] or '–') for figures in columns.values())} |")


if __name__ == "__main__":
    main()
