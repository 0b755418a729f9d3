#!/usr/bin/env python3
"""F1 on data/labels in grouped five-fold cross-validation and on the test split: slant beside scikit-learn.

    pip install scikit-learn
    tests/benchmarks/cross_validation.py [--slant target/release/slant] [--labels data/labels]

Both learn from the same folds of whole clusters. scikit-learn is TF-IDF of word 1-2-grams and char_wb 2-5-grams and one
balanced logistic regression per label; its thresholds are chosen on one fold of the training part, by a model of the others,
and it sees the texts with the codebook's names masked, as slant does. Prints one JSON object."""
import argparse
import json
import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from labels import LABELS, f1, grouped_folds, read_units, write_units

N_FOLDS = 5


def run_slant(slant, train, test):
    """Confusion of each label on `test` by a model trained on `train`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_units(folder / "train.csv", train)
        write_units(folder / "test.csv", test)
        quiet = {"check": True, "capture_output": True, "text": True}
        subprocess.run([slant, "train", folder / "train.csv", "-o", folder / "model", "--quiet"], **quiet)
        command = [slant, "evaluate", folder / "test.csv", "--model", folder / "model", "--json"]
        report = json.loads(subprocess.run(command, **quiet).stdout)
    counts = [report["labels"][label]["confusion"] for label in LABELS]
    return numpy.array([[c["true_positives"], c["false_positives"], c["false_negatives"]] for c in counts])


def masker(codebook):
    names = tomllib.loads(Path(codebook).read_text(encoding="utf-8")).get("masked", [])
    names = sorted({form for name in names for form in (name, name.upper())}, key=len, reverse=True)
    ends = lambda name: r"(?!\w)" if name[-1].isalnum() else ""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}{ends(name)}" for name in names))
    return lambda text: pattern.sub("Xname ", text)


def scores(train, test):
    vectorizer = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )
    train_rows = vectorizer.fit_transform([unit["masked"] for unit in train])
    test_rows = vectorizer.transform([unit["masked"] for unit in test])
    model = lambda: LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
    fitted = [model().fit(train_rows, [int(unit[label]) for unit in train]) for label in LABELS]
    return [one.decision_function(test_rows) for one in fitted]


def best_threshold(values, truth):
    order = numpy.argsort(-values)
    true_positives = numpy.cumsum(truth[order])
    f1s = 2 * true_positives / (numpy.arange(1, len(truth) + 1) + truth.sum())
    return values[order][f1s.argmax()]


def run_scikit_learn(train, test):
    truth = lambda units, label: numpy.array([int(unit[label]) for unit in units])
    inner = numpy.array(grouped_folds(train, N_FOLDS))
    fitting = [unit for unit, fold in zip(train, inner) if fold > 0]
    choosing = [unit for unit, fold in zip(train, inner) if fold == 0]
    chosen = [best_threshold(values, truth(choosing, label)) for values, label in zip(scores(fitting, choosing), LABELS)]
    counts = []
    for values, threshold, label in zip(scores(train, test), chosen, LABELS):
        marked, true = values >= threshold, truth(test, label) == 1
        counts.append([(marked & true).sum(), (marked & ~true).sum(), (~marked & true).sum()])
    return numpy.array(counts)


def figures(counts):
    by_label = {label: f1(*row) for label, row in zip(LABELS, counts.tolist())}
    return {**{label: round(value, 3) for label, value in by_label.items()},
            "macro": round(sum(by_label.values()) / len(LABELS), 3)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--labels", default="data/labels")
    arguments.add_argument("--codebook", default="data/codebook.toml")
    options = arguments.parse_args()

    mask = masker(options.codebook)
    units = read_units(options.labels)
    for unit in units:
        unit["masked"] = mask(unit["text"])
    learning = [unit for unit in units if unit["split"] != "test"]
    testing = [unit for unit in units if unit["split"] == "test"]
    runs = {"slant": lambda *parts: run_slant(options.slant, *parts), "scikit_learn": run_scikit_learn}
    folds = numpy.array(grouped_folds(learning, N_FOLDS))
    part = lambda chosen: [unit for unit, is_chosen in zip(learning, chosen) if is_chosen]
    result = {"units": len(learning), "test_units": len(testing), "scikit_learn_version": sklearn.__version__}
    for name, run in runs.items():
        counts = sum(run(part(folds != fold), part(folds == fold)) for fold in range(N_FOLDS))
        result[name] = {"cross_validation": figures(counts), "test": figures(run(learning, testing))}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
