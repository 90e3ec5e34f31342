"""Sets of characters: escapes, categories, blocks and what case-insensitive matching takes for the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from workflows.feel.errors import Null

CharacterTest = Callable[[str], bool]

SINGLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {mark: mark for mark in "\\|.?*+(){}-[]^$"}

_CATEGORIES = {
    *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
    *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So"),
    *("C", "Cc", "Cf", "Co", "Cn"),
}

_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Tibetan": (0x0F00, 0x0FFF),
    "Mongolian": (0x1800, 0x18AF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "EnclosedAlphanumerics": (0x2460, 0x24FF),
    "BoxDrawing": (0x2500, 0x257F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "MiscellaneousSymbols": (0x2600, 0x26FF),
    "CJKRadicalsSupplement": (0x2E80, 0x2EFF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F),
    "HangulCompatibilityJamo": (0x3130, 0x318F),
    "EnclosedCJKLettersandMonths": (0x3200, 0x32FF),
    "CJKCompatibility": (0x3300, 0x33FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "CJKUnifiedIdeographsExtensionB": (0x20000, 0x2A6DF),
}


def _category(character: str) -> str:
    return unicodedata.category(character)


_CLASSES: dict[str, CharacterTest] = {
    "s": lambda c: c in " \t\n\r",
    "d": lambda c: _category(c) == "Nd",
    "w": lambda c: _category(c)[0] not in "PZC",
    "i": lambda c: c.isalpha() or c in "_:" or _category(c) == "Nl",
    "c": lambda c: c.isalpha() or c in "_:-.·" or _category(c)[0] in "NM",
}


def class_escape(letter: str) -> CharacterTest | None:
    """``\\s``, ``\\d`` … and, in capitals, what they are not."""
    test = _CLASSES.get(letter.lower())
    if test is None or letter.islower():
        return test
    return lambda c: not test(c)


def property_escape(name: str, *, negated: bool) -> CharacterTest:
    """``\\p{Lu}`` or ``\\p{IsCyrillic}``; with ``\\P`` what is not of it. Raises Null for an unknown one."""
    if name in _CATEGORIES:
        return lambda c: _category(c).startswith(name) is not negated
    block = _BLOCKS.get(name.removeprefix("Is")) if name.startswith("Is") else None
    if block is None:
        raise Null(f"没有字符类别“{name}”", f"there is no character category {name!r}")
    low, high = block
    return lambda c: (low <= ord(c) <= high) is not negated


@lru_cache(maxsize=1024)
def case_variants(character: str) -> frozenset[str]:
    """The characters that differ from it in case only."""
    lower, upper = character.lower(), character.upper()
    found = {character, lower, upper, lower.upper(), upper.lower()}
    return frozenset(variant for variant in found if len(variant) == 1)


def one_character(wanted: str, *, ignore_case: bool) -> CharacterTest:
    if not ignore_case:
        return lambda c: c == wanted
    variants = case_variants(wanted)
    return lambda c: not variants.isdisjoint(case_variants(c))


def character_range(low: str, high: str, *, ignore_case: bool) -> CharacterTest:
    if low > high:
        raise Null("字符范围的起点大于终点", "the range of characters starts after its end")
    if not ignore_case:
        return lambda c: low <= c <= high
    return lambda c: any(low <= variant <= high for variant in case_variants(c))
