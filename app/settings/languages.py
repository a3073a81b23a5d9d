"""The languages that Whisper writes down, by the codes that whisper.cpp has for them, and which of them a person may speak."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["LANGUAGES", "list_likely", "list_system_names"]

_SPOKEN = """
af Afrikaans, sq Albanian, am Amharic, ar Arabic, hy Armenian, as Assamese, az Azerbaijani, ba Bashkir, eu Basque, be Belarusian,
bn Bengali, bs Bosnian, br Breton, bg Bulgarian, yue Cantonese, ca Catalan, zh Chinese, hr Croatian, cs Czech, da Danish,
nl Dutch, en English, et Estonian, fo Faroese, fi Finnish, fr French, gl Galician, ka Georgian, de German, el Greek, gu Gujarati,
ht Haitian Creole, ha Hausa, haw Hawaiian, he Hebrew, hi Hindi, hu Hungarian, is Icelandic, id Indonesian, it Italian,
ja Japanese, jw Javanese, kn Kannada, kk Kazakh, km Khmer, ko Korean, lo Lao, la Latin, lv Latvian, ln Lingala, lt Lithuanian,
lb Luxembourgish, mk Macedonian, mg Malagasy, ms Malay, ml Malayalam, mt Maltese, mi Māori, mr Marathi, mn Mongolian, my Burmese,
ne Nepali, no Norwegian, nn Norwegian Nynorsk, oc Occitan, ps Pashto, fa Persian, pl Polish, pt Portuguese, pa Punjabi,
ro Romanian, ru Russian, sa Sanskrit, sr Serbian, sn Shona, sd Sindhi, si Sinhala, sk Slovak, sl Slovenian, so Somali,
es Spanish, su Sundanese, sw Swahili, sv Swedish, tl Tagalog, tg Tajik, ta Tamil, tt Tatar, te Telugu, th Thai, bo Tibetan,
tr Turkish, tk Turkmen, uk Ukrainian, ur Urdu, uz Uzbek, vi Vietnamese, cy Welsh, yi Yiddish, yo Yoruba
"""
_PAIRS = (entry.split(maxsplit=1) for entry in _SPOKEN.split(","))
LANGUAGES: Mapping[str, str] = MappingProxyType(dict(sorted(((code, name) for code, name in _PAIRS), key=lambda pair: pair[1])))
"""Their names in English by their codes, in the order of the names."""

_OTHER_CODES = {"nb": "no", "fil": "tl", "iw": "he", "in": "id", "ji": "yi", "jv": "jw", "cmn": "zh"}
"""What systems say, where Whisper says otherwise."""
_BY_NAME = {name.casefold(): code for code, name in LANGUAGES.items()}


def list_likely(names: Iterable[str]) -> tuple[str, ...]:
    """The languages behind names of locales ("de-CH", "de_DE.UTF-8", "German_Germany"), in their order, and English after them:
    a word of it is said in every country. None where the names say nothing."""
    found: list[str] = []
    for name in names:
        word = re.split(r"[-_.@ ]", name, maxsplit=1)[0].casefold()
        code = _OTHER_CODES.get(word, word)
        found += [code] if code in LANGUAGES else [_BY_NAME[word]] if word in _BY_NAME else []
    return tuple(dict.fromkeys([*found, "en"])) if found else ()


def list_system_names() -> tuple[str, ...]:
    """What the environment calls the person's languages, where no toolkit is there to ask."""
    variables = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return (*(name for said in variables for name in said.split(":")), locale.getlocale()[0] or "")
