"""マイナンバー inside a text, so that it can be refused."""

import re
import unicodedata

_TWELVE = re.compile(r"(?<!\d)\d(?:[ \-]{0,2}\d){11}(?!\d)")


def my_number(text: str) -> bool:
    """Whether ``text`` holds a 12-digit number with a valid check digit, in any width, with spaces or hyphens.

    The check digit is that of 総務省令（平成26年総務省令第85号）第5条: weights 2–7 from the right, modulo 11.
    """
    plain = re.sub(r"[‐-―−－ー]", "-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[\u3000\xa0\t・.,]", " ", plain)
    return any(_valid(re.sub(r"\D", "", found[0])) for found in _TWELVE.finditer(plain))


def _valid(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    weighted = sum(n * (i + 1 if i <= 6 else i - 5) for i, n in enumerate(reversed(numbers[:11]), start=1))
    rest = weighted % 11
    return numbers[11] == (0 if rest <= 1 else 11 - rest)
