#!/usr/bin/env python3
"""Attributions: precision, recall and F1 of those of `slant segment`, beside gold ones.

    tests/benchmarks/quotations.py FILE [--slant target/release/slant] [--split dev|test] [--worst N] [--show ID]

FILE holds an article a line: `id`, `outlet`, `text`, perhaps `title` and `split`, and `attributions`, each with `content`, `source`
and `cue`: lists of [start, end] in code points of the text; perhaps `speaker`, a name. data/quotations has such files.

A gold attribution is found where the words of slant's content are at least half of the words of both together; one to one, the
greatest share first; of "with quotation marks", among the contents that hold one. Form of a content: direct where every word but those of
its source and cue stands in quotation marks, mixed where some do, indirect else: recall by the gold form, precision by slant's. Source
and cue: of the contents found, how often slant's overlaps the gold one; exact: has the same words. Speaker, where the gold names one:
how often it is among those of the unit in which slant's content starts, by `speaker_names.py`.
`--worst N` lists the N articles with the lowest F1; `--show ID` prints an article with what is found (=), missed (-) and found wrongly (+)."""
import argparse
import json
import re
from collections import defaultdict, namedtuple

from labels import f1
from segmenting import segment
from speaker_names import same_speaker

FORMS = ["direct", "mixed", "indirect"]
LEAST_SHARE = 0.5
OPENING, CLOSING, EITHER = ("“", "``"), ("”",), ('"', "''")

Side = namedtuple("Side", "content source cue form marked words speaker")
Case = namedtuple("Case", "article gold found pairs")


def words(text, spans):
    """Where the words of the spans start."""
    return {start + word.start() for start, end in spans for word in re.finditer(r"\w+", text[start:end])}


def form(text, spans, left_out):
    """How a content is given, by its quotation marks; the words left out do not count."""
    if spans and all(text[start] in "‘'" and text[end - 1] in "’'" for start, end in spans if end > start):
        return "direct"
    quoted = unquoted = 0
    for start, end in spans:
        inside = False
        for token in re.finditer(r"\w+|[“”\"]|''|``", text[start:end]):
            if token[0] in OPENING:
                inside = True
            elif token[0] in CLOSING:
                inside = False
            elif token[0] in EITHER:
                inside = not inside
            elif start + token.start() in left_out:
                continue
            elif inside:
                quoted += 1
            else:
                unquoted += 1
    return "direct" if quoted and not unquoted else "mixed" if quoted else "indirect"


def side(text, content, source, cue, speaker):
    marked = any(re.search('["“”]', text[start:end]) for start, end in content)
    return Side(content, source, cue, form(text, content, words(text, source + cue)), marked, words(text, content), speaker)


def read_articles(path, split):
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [article for article in articles if not split or article.get("split") == split]


def found_rows(slant, articles):
    """The rows of the units of every article."""
    return segment(slant, [{key: article.get(key, "") for key in ("id", "outlet", "title", "text")} for article in articles])


def paired(gold, found):
    """Positions in both of those that are one attribution, with their share of common words."""
    shares = []
    for at_gold, left in enumerate(gold):
        for at_found, right in enumerate(found):
            common = len(left.words & right.words) / max(1, len(left.words | right.words))
            if common >= LEAST_SHARE:
                shares.append((-common, at_gold, at_found))
    pairs, used_gold, used_found = [], set(), set()
    for common, at_gold, at_found in sorted(shares):
        if at_gold not in used_gold and at_found not in used_found:
            used_gold.add(at_gold)
            used_found.add(at_found)
            pairs.append((at_gold, at_found))
    return pairs


def compare(article, rows):
    text = article["text"]
    one = lambda span: [span] if span else []
    gold = [side(text, each["content"], each["source"], each["cue"], each.get("speaker"))
            for each in article["attributions"] if each["content"]]
    found = [side(text, [each["content"]], one(each.get("source")), one(each.get("cue")), row["speaker"])
             for row in rows for each in row["attributions"] or []]
    return Case(article, gold, found, paired(gold, found))


def marked_only(case):
    """The case with the contents alone that hold a quotation mark."""
    gold, found = ([each for each in members if each.marked] for members in (case.gold, case.found))
    return Case(case.article, gold, found, paired(gold, found))


def overlaps(text, left, right):
    return bool(words(text, left) & words(text, right))


def share(holds):
    holds = list(holds)
    return f"{sum(holds) / len(holds):.4f}" if holds else "-"


