#!/usr/bin/env python3
"""How often the formulas of verdict in data/formulas.csv occur in data/labels, with and without their label.

    tests/benchmarks/formulas.py [--labels data/labels] [--formulas data/formulas.csv]

Prints a table in Markdown: units with the label, the articles and speakers that they come from, and units with the same words
without it. Exit code 1 where a formula occurs in fewer than three articles."""
import argparse
import csv
import re
import sys

from labels import read_units


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--labels", default="data/labels")
    arguments.add_argument("--formulas", default="data/formulas.csv")
    options = arguments.parse_args()

    units = read_units(options.labels)
    rare = 0
    print("| label | formula | units | articles | speakers | without the label |\n|" + " --- |" * 6)
    with open(options.formulas, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pattern = re.compile(row["pattern"], re.IGNORECASE)
            having = [unit for unit in units if pattern.search(unit["text"])]
            labelled = [unit for unit in having if unit[row["label"]] == "1"]
            articles = {unit["article_id"] for unit in labelled}
            speakers = {unit["speaker"] for unit in labelled if unit["speaker"]}
            rare += len(articles) < 3
            counts = [len(labelled), len(articles), len(speakers), len(having) - len(labelled)]
            print(f"| `{row['label']}` | {row['formula']} | {' | '.join(map(str, counts))} |")
    return int(rare > 0)


if __name__ == "__main__":
    sys.exit(main())
