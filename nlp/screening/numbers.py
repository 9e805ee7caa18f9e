"""Numbers that lead to a person, Korean ones first, and addresses and links.

A number is found rather once too often than once too seldom; years, amounts, dates, counts, numbers
of buses, petitions and articles of law stay. A checksum is never a condition: resident numbers
given since October 2020 have none. Only of cards it is asked, whose numbers look like many others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from nlp.screening.finds import Find, Kind, Sure, apart
from nlp.screening.folding import Folded, plain, readings

_S = r"[ .\-/_~()]{0,3}"  # what people put between the groups of a number
_BEFORE = r"(?<!\d)(?<!\d[.,])"
_NEAR = 16  # signs before a number in which the word stands that says what it is
_YOUNGEST = 40  # of birth years in this century: later ones are no births yet

_RESIDENT = (
    rf"{_BEFORE}(?P<century>(?:18|19|20)(?=\d\d[.\-/ ]?\d\d[.\-/ ]?\d\d{_S}\d))?"
    rf"(?P<year>\d\d)(?P<by>[.\-/ ]?)(?P<month>\d\d)(?P=by)(?P<day>\d\d){_S}"
    r"(?P<sort>[1-8])(?:\d{6}|[\d*xX○●]{5}[*xX○●]{1,2})(?![\d*])"
)
_TLD = r"(?:com|net|org|edu|gov|info|biz|io|me|kr|jp|cn|uk|de|fr|eu|us|ca|au|한국)"
_EMAIL = (
    r"[A-Za-z0-9._%+\-]{1,64} ?(?:@|[(\[]at[)\]]|[(\[]? ?골뱅이 ?[)\]]?) ?"
    r"(?:[A-Za-z0-9\-]{1,63} ?(?:\.|점|닷|[(\[]dot[)\]]) ?){1,8}(?:[A-Za-z]{2,24}|한국)"
    r"|(?<![A-Za-z])(?:[A-Za-z0-9._%+\-]{1,64} dot ){0,2}[A-Za-z0-9._%+\-]{1,64}"
    r" [(\[]?at[)\]]? (?:[A-Za-z0-9\-]{1,63} ?[(\[]?dot[)\]]? ?){1,4}" + _TLD + r"(?![A-Za-z])"
)
_MOBILE = r"1[016789]"
_AREA = r"(?:2|[3-6][1-5]|70|50\d|80|60)"
_BEGINS = (
    r"(?<![A-Za-z\d])[0oO공영][ .\-]?[1lI일][ .\-]?[0oO공영]"  # with nothing but a mobile number
)
_L = r"[\s.,:;|*+\-/_~()]{0,4}"  # may therefore stand between any two of its digits
_REST = rf"\d{{3,4}}{_S}\d{{4}}(?!\d)"
_PHONE = "|".join(
    (
        rf"{_BEFORE}\(?0{_MOBILE}{_S}{_REST}",
        rf"{_BEFORE}\(?0{_AREA}{_S}{_REST}",
        rf"(?<!\d)(?:\+|00)82{_S}0?{_S}(?:{_MOBILE}|{_AREA}){_S}{_REST}",
        rf"{_BEFORE}82{_S}0?{_S}{_MOBILE}{_S}{_REST}",
        rf"{_BEFORE}\(?{_BEGINS}(?:{_L}[\doOlI]){{8}}(?!\d)",
        rf"(?<!\d)\+[1-9]\d{{0,2}}(?:{_S}\d){{7,12}}(?!\d)",  # from anywhere in the world
        r"(?<![\d\-])\(?[2-9]\d\d(?:\) ?|[\-. ])[2-9]\d\d[\-. ]\d{4}(?![\d\-])",  # North America
    )
)
_REGIONS = "서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종"
_LICENCE = (
    r"(?<![\d\-])(?:1[1-9]|2[0-8])[ \-]\d\d[ \-]\d{6}[ \-]\d\d(?![\d\-])"
    rf"|(?:{_REGIONS})[ \-]{{0,2}}\d\d[ \-]\d{{6}}[ \-]\d\d(?![\d\-])"
)
_LICENCE_BARE = r"(?<!\d)(?:1[1-9]|2[0-8])\d{10}(?!\d)"
_CARD = (
    r"(?<![\d.,\-])(?:[2-6]\d{3}(?P<four>[ .\-]?)\d{4}(?P=four)\d{4}(?P=four)\d{4}"
    r"|3\d{3}(?P<six>[ .\-]?)\d{6}(?P=six)\d{4,5})(?![\d\-])"
)
_PASSPORT = r"(?<![A-Za-z0-9])[MSRODG](?:\d{3}[A-Z]\d{4}|\d{8})(?![A-Za-z0-9])"
_PLATE = (
    rf"(?<![\d제])(?:(?:{_REGIONS}) ?)?(?P<first>\d{{2,3}}) ?"
    r"(?P<letter>[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호])"
    r" ?(?P<last>\d{4})(?![\d,.]*\d"
    r"|[ ]?(?:년|월|일|시|분|억|만|천|백|조|원|명|건|개|번|호|대|세대|부|권|%))"
)
_AMBIGUOUS = "도로보조구두무부수주자사배호고저"  # are words as well: 30도, 12조, 12호
_ACCOUNT = (
    r"(?<![\d.,\-])(?:\d{2,6}(?:[ \-]\d{1,7}){1,4}|\d{10,14})"
    r"(?![\d\-]|,\d| ?(?:원|명|건|개|won))"
)
_BANK = re.compile(
    r"계좌|통장|입금|송금|은행|농협|국민|신한|우리|하나|기업|우체국|수협|신협|새마을금고"
    r"|카카오뱅크|토스뱅크|케이뱅크|\baccount\b|\bbank\b|kookmin|shinhan|woori|nonghyup|\bhana\b",
    re.IGNORECASE,
)
_LICENSED = re.compile(r"면허|licen[cs]e", re.IGNORECASE)
_TRAVELS = re.compile(r"여권|passport", re.IGNORECASE)
_DRIVES = re.compile(r"차|번호판|주차|주정차|택시|버스|트럭|렌터|오토바이|plate|car\b|taxi|parked")
_DAY_FIRST = re.compile(r"(?:19|20)\d\d[ \-]?(?:0[1-9]|1[0-2])[ \-]?(?:0[1-9]|[12]\d|3[01])(?!\d)")
_ADDRESS = (
    r"(?P<street>[가-힣]{1,8}(?:대로|로|길)) ?(?:\d{1,4}번?길 ?)?\d{1,4}(?:-\d{1,4})?"
    r"(?![\d,.]*\d|[가-힣A-Za-z%㎞㎡])"
    r"|[가-힣]{1,8}(?:동|리|읍|면) ?(?:산 ?)?\d{1,4}(?:-\d{1,4}(?:번지)?|번지)"
    r"|\d{1,4}동 ?\d{1,4}호"
    r"|[A-Z][a-z]{2,}-(?:ro|gil|daero)(?: \d{1,4}(?:beon)?-?gil)?,? \d{1,4}"
    r"|(?<!\d)\d{1,4},? [A-Z][a-z]{2,}-?(?:ro|gil|daero)\b"
)
_NO_STREET = re.compile(
    r"(?:으로|[그이저]대로|음대로|뜻대로|바로|서로|따로|새로|제로|별로|주로|때로|도로|차로)$"
)
_LINK = (
    r"https?://[^\s<>“”\"']+|www\.[^\s<>“”\"']+"
    r"|(?<![\w@.\-])(?:[A-Za-z0-9\-]{1,63}\.){1,4}(?:com|net|org|info|biz|io|me|ly|gl|kr|shop|site|xyz)"
    r"(?:/[^\s<>“”\"']*)?(?![A-Za-z0-9])"
)

_ANY = re.compile(r"[\d@]|골뱅이|[공영零oO].?[일一lI]|\bat\b|zero|www|\w\.\w|[로길]", re.IGNORECASE)
"""Without any of these there is nothing to be found, and most opinions have none."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind is looked for: its shape, and how sure a match is; None for none."""

    kind: Kind
    shape: re.Pattern[str]
    weigh: Callable[[re.Match[str]], Sure | None]


