"""PostgreSQL's error codes as the store's (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

import re
from urllib.parse import unquote, urlsplit

import psycopg

_CODES = {
    "53100": "full",
    "55P03": "locked",
    "57014": "slow",
    "25006": "readonly",
    "42501": "readonly",
    "XX001": "corrupt",
    "XX002": "corrupt",
}
_PASSING = ("08", "57P01", "57P02", "57P03", "40001", "40P01", "25006")
"""By how a code begins: the server stops, starts or hands over, or has chosen a victim. The same may succeed now."""

DETAIL = 200


def code(error: psycopg.Error) -> str:
    """The store's code for an error; ``unavailable`` for all that is not listed."""
    return _CODES.get(error.sqlstate or "", "unavailable")


def passing(error: psycopg.Error) -> bool:
    """Whether another connection may succeed. An error without a code is a connection that broke."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_PASSING)


def told(error: psycopg.Error, url: str) -> str:
    """What the server said, in one line: never values of a row, never the URL's password."""
    line = error.diag.message_primary or str(error).partition("\n")[0]
    password = urlsplit(url).password
    for secret in filter(None, (password, unquote(password or ""))):
        line = line.replace(secret, "…")
    return re.sub(r"\s+", " ", line)[:DETAIL]
