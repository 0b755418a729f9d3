"""When two names of a speaker stand for the same person or description.

The gold `speaker` of data/labels is what the coder wrote: a name with or without title, party and state, what a pronoun stands
for, a description ("a Treasury official"), several joined by "and". slant joins several with "; ". The rule:

1. Articles, titles, party and state, and what an apposition adds to a name are left out. Where only titles are, they stay.
   The president, and POTUS, is Trump.
2. Two are the same where the last names are equal and no given name contradicts (the same first letter will do), or where all
   words of the shorter are in the longer ("officials", "two administration officials").
3. A definite description in the gold ("the senator") is the name found by slant where its head noun, or the short form of a
   title, stands within eight words of that name somewhere in the article.
4. Of joint speakers every one must have his counterpart. A description with "and" in it ("state and county officials") may match as
   a whole, too.

>>> same_speaker("Sen. Garrett Polk, R-Mont.", "Garrett Polk"), same_speaker("Polk", "Garrett Polk")
(True, True)
>>> same_speaker("Trump", "Melania Trump"), same_speaker("Donald Trump", "Melania Trump"), same_speaker("The president", "Donald Trump")
(True, False, True)
>>> same_speaker("Sens. Marco Rubio, R-Fla., and Chris Van Hollen, D-Md.", "Rubio; Van Hollen")
True
>>> same_speaker("Rubio and Van Hollen", "Rubio"), same_speaker("the president’s national security adviser, John Bolton", "Bolton")
(False, True)
>>> same_speaker("bankers", "bankers in London and Frankfurt"), same_speaker("Rubio and Van Hollen", "Rubio and Graham")
(True, False)
>>> same_speaker("a spokesman for the Guard", "the Guard"), same_speaker("a Treasury official", "two Treasury officials"), same_speaker("officials", "administration officials")
(True, False, True)
>>> same_speaker("a Senate aide", "a House aide"), same_speaker("the Department of Homeland Security", "Department of Agriculture")
(False, False)
>>> same_speaker("the senator", "Garrett Polk", "Then Sen. Garrett Polk rose."), same_speaker("the aide", "Garrett Polk", "Sen. Garrett Polk rose.")
(True, False)
"""
import re

ARTICLES = set("a an the this that these those some one two three four several many both other another its his her their".split())
LINKS = set("of in for at on to from with by and or who whose which as".split())
SHORT_FORMS = {
    "sen": "senator", "sens": "senators", "rep": "representative", "reps": "representatives", "gov": "governor", "dr": "doctor",
    "gen": "general", "col": "colonel", "prof": "professor", "adm": "admiral", "lt": "lieutenant", "capt": "captain",
}
TITLES = set(SHORT_FORMS) | set(SHORT_FORMS.values()) | set(
    "mr mrs ms miss sir dame lord lady reverend rev judge justice mayor congressman congresswoman president vice chairman chairwoman "
    "chair speaker majority minority leader whip secretary director deputy assistant attorney ambassador minister prime chancellor "
    "commissioner sheriff auditor clerk adviser advisor spokesman spokeswoman undersecretary former ex state u.s us house senate "
    "republican democratic democrat gop national security intelligence treasury county city senior press chief ranking member".split())
HEADS = set(
    "department ministry bank league board office center centre institute university college council house association federation "
    "coalition bureau commission committee conference chamber court city town county union society veterans senators officials".split())
PARTICLES = set("van von de der den del della di da la le al el bin of".split())
PARTY_AND_STATE = re.compile(r",?\s*\(?\b[DRIL]-\s?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?\)?,?")
PRESIDENT = re.compile(r"(?:the |u\.s\. |american |us )*(?:president|potus)(?: trump)?")
PLACE = re.compile(r"\s+(?:of|from|in)\s+(?:[A-Z][\w.]*\s*)+$")
NEAR_WORDS = 8


