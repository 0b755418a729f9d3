#!/usr/bin/env python3
"""Voice, speaker and role of the speaker: what `slant segment` finds, beside data/labels.

    tests/benchmarks/voices.py [--slant target/release/slant] [--labels data/labels] [--split dev|train|test] [--joined] [--show N]

The train split serves development, dev the choice between variants (the default), test the final figure only.

The articles are put together from their units: the first headline is the title, every other unit a paragraph of its own, but for the
sentences of one running quotation, which stay together while its marks are open. `--joined` puts all sentences that follow one
another into one paragraph. The files do not say which it was; the summary is printed for both, everything else for the one chosen.

Headlines and sentences of the gold are looked for by their text. Those that slant cuts otherwise are counted and left out.
Speaker: of the units found whose gold is not own voice and names a speaker (not "unattributed"), how often slant names the same.
`speaker_names.py` says when two names are the same. Role: the same units.
`--show N` prints N errors of the voice and N of the speaker (of units whose voice is not own for slant, either), drawn by a fixed seed."""
import argparse
import random
import sys
from collections import Counter, defaultdict, namedtuple

from labels import f1, read_units
from segmenting import segment
from speaker_names import same_speaker

VOICES = ["own", "direct_quote", "indirect"]
KINDS = ["headline", "sentence"]
SEED = 20180912

Match = namedtuple("Match", "gold found before text")


def articles_of(units, split):
    """The units of every article of a split, in order."""
    articles = defaultdict(list)
    for unit in units:
        if unit["split"] == split:
            articles[unit["article_id"]].append(unit)
    for members in articles.values():
        members.sort(key=lambda unit: int(unit["unit"]))
    return dict(articles)