def figures(cases, keep_gold=lambda _: True, keep_found=lambda _: True):
    """One line of the tables: of the gold attributions kept and the found ones kept."""
    n_gold = sum(keep_gold(gold) for case in cases for gold in case.gold)
    n_found = sum(keep_found(found) for case in cases for found in case.found)
    pairs = [(case.article["text"], case.gold[left], case.found[right]) for case in cases for left, right in case.pairs]
    recalled = [pair for pair in pairs if keep_gold(pair[1])]
    n_precise = sum(keep_found(found) for _, _, found in pairs)
    precision, recall = n_precise / max(1, n_found), len(recalled) / max(1, n_gold)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    sourced = [pair for pair in recalled if pair[1].source]
    cued = [pair for pair in recalled if pair[1].cue]
    named = [pair for pair in recalled if pair[1].speaker not in (None, "", "unattributed")]
    return (f"{n_gold:>6}{n_found:>7}{precision:>11.4f}{recall:>9.4f}{score:>9.4f}"
            f"{share(overlaps(text, gold.source, found.source) for text, gold, found in sourced):>9}"
            f"{share(words(text, gold.source) == words(text, found.source) for text, gold, found in sourced):>9}"
            f"{share(overlaps(text, gold.cue, found.cue) for text, gold, found in cued):>9}"
            f"{share(speaker_is_right(gold, found, text) for text, gold, found in named):>9}")


def speaker_is_right(gold, found, text):
    names = found.speaker or ""
    return same_speaker(gold.speaker, names, text) or any(same_speaker(gold.speaker, name, text) for name in names.split("; "))


def article_f1(case):
    right = len(case.pairs)
    return f1(right, len(case.found) - right, len(case.gold) - right)


def print_tables(cases):
    heading = f"{'':<26}  gold  found  precision   recall       F1   source    exact      cue  speaker"
    print(f"{len(cases)} articles\n{heading}\n{'all':<26}{figures(cases)}")
    print(f"{'with quotation marks':<26}{figures([marked_only(case) for case in cases])}")
    for name in FORMS:
        of_form = lambda each, name=name: each.form == name
        print(f"{name:<26}{figures(cases, of_form, of_form)}")
    outlets = defaultdict(list)
    for case in cases:
        outlets[case.article["outlet"]].append(case)
    print(f"\n{heading}")
    for outlet, members in sorted(outlets.items()):
        print(f"{outlet[:25]:<26}{figures(members)}")


def print_worst(cases, n_worst):
    print(f"\n{'worst articles':<60}      F1  gold  found  right")
    for case in sorted(cases, key=lambda case: (article_f1(case), case.article["id"]))[:n_worst]:
        name = case.article["id"][:59]
        print(f"{name:<60}{article_f1(case):>8.4f}{len(case.gold):>6}{len(case.found):>7}{len(case.pairs):>7}")


def described(text, each):
    """An attribution in one line: source, cue, form and content."""
    slices = lambda spans: " … ".join(" ".join(text[start:end].split()) for start, end in spans) or "nobody"
    return f"{each.form:<9}[{slices(each.source)} | {slices(each.cue)}] {slices(each.content)}"


def listing(case):
    """Gold and found in the order of the text: where they start, the mark, and the lines to print."""
    text = case.article["text"]
    start = lambda each: min((span[0] for span in each.content), default=0)
    lines = []
    for left, right in case.pairs:
        gold, found = case.gold[left], case.found[right]
        same = gold.words == found.words and words(text, gold.source) == words(text, found.source)
        both = [f"  =  {described(text, gold)}"] + ([] if same else [f"     {described(text, found)}"])
        lines.append((start(gold), both))
    for mark, members, at in (("-", case.gold, 0), ("+", case.found, 1)):
        used = {pair[at] for pair in case.pairs}
        lines += [(start(each), [f"  {mark}  {described(text, each)}"]) for n, each in enumerate(members) if n not in used]
    return sorted(lines)


def print_article(case):
    text, lines, at = case.article["text"], listing(case), 0
    print(f"\n{case.article['id']} ({case.article['outlet']}), F1 {article_f1(case):.4f}: "
          f"= found (gold, and below slant's where it differs), - missed, + false alarm; [source | cue] content")
    for paragraph in re.finditer(r"[^\n]+", text):
        print(f"\n{paragraph[0]}")
        while at < len(lines) and lines[at][0] < paragraph.end():
            print("\n".join(lines[at][1]))
            at += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--split", choices=["dev", "test"])
    arguments.add_argument("--worst", type=int, default=10, metavar="N")
    arguments.add_argument("--show", metavar="ID")
    options = arguments.parse_args()

    articles = read_articles(options.file, options.split)
    rows = found_rows(options.slant, articles)
    cases = [compare(article, rows[article["id"]]) for article in articles]
    if options.show:
        for case in cases:
            if case.article["id"] == options.show:
                print_article(case)
        return
    print_tables(cases)
    print_worst(cases, options.worst)


if __name__ == "__main__":
    main()