def words_of(text):
    text = re.sub(r"['’]s\b|['’]\B", "", text)
    return [word.rstrip(".") for word in re.findall(r"[\w.\-&]+", text)]


def is_capitalised(words):
    return bool(words) and all(word[:1].isupper() or word.lower() in PARTICLES for word in words) and words[-1][:1].isupper()


def essence(name):
    """What of a name or description tells who it is: its words, and whether they are a name."""
    if PRESIDENT.fullmatch(name.strip().lower()):
        return ["Trump"], True
    segments = [segment for segment in re.split(r",\s*", PARTY_AND_STATE.sub("", name)) if segment.strip()] or [name]
    for segment in segments:
        words = without_titles(words_of(without_place(segment)))
        if is_capitalised(words) and words[-1].lower() not in TITLES:
            return words, True
    words = words_of(segments[0])
    return [word for word in words if word.lower() not in ARTICLES | LINKS] or words, False


def without_titles(words):
    """The words without articles and what stands before a name: titles, and lower-case descriptions."""
    at = 0
    while at < len(words) and (words[at].lower() in TITLES | ARTICLES or words[at][:1].islower()):
        if words[at].lower() in LINKS - TITLES and words[at].lower() != "of":
            return []
        at += 1
    return words[at:]


def without_place(segment):
    """*James Lankford of Oklahoma* without the place; *the Department of Homeland Security* whole."""
    place = PLACE.search(segment)
    if not place or words_of(segment[: place.start()])[-1:] == [] or words_of(segment[: place.start()])[-1].lower() in HEADS | TITLES:
        return segment
    return segment[: place.start()]


def same_one(left, right):
    """Whether two names or descriptions of one speaker are the same, by their words alone."""
    (left_words, left_is_name), (right_words, right_is_name) = essence(left), essence(right)
    left_set, right_set = ({word.lower() for word in words} for words in (left_words, right_words))
    if not left_set or not right_set:
        return False
    if left_is_name and right_is_name and left_words[-1].lower() == right_words[-1].lower():
        given = [words[0][0].lower() for words in (left_words, right_words) if len(words) > 1]
        return len(given) < 2 or given[0] == given[1] or left_set <= right_set or right_set <= left_set
    return left_set <= right_set or right_set <= left_set


def described_near(description, name, text):
    """Whether the head noun of a definite description stands near the name in the text."""
    if not re.match(r"(?:the|his|her|their|its)\b|\S+['’]s\b", description, re.IGNORECASE):
        return False
    name_words, is_name = essence(name)
    if not is_name:
        return False
    head = re.split(r",|\b(?:of|for|from|in|at|on|to|who|whose|with)\b", description)[0]
    head_words = [word.lower() for word in words_of(head)]
    if not head_words or head_words[-1] in ARTICLES:
        return False
    article = [SHORT_FORMS.get(word.lower(), word.lower()) for word in words_of(text)]
    heads = [at for at, word in enumerate(article) if word == head_words[-1]]
    names = [at for at, word in enumerate(article) if word == name_words[-1].lower()]
    return any(abs(head - name) <= NEAR_WORDS for head in heads for name in names)


def parts(name):
    """The single speakers of a joint name, where it is one."""
    return [part for part in re.split(r"\s*;\s*|,?\s+and\s+|,\s+(?=[A-Z][^,]*(?:,| and ))", PARTY_AND_STATE.sub("", name)) if part.strip()]


def same_speaker(gold, found, text=""):
    """Whether slant's speaker is the one of the gold."""
    same = lambda left, right: same_one(left, right) or described_near(left, right, text)
    if ";" not in found and " and " not in gold and " and " not in found:
        return same(gold, found)
    golds, founds = parts(gold), parts(found)
    if len(golds) == len(founds) and all(any(same(left, right) for right in founds) for left in golds):
        return True
    joins_names = len(golds) > 1 and any(essence(one)[1] for one in golds)
    return ";" not in found and not joins_names and same_one(gold, found)