def numbers(text: str) -> list[Find]:
    """What of a person, a place or the web is in the text, in its order, none over another."""
    plainly = Folded.of(text, plain)
    if not _ANY.search(plainly.text):
        return []
    return apart([find for read in readings(plainly) for find in _finds(read)])


def _finds(read: Folded) -> Iterator[Find]:
    for look in _LOOKS:
        for match in look.shape.finditer(read.text):
            sure = look.weigh(match)
            if sure is not None:
                kind = _sort(match) if look.kind is Kind.RESIDENT else look.kind
                yield Find(kind, *read.span(*match.span()), sure)


def _sort(match: re.Match[str]) -> Kind:
    return Kind.FOREIGNER if match["sort"] in "5678" else Kind.RESIDENT


def _always(_match: re.Match[str]) -> Sure:
    return Sure.SURE


def _lives(match: re.Match[str]) -> Sure | None:
    street = match["street"]
    return None if street and _NO_STREET.search(street) else Sure.MAYBE


def _near(match: re.Match[str], words: re.Pattern[str], after: int = 0) -> bool:
    start, end = match.span()
    text = match.string
    return bool(
        words.search(text[max(0, start - _NEAR) : start]) or words.search(text[end : end + after])
    )


def _born(match: re.Match[str]) -> Sure | None:
    """A day there was, in the century that the digit after it says; nobody is left of 9 and 0."""
    century = 1900 if match["sort"] in "1256" else 2000
    year = century + int(match["year"])
    if match["century"] and int(match["century"]) * 100 != century:
        return None
    if year > 2000 + _YOUNGEST or not _is_day(year, int(match["month"]), int(match["day"])):
        return None
    return Sure.SURE if match["by"] == "" else Sure.LIKELY


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(match: re.Match[str]) -> Sure | None:
    """The check digit of ISO/IEC 7812-1."""
    digits = [int(sign) for sign in match[0] if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return Sure.SURE if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 else None


def _licensed(match: re.Match[str]) -> Sure | None:
    return Sure.SURE if _near(match, _LICENSED) else None


def _travels(match: re.Match[str]) -> Sure | None:
    """A capital letter and eight digits may be the number of anything, of a day above all."""
    if _near(match, _TRAVELS):
        return Sure.SURE
    if not match[0][0].isupper() or _DAY_FIRST.match(match[0][1:]):
        return None
    return Sure.LIKELY


def _parks(match: re.Match[str]) -> Sure | None:
    """Where the letter is a word as well, as in 12호 2026, something has to speak of a vehicle."""
    if match["letter"] not in _AMBIGUOUS or match[0][0] not in "0123456789":
        return Sure.SURE
    spaced = " " in match[0]
    return Sure.LIKELY if not spaced or _near(match, _DRIVES, _NEAR) else None


def _banks(match: re.Match[str]) -> Sure | None:
    digits = sum(sign.isdigit() for sign in match[0])
    if not 10 <= digits <= 16 or _DAY_FIRST.match(match[0]):
        return None
    return Sure.LIKELY if _near(match, _BANK, 8) else None


_LOOKS = tuple(
    _Look(kind, re.compile(shape, flags), weigh)
    for kind, shape, flags, weigh in (
        (Kind.RESIDENT, _RESIDENT, 0, _born),
        (Kind.CARD, _CARD, 0, _luhn),
        (Kind.LICENCE, _LICENCE, 0, _always),
        (Kind.LICENCE, _LICENCE_BARE, 0, _licensed),
        (Kind.EMAIL, _EMAIL, 0, _always),
        (Kind.PHONE, _PHONE, 0, _always),
        (Kind.ACCOUNT, _ACCOUNT, 0, _banks),
        (Kind.PASSPORT, _PASSPORT, re.IGNORECASE, _travels),
        (Kind.PLATE, _PLATE, 0, _parks),
        (Kind.ADDRESS, _ADDRESS, 0, _lives),
        (Kind.LINK, _LINK, 0, _always),
    )
)
