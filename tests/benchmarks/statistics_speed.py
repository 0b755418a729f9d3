#!/usr/bin/env python3
"""`slant stats` on a run of a million scored units of 500 outlets, with 1 and 2 threads.

    tests/benchmarks/statistics_speed.py [--slant target/release/slant] [--articles 40000] [--outlets 500] [--audited 100000] [--folder DIR]

A dump is made from the sentences of data/sample with a fixed seed and run with `--all`; `slant sample` draws an audit, and the labels
are drawn by the scores in its key. Times `slant stats` with 1 and 2 threads, tells the peak memory, and whether the folders hold the
same bytes. Prints one JSON object."""
import argparse
import csv
import filecmp
import json
import os
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

SENTENCES = 25
LABELS = ("supportive", "not_far_enough", "helsinki_critical")


def write_dump(slant, path, n_articles, n_outlets):
    rows = path.with_suffix(".articles.jsonl")
    subprocess.run([slant, "ingest", "data/sample", "-o", rows, "--quiet", "--overwrite"], check=False)
    texts = [json.loads(line)["text"] for line in open(rows, encoding="utf-8")]
    sentences = sorted({s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if 40 < len(s) < 300 and "\n" not in s})
    draw = random.Random(2018)
    with open(path, "w", encoding="utf-8") as dump:
        for number in range(n_articles):
            drawn = [draw.choice(sentences) for _ in range(SENTENCES)]
            text = "\n\n".join(" ".join(drawn[i:i + 3]) for i in range(0, SENTENCES, 3))
            row = {"id": f"m{number}", "source": f"outlet-{draw.randrange(n_outlets)}.example", "title": drawn[0][:60],
                   "published": f"2018-09-{draw.randint(10, 30)}", "body": text}
            dump.write(json.dumps(row) + "\n")


def label(path):
    """Fills in the labels: each holds with the probability that the key tells."""
    key = {row["id"]: row for row in csv.DictReader(open(path.with_suffix(".key.csv"), encoding="utf-8-sig", newline=""))}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    draw = random.Random(9)
    for row in rows:
        drawn = key[row["id"]]
        for name in LABELS:
            row[name] = int(draw.random() < float(drawn[f"score_{name}"]))
        row["voice"] = drawn["voice"] if draw.random() < 0.9 else "own"
        row["kind"] = drawn["kind"]
        row["relevant"] = 1
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def timed(command):
    before = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    return {"seconds": round(time.perf_counter() - before, 2), "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
            "peak_mb": round(usage.ru_maxrss / 1000)}


def same(one, other):
    names = sorted(os.listdir(one))
    return names == sorted(os.listdir(other)) and filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--articles", type=int, default=40000)
    arguments.add_argument("--outlets", type=int, default=500)
    arguments.add_argument("--audited", type=int, default=100000)
    arguments.add_argument("--folder", help="keeps the run here, and uses the one that is there")
    options = arguments.parse_args()
    folder = Path(options.folder or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    run, audit = folder / "run", folder / "audit.csv"
    if not (run / "manifest.json").exists():
        write_dump(options.slant, folder / "dump.jsonl", options.articles, options.outlets)
        timed([options.slant, "run", folder / "dump.jsonl", "--all", "-o", run, "--quiet"])
    if not audit.exists():
        timed([options.slant, "sample", run, "-n", options.audited, "-o", audit, "--quiet", "--overwrite"])
        label(audit)
    manifest = json.loads((run / "manifest.json").read_text())
    figures = {"units": sum(manifest["units_by_kind"].values()), "outlets": options.outlets, "audited": options.audited}
    for threads in (1, 2):
        command = [options.slant, "stats", run, "--audit", audit, "--threads", threads, "-o", folder / f"stats-{threads}", "--overwrite", "--quiet"]
        figures[f"threads_{threads}"] = timed(command)
    figures["same_bytes"] = same(folder / "stats-1", folder / "stats-2")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
