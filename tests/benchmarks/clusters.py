#!/usr/bin/env python3
"""Syndication clusters: time, memory, recall and precision on planted copies, beside the MinHash index of `datasketch`.

    pip install datasketch
    cargo build --release -p ingest --example clusters
    tests/benchmarks/clusters.py [-n 100000] [--program target/release/examples/clusters] [--sample data/sample/wire-and-dailies.jsonl]

Articles are drawn, with a fixed seed, from the words of the sample. One in ten is a copy of an earlier one: shortened to 60 %,
under another headline, with every twelfth word swapped, with an outlet's paragraphs around it, or as a part of a roundup.
A planted pair counts as found where both are of one cluster (of datasketch: where the query of one gives the other: 128
permutations, 5-word shingles, Jaccard at least .5, the likeliest partner of a shortened copy). Precision: of all pairs found,
those of one story. Both run on one thread. Prints one JSON object."""
import argparse
import json
import random
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import datasketch

KINDS = ["shortened", "re-headlined", "swapped", "framed", "roundup"]
SHINGLE_WORDS = 5
MEGABYTE = 1 << 20


def vocabulary(sample):
    """All words of the sample, as often as they occur; it has a line that is no JSON, as dumps have."""
    words = []
    with open(sample, encoding="utf-8") as lines:
        for line in lines:
            try:
                words += json.loads(line, strict=False)["body"].split()
            except json.JSONDecodeError:
                continue
    return words


def copy(kind, words, draw, frames, other):
    if kind == "shortened":
        return words[: len(words) * 6 // 10]
    if kind == "swapped":
        return [draw() if index % 12 == 5 else word for index, word in enumerate(words)]
    if kind == "framed":
        return frames[0] + words + frames[1]
    if kind == "roundup":
        return [draw() for _ in range(100)] + words + other[: len(other) * 4 // 10]
    return words


def articles(n_articles, words, seed):
    """(id, story, kind of copy or nothing, title, text); the id of the original is the story."""
    random_numbers = random.Random(seed)
    draw = lambda: words[int(random_numbers.random() * len(words))]
    frames = [([draw() for _ in range(40)], [draw() for _ in range(20)]) for _ in range(200)]
    recent = []
    for number in range(n_articles):
        title = " ".join(draw() for _ in range(8))
        if number % 10 == 9:
            kind = KINDS[number // 10 % len(KINDS)]
            story, original = random_numbers.choice(recent)
            other = random_numbers.choice(recent)[1]
            text = copy(kind, original, draw, random_numbers.choice(frames), other)
        else:
            kind, story = None, number
            text = [draw() for _ in range(random_numbers.randrange(200, 400))]
            recent = recent[-500:] + [(number, text)]
            if number % 3 == 0:
                text = text + frames[number % len(frames)][1]
        yield number, story, kind, title, " ".join(text)


def pairs_of_clusters(path):
    members = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            number, first, _ = line.split("\t")
            members[first].append(int(number))
    return {(left, right) for group in members.values() for left in group for right in group if left < right}


def pairs_of_datasketch(dump):
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    found = set()
    with open(dump, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            words = article["text"].lower().split()
            sketch = datasketch.MinHash(num_perm=128)
            sketch.update_batch({" ".join(words[at : at + SHINGLE_WORDS]).encode() for at in range(len(words) - SHINGLE_WORDS + 1)})
            number = int(article["id"])
            found.update((other, number) for other in index.query(sketch))
            index.insert(number, sketch)
    return found


def scores(found, stories, kinds):
    planted, hits = Counter(), Counter()
    for number, kind in kinds.items():
        if kind:
            planted[kind] += 1
            hits[kind] += (stories[number], number) in found
    n_true = sum(stories[left] == stories[right] for left, right in found)
    return {
        "pairs": len(found),
        "precision": round(n_true / max(1, len(found)), 4),
        "recall": round(sum(hits.values()) / max(1, sum(planted.values())), 4),
        **{f"recall_{kind}": round(hits[kind] / max(1, planted[kind]), 4) for kind in KINDS},
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("-n", type=int, default=100_000)
    arguments.add_argument("--program", default="target/release/examples/clusters")
    arguments.add_argument("--sample", default="data/sample/wire-and-dailies.jsonl")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        dump, members = Path(folder) / "dump.jsonl", Path(folder) / "members.tsv"
        stories, kinds = {}, {}
        with open(dump, "w", encoding="utf-8") as out:
            for number, story, kind, title, text in articles(options.n, vocabulary(options.sample), options.seed):
                stories[number], kinds[number] = story, kind
                record = {"id": f"{number:07}", "outlet": "harborpost.example", "title": title, "text": text}
                out.write(json.dumps(record) + "\n")
        start = time.perf_counter()
        ran = subprocess.run([options.program, dump, members], check=True, capture_output=True, text=True)
        ours = {"seconds": round(time.perf_counter() - start, 1), **json.loads(ran.stdout)}
        ours |= scores(pairs_of_clusters(members), stories, kinds)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        found = pairs_of_datasketch(dump)
        seconds = round(time.perf_counter() - start, 1)
        megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 // MEGABYTE
        theirs = {"seconds": seconds, "peak_megabytes": megabytes, **scores(found, stories, kinds)}
    print(json.dumps({"articles": options.n, "slant": ours, f"datasketch_{datasketch.__version__}": theirs}, indent=1))


if __name__ == "__main__":
    main()
