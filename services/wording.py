"""Words as people type them, folded so that the same word is the same however it is written.

Apostrophes, hyphens, case and accents never matter: "Men's", "mens" and "men’s" are one word.
The tables (contractions, variants, compounds, small words, word groups) are data in
`starter/wording.toml`.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

STARTER = Path(__file__).parent / "starter"

_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = "’‘ʼ`´′＇"
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b")
_DOT_LETTER_DOT = re.compile(r"\.[a-z]\b")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: For bytes.translate: letters and digits as they are, a space for all else.
_SPACED = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
#: A control character that stands between parts of a text while they are folded together.
PART_END = "\x1e"
_SPACED_BUT_PARTS = bytes(
    30 if code == ord(PART_END) else byte for code, byte in enumerate(_SPACED)
)
_STOPS = re.compile(r"[.!?;:•\n\r]+(?:\s|$)|[\n\r•]")
_stemmer = snowballstemmer.stemmer("english")


def fold(text):
    """Lower case, without accents; "&" becomes "and", "C.A.M.H.S." becomes "camhs".

    The text may be of any length and script; control characters become spaces.
    """
    if text.isascii():  # Most listings, and several times quicker.
        text = text.replace("`", "'").lower()
    else:
        for mark in _APOSTROPHES:
            text = text.replace(mark, "'")
        text = unicodedata.normalize("NFKD", text).casefold()
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", text))
    if _DOT_LETTER_DOT.search(text):
        text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    return text.replace("&", " and ").replace("\x00", " ")


def words(text):
    """The words of a text in order, folded, without apostrophes: "Can't cope" → cant, cope."""
    return folded_words(fold(text))


def folded_words(folded):
    """The words of a text that `fold` has been through already."""
    if folded.isascii():
        return folded.encode().translate(_SPACED, b"'").decode().split()
    return " ".join(_WORD.findall(folded)).replace("'", "").split()


def folded_parts(folded):
    """The words of each part of a folded text, cut at PART_END: quicker than part after part."""
    if folded.isascii():
        parts = folded.encode().translate(_SPACED_BUT_PARTS, b"'").decode().split(PART_END)
        return [part.split() for part in parts]
    return [folded_words(part) for part in folded.split(PART_END)]


@lru_cache(maxsize=65536)
def stem(word):
    """The stem of one folded word (Snowball's English stemmer)."""
    return _stemmer.stemWord(word)


@dataclass(frozen=True)
class Tables:
    """The tables of starter/wording.toml, made ready for look-up."""

    contractions: dict[tuple[str, str], str]
    variants: dict[str, tuple[str, ...]]
    dropped: frozenset[str]
    soft: frozenset[str]
    groups: dict[str, tuple[str, ...]]


@cache
def tables():
    """Read starter/wording.toml once for the process."""
    read = tomllib.loads((STARTER / "wording.toml").read_text(encoding="utf-8"))
    variants = {}
    for meant, typed in read["variants"].items():
        for word in typed:
            variants[words(word)[0]] = tuple(words(meant))
    for compound in read["compounds"]["split"]:
        variants["".join(words(compound))] = tuple(words(compound))
    return Tables(
        contractions={tuple(words(pair)): one for pair, one in read["contractions"].items()},
        variants=variants,
        dropped=frozenset(read["small"]["dropped"]),
        soft=frozenset(read["small"]["soft"]),
        groups=_groups(read["groups"]),
    )


def _groups(named):
    """{stem of a word: the groups that it is in}, with the groups inside of groups unfolded."""

    def members(name):
        for word in named[name]:
            if word.startswith("{") and word != NUMBER:
                yield from members(word.strip("{}"))
            else:
                yield word if word == NUMBER else stem(words(word)[0])

    groups = {}
    for name in named:
        for key in dict.fromkeys(members(name)):
            groups[key] = (*groups.get(key, ()), f"{{{name}}}")
    return groups


def canonical(typed):
    """Words in the form that phrases are compared in: "can not" → cant, "foodbank" → food bank.

    Takes and gives lists of folded words; also gives for each the index of the typed word.
    """
    known, result, origin = tables(), [], []
    at = 0
    while at < len(typed):
        one = known.contractions.get(tuple(typed[at : at + 2]))
        meant = (one,) if one else known.variants.get(typed[at], (typed[at],))
        result.extend(meant)
        origin.extend([at] * len(meant))
        at += 2 if one else 1
    return result, origin


#: What any number counts as.
NUMBER = "{number}"
#: How much a word matters to a phrase: it falls out, it may stand between, it must be there.
DROPPED, SOFT, PLAIN = range(3)


@dataclass(frozen=True, slots=True)
class Mark:
    """One word ready to be matched: the keys it answers to, and the typed word it comes from."""

    keys: tuple[str, ...]
    origin: int
    matters: int


@lru_cache(maxsize=65536)
def _reading(word):
    """The keys of one canonical word, and how much it matters."""
    known = tables()
    kind = NUMBER if word.isdecimal() else stem(word)
    groups = (*known.groups.get(kind, ()), *([NUMBER] if kind == NUMBER else ()))
    matters = DROPPED if word in known.dropped else SOFT if word in known.soft else PLAIN
    return (stem(word), f"={word}", *groups), matters


def marks(typed):
    """Turn folded words into marks, ready for `recognition.Phrasebook.find`."""
    result = []
    for word, origin in zip(*canonical(typed), strict=True):
        keys, matters = _reading(word)
        result.append(Mark(keys, origin, matters))
    return result


def sentences(text):
    """A text cut where a thought ends, so that no phrase is found across a full stop."""
    return [part for part in _STOPS.split(text) if part and not part.isspace()]


@lru_cache(maxsize=65536)
def phrase_keys(phrase, literal=False):
    """The keys of a phrase of the vocabulary, in order.

    A word stands for its stem, and small words ("my", "the") for nothing; "=word" for exactly
    that word, however small; "{group}" for any word of the group. Where only one word would be
    left of several, the small ones count as well: "for women" is not the same as "women". In a
    `literal` phrase they always count.
    """
    every = list(_every_key(phrase))
    kept = [key for key, small in every if not small]
    if literal or len(kept) < 2 <= len(every):
        return tuple(f"={key}" if small else key for key, small in every)
    return tuple(kept)


def _every_key(phrase):
    """(key, whether it is a small word) of each word; plain words are made canonical together."""
    dropped, plain = tables().dropped, []
    for part in [*re.findall(r"\{\w+\}|=?[^\s{}=]+", phrase), None]:
        if part is not None and part[0] not in "{=":
            plain.extend(words(part))
            continue
        for word in canonical(plain)[0]:
            yield (word, True) if word in dropped else (stem(word), False)
        plain = []
        if part is not None:
            yield from ((key, False) for key in _marked(part))


def _marked(part):
    return [part] if part.startswith("{") else [f"={word}" for word in words(part)]