def quotation_is_open(text):
    """Whether a quotation that starts in the text goes on behind it."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def record(article_id, units, joined):
    """An article as `slant segment` reads it: its units as paragraphs."""
    title = units[0]["text"] if units[0]["kind"] == "headline" else ""
    text, before, paragraph = "", None, ""
    for unit in units[1:] if title else units:
        sentences = before is not None and before["kind"] == unit["kind"] == "sentence"
        goes_on = sentences and (joined or (quotation_is_open(paragraph) and unit["text"][:1] not in "“‘"))
        paragraph = f"{paragraph} {unit['text']}" if goes_on else unit["text"]
        text += ("" if before is None else " " if goes_on else "\n\n") + unit["text"]
        before = unit
    return {"id": article_id, "outlet": units[0]["outlet"], "title": title, "text": text}


def voiced_rows(slant, records):
    """The units that slant finds in every article."""
    found = segment(slant, records)
    if not any(row["voice"] for rows in found.values() for row in rows):
        sys.exit(f"{slant} segment gives no unit a voice")
    return found


def matched(articles, found):
    """Gold units with those of slant that have the same text, and how many have none."""
    key = lambda unit: (unit["kind"] == "headline" and str(unit["unit"]) == "0", " ".join(unit["text"].split()))
    matches, n_cut_otherwise = [], 0
    for article_id, units in articles.items():
        rows = defaultdict(list)
        for row in reversed(found[article_id]):
            rows[key(row)].append(row)
        text, before = "\n".join(unit["text"] for unit in units), ""
        for unit in units:
            if unit["kind"] in KINDS:
                same = rows[key(unit)]
                if same:
                    matches.append(Match(unit, same.pop(), before, text))
                else:
                    n_cut_otherwise += 1
            before = unit["text"]
    return matches, n_cut_otherwise


def voice_of(row):
    return row["voice"] or "own"


def accuracy(matches):
    return sum(match.gold["voice"] == voice_of(match.found) for match in matches) / max(1, len(matches))


def of_voice(matches, voice):
    """Precision, recall, F1 and support of a voice."""
    pairs = Counter((match.gold["voice"] == voice, voice_of(match.found) == voice) for match in matches)
    right, missed, wrong = pairs[True, True], pairs[True, False], pairs[False, True]
    return right / max(1, right + wrong), right / max(1, right + missed), f1(right, wrong, missed), right + missed


def with_speaker(matches):
    return [match for match in matches if match.gold["voice"] != "own" and match.gold["speaker"] not in ("", "unattributed")]


def speaker_is_right(match):
    return bool(match.found["speaker"]) and same_speaker(match.gold["speaker"], match.found["speaker"], match.text)


def share(matches, holds):
    return sum(map(holds, matches)) / max(1, len(matches))


def role_is_right(match):
    return match.gold["speaker_role"] == match.found["speaker_role"]


def summary(matches):
    """The figures by which variants are compared, in one line."""
    macro = sum(of_voice(matches, voice)[2] for voice in VOICES) / len(VOICES)
    spoken = with_speaker(matches)
    speaker, role = share(spoken, speaker_is_right), share(spoken, role_is_right)
    return f"voice {accuracy(matches):.4f}  macro-F1 {macro:.4f}  speaker {speaker:.4f}  role {role:.4f}"


def print_voices(matches):
    print(f"\n{'voice, gold':<15}" + "".join(f"{voice:>14}" for voice in VOICES) + "   precision   recall       F1  support")
    for voice in VOICES:
        row = [sum(m.gold["voice"] == voice and voice_of(m.found) == other for m in matches) for other in VOICES]
        precision, recall, score, support = of_voice(matches, voice)
        print(f"{voice:<15}" + "".join(f"{n:>14}" for n in row) + f"{precision:>12.4f}{recall:>9.4f}{score:>9.4f}{support:>9}")


def print_groups(matches, column):
    groups = defaultdict(list)
    for match in matches:
        groups[match.gold[column]].append(match)
    print(f"\n{column:<16}   units   voice   not own  F1 not own  speaker     role")
    for name, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        pairs = Counter((m.gold["voice"] != "own", voice_of(m.found) != "own") for m in members)
        spoken = with_speaker(members)
        said = f1(pairs[True, True], pairs[False, True], pairs[True, False])
        figures = f"{said:>12.4f}{share(spoken, speaker_is_right):>9.4f}{share(spoken, role_is_right):>9.4f}"
        print(f"{name:<16}{len(members):>8}{accuracy(members):>8.4f}{len(spoken):>10}{figures}")


def print_speakers(matches):
    spoken = with_speaker(matches)
    named = [match for match in spoken if match.found["speaker"]]
    right = [match for match in spoken if speaker_is_right(match)]
    print(f"\nspeaker: {len(spoken)} units with one in the gold; named {len(named)}, right {len(right)}: "
          f"{len(right) / max(1, len(spoken)):.4f} of all, {len(right) / max(1, len(named)):.4f} of the named; "
          f"right by the text alone, rule 3 of speaker_names.py: "
          f"{sum(not same_speaker(m.gold['speaker'], m.found['speaker']) for m in right)}")
    roles = sorted({match.gold["speaker_role"] for match in spoken})
    print(f"\n{'role, gold':<16}" + "".join(f"{role:>16}" for role in [*roles, "none"]))
    for role in roles:
        found = Counter(match.found["speaker_role"] or "none" for match in spoken if match.gold["speaker_role"] == role)
        print(f"{role:<16}" + "".join(f"{found[other]:>16}" for other in [*roles, "none"]))


def show(title, errors, n_shown):
    print(f"\n== {title}: {len(errors)} errors, {min(n_shown, len(errors))} drawn")
    for match in random.Random(SEED).sample(errors, min(n_shown, len(errors))):
        gold, found = match.gold, match.found
        print(f"\n{gold['article_id']} unit {gold['unit']} ({gold['kind']}, {gold['genre']})\n"
              f"  gold:   {gold['voice']} | {gold['speaker']} | {gold['speaker_role']}\n"
              f"  found:  {voice_of(found)} | {found['speaker'] or ''} | {found['speaker_role'] or ''}\n"
              f"  before: {match.before}\n  text:   {gold['text']}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--slant", default="target/release/slant")
    arguments.add_argument("--labels", default="data/labels")
    arguments.add_argument("--split", choices=["dev", "train", "test"], default="dev")
    arguments.add_argument("--joined", action="store_true")
    arguments.add_argument("--show", type=int, default=0, metavar="N")
    options = arguments.parse_args()

    articles = articles_of(read_units(options.labels), options.split)
    results = {}
    for joined in (False, True):
        records = [record(article_id, units, joined) for article_id, units in articles.items()]
        results[joined] = matched(articles, voiced_rows(options.slant, records))
    for joined, (matches, n_cut_otherwise) in results.items():
        layout = "joined" if joined else "paragraphs"
        print(f"{options.split}, {layout:<10}  {len(matches)} units, {n_cut_otherwise} cut otherwise  {summary(matches)}")
    matches, _ = results[options.joined]
    print_voices(matches)
    print_groups(matches, "kind")
    print_groups(matches, "genre")
    print_speakers(matches)
    if options.show:
        show("voice", [match for match in matches if match.gold["voice"] != voice_of(match.found)], options.show)
        spoken = [match for match in with_speaker(matches) if voice_of(match.found) != "own"]
        show("speaker", [match for match in spoken if not speaker_is_right(match)], options.show)


if __name__ == "__main__":
    main()
