#!/usr/bin/env python3
"""The main job on a dump of which one article in a hundred is relevant, beside reading the dump and counting its words.

    tests/benchmarks/mostly_irrelevant.py [--slant target/release/slant] [--articles 200000] [--folder DIR]

The dump is made from data/sample with a fixed seed: the relevant articles of the sample again and again, each with other ids, other
outlets and some paragraphs left out, among fillers of sentences drawn from the others. Times `zstd -dc dump | wc -w` and `slant
run`, in turn, three times, and takes the best of each; the peak memory is the largest of the three. Needs zstd. Prints one JSON
object."""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROUNDS = 3
RELEVANT_IN = 100
FILLER_SENTENCES = (12, 40)
OUTLETS = 400
# Words of the topic query: a filler has none of them, so that none is relevant by chance.
TOPIC = re.compile(r"interfer|meddl|sanction|tamper|hacker|disinformation|propaganda|election order", re.IGNORECASE)


def sample_articles(slant, folder):
    """The articles of the sample, relevant and not."""
    path = folder / "sample"
    subprocess.run([slant, "run", "data/sample", "-o", path, "--quiet"], check=False, stdout=subprocess.DEVNULL)
    rows = folder / "sample.jsonl"
    subprocess.run([slant, "ingest", "data/sample", "-o", rows, "--quiet"], check=False)
    scored = folder / "scored.jsonl"
    subprocess.run([slant, "score", "data/sample", "-o", scored, "--quiet"], check=False)
    relevant = {json.loads(line)["article_id"] for line in open(scored, encoding="utf-8")}
    articles = [json.loads(line) for line in open(rows, encoding="utf-8")]
    return [a for a in articles if a["article_id"] in relevant], [a for a in articles if a["article_id"] not in relevant]


def write_dump(path, n_articles, relevant, others):
    draw = random.Random(2018)
    sentences = sorted({s for a in relevant + others for s in re.split(r"(?<=[.!?])\s+", a["text"]) if 40 < len(s) < 300 and not TOPIC.search(s)})
    with subprocess.Popen(["zstd", "-q", "-3", "-f", "-o", path], stdin=subprocess.PIPE) as zstd:
        for number in range(n_articles):
            if number % RELEVANT_IN == 0:
                article = draw.choice(relevant)
                paragraphs = article["text"].split("\n\n")
                kept = [p for i, p in enumerate(paragraphs) if i == 0 or draw.random() < 0.8]
                title, text = article["title"], "\n\n".join(kept)
            else:
                drawn = [draw.choice(sentences) for _ in range(draw.randint(*FILLER_SENTENCES))]
                title = drawn[0][:60]
                text = "\n\n".join(" ".join(drawn[i:i + 3]) for i in range(0, len(drawn), 3))
            row = {"id": f"m{number}", "source": f"outlet-{draw.randrange(OUTLETS)}.example", "title": title,
                   "published": f"2018-09-{draw.randint(10, 30)}", "body": text}
            zstd.stdin.write((json.dumps(row) + "\n").encode())


def timed(command, **options):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--articles", type=int, default=200_000)
    arguments.add_argument("--folder", help="where the dump is made and kept; a temporary folder if not given")
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        dump = folder / f"dump-{options.articles}.jsonl.zst"
        if not dump.exists():
            write_dump(dump, options.articles, *sample_articles(options.slant, Path(temporary)))
        words, runs, memory = [], [], []
        output = Path(temporary) / "out"
        for _ in range(ROUNDS):
            words.append(timed(["bash", "-c", 'zstd -dc "$0" | wc -w', dump])[0])
            shutil.rmtree(output, ignore_errors=True)
            seconds, megabytes, code = timed([options.slant, "run", dump, "-o", output, "--quiet"])
            assert code == 0, code
            runs.append(seconds)
            memory.append(megabytes)
        manifest = json.loads((output / "manifest.json").read_text())
        print(json.dumps({
            "articles": manifest["articles_in"],
            "relevant": manifest["articles_relevant"],
            "clusters_with_copies": manifest["clusters"]["n_with_copies"],
            "zstd_wc_seconds": round(min(words), 2),
            "slant_run_seconds": round(min(runs), 2),
            "ratio": round(min(runs) / min(words), 2),
            "peak_megabytes": round(max(memory)),
        }, indent=2))


if __name__ == "__main__":
    main()
