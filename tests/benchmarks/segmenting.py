"""Articles through `slant segment`, for the scripts that compare its units with known ones."""
import json
import subprocess
import sys
from collections import defaultdict


def segment(slant, records):
    """The rows of the units that slant finds, by article."""
    feed = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    command = [*slant.split(), "segment", "-", "-o", "-", "--quiet"]
    finished = subprocess.run(command, input=feed, text=True, encoding="utf-8", capture_output=True, check=False)
    if finished.returncode:
        sys.exit(f"{' '.join(command)} ended with {finished.returncode}: {finished.stderr}")
    rows = defaultdict(list)
    for line in finished.stdout.splitlines():
        row = json.loads(line)
        rows[row["article_id"]].append(row)
    return rows
