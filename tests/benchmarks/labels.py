"""The labelled units of data/labels, as the benchmarks read them."""
import csv
import hashlib
from pathlib import Path

LABELS = ["supportive", "not_far_enough", "helsinki_critical"]


def read_units(folder):
    """The unit of every id, in the order of the files: the adjudicated row where there is one, else the first."""
    units = {}
    for path in sorted(Path(folder).glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["annotator"] == "adjudicated" or row["annotator"] == "first":
                    units[row["id"]] = row
    return list(units.values())


def grouped_folds(units, n_folds):
    """The fold of every unit: clusters of copies stay whole, and a hash deals them out."""
    key = lambda cluster: hashlib.blake2b(cluster.encode()).hexdigest()
    clusters = sorted({unit["cluster_id"] for unit in units}, key=key)
    fold_of = {cluster: at % n_folds for at, cluster in enumerate(clusters)}
    return [fold_of[unit["cluster_id"]] for unit in units]


def write_units(path, units):
    """A label file of these units."""
    columns = ["id", "article_id", "cluster_id", "genre", "register", "voice", "kind", "text", "weight", *LABELS]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(units)


def f1(true_positives, false_positives, false_negatives):
    """F1 from counts; 0 where nothing is true or marked."""
    marked_and_true = 2 * true_positives + false_positives + false_negatives
    return 2 * true_positives / marked_and_true if marked_and_true else 0.0
