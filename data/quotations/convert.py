#!/usr/bin/env python3
"""Writes attributions.jsonl from the marked articles: `data/quotations/convert.py [--print]`, from the root.

A file of marked/ has a head of `key: value` lines, a line `---`, the text, a line `---`, and for every speaker a line
`Name: 1 3 5` with the numbers of the attributions. Marks: `{c1 content}`, `{s1 source}`, `{q1 cue}`; `{s1,2 …}` belongs to two
attributions; marks may hold others; a split content has several marks of one number. `--print` shows what every attribution spans."""
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PART = {"c": "content", "s": "source", "q": "cue"}
TOKEN = re.compile(r"\{([csq])(\d+(?:,\d+)*) |\}")


def unmarked(marked, name):
    """The text without its marks, and the spans of every attribution in code points."""
    text, spans, opened, at = "", {}, [], 0
    for token in TOKEN.finditer(marked):
        text += marked[at:token.start()]
        at = token.end()
        if token[0] != "}":
            opened.append((PART[token[1]], [int(number) for number in token[2].split(",")], len(text)))
            continue
        part, numbers, start = opened.pop()
        for number in numbers:
            attribution = spans.setdefault(number, {"content": [], "source": [], "cue": []})
            attribution[part] = sorted([*attribution[part], [start, len(text)]])
    text += marked[at:]
    if opened or "{" in text or "}" in text:
        sys.exit(f"{name}: a mark is not closed, or is none: {opened[:1]}")
    return text, spans


def speakers_of(lines, name):
    speakers = {}
    for line in filter(None, lines.split("\n")):
        speaker, numbers = line.rsplit(":", 1)
        for number in map(int, numbers.split()):
            if number in speakers:
                sys.exit(f"{name}: attribution {number} has two speakers")
            speakers[number] = speaker
    return speakers


def article(path):
    head, marked, speakers = path.read_text(encoding="utf-8").split("\n---\n")
    fields = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    text, spans = unmarked(marked.strip(), path.name)
    names = speakers_of(speakers, path.name)
    if set(names) != set(spans):
        sys.exit(f"{path.name}: numbers either without marks or without a speaker: {sorted(set(names) ^ set(spans))}")
    for number, attribution in spans.items():
        if not attribution["content"]:
            sys.exit(f"{path.name}: attribution {number} has no content")
    attributions = [{**spans[number], "speaker": names[number]} for number in spans]
    attributions.sort(key=lambda each: (each["content"], each["cue"]))
    return {**fields, "text": text, "attributions": attributions}


def main():
    articles = [article(path) for path in sorted((FOLDER / "marked").glob("*.txt"))]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
    (FOLDER / "attributions.jsonl").write_text(lines, encoding="utf-8")
    counts = ", ".join(f"{split} {sum(len(one['attributions']) for one in articles if one['split'] == split)}" for split in ("dev", "test"))
    print(f"{len(articles)} articles, attributions: {counts}")
    if "--print" in sys.argv:
        for one in articles:
            print(f"\n{one['id']}: {len(one['text'].split())} words")
            slices = lambda spans: " … ".join(one["text"][start:end] for start, end in spans)
            for each in one["attributions"]:
                print(f"  [{slices(each['source'])} | {slices(each['cue'])} | {each['speaker']}] {slices(each['content'])}")


if __name__ == "__main__":
    main()
