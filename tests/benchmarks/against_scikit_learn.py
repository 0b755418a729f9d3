#!/usr/bin/env python3
"""Sentences per CPU-second: `slant score --all` on a dump, beside scikit-learn on the same sentences.

    pip install scikit-learn
    tests/benchmarks/against_scikit_learn.py DUMP [--slant target/release/slant] [--labels data/labels]

slant reads, decompresses, splits and scores; scikit-learn (TF-IDF of word 1-2-grams and char_wb 2-5-grams, one logistic
regression per label) is handed the sentences that slant split, and only vectorises and scores. Both run on one thread, in turn,
three times; the best of each counts. Prints one JSON object."""
import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = "1"

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline, make_union

from labels import LABELS, read_units

ROUNDS = 3


def peer(labels):
    rows = [unit for unit in read_units(labels) if unit["split"] != "test"]
    model = make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))),
        OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", max_iter=1000)),
    )
    return model.fit([row["text"] for row in rows], [[int(row[label]) for label in LABELS] for row in rows])


def children_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dump", type=Path)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--labels", default="data/labels")
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        rows_path = Path(folder) / "rows.jsonl"
        command = [options.slant, "score", "--all", options.dump, "--threads", "1", "--quiet", "--overwrite", "-o", rows_path]
        subprocess.run(command, check=False)
        with open(rows_path, encoding="utf-8") as lines:
            sentences = [json.loads(line)["text"] for line in lines]
        model = peer(options.labels)
        slant_seconds, peer_seconds = [], []
        for _ in range(ROUNDS):
            before = children_cpu_seconds()
            subprocess.run(command, check=False)
            slant_seconds.append(children_cpu_seconds() - before)
            before = time.process_time()
            model.predict_proba(sentences)
            peer_seconds.append(time.process_time() - before)
    ours, theirs = len(sentences) / min(slant_seconds), len(sentences) / min(peer_seconds)
    print(json.dumps({
        "units": len(sentences),
        "slant_units_per_cpu_second": round(ours),
        f"scikit_learn_{sklearn.__version__}_units_per_cpu_second": round(theirs),
        "ratio": round(ours / theirs, 1),
    }))


if __name__ == "__main__":
    main()
