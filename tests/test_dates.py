"""Days in Japan, and years by era."""

from datetime import UTC, date, datetime

import pytest

from bot.dates import Era, era_year, japan_day
from tests.support.flow import WORDING


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 15, 0, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 12, 31, 15, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_one_in_japan(moment: datetime, day: date) -> None:
    assert japan_day(moment.timestamp()) == day


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(1989, 1, 8), "平成元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 12, 31), "令和元年"),
        (date(2020, 1, 1), "令和2年"),
        (date(2025, 4, 18), "令和7年"),
        (date(2026, 11, 23), "令和8年"),
    ],
)
def test_the_shipped_eras_name_the_years(day: date, year: str) -> None:
    assert era_year(day, WORDING.eras) == year


def test_a_new_era_is_one_entry_more_in_any_order() -> None:
    eras = (Era(date(2030, 1, 1), "架空元年", "架空{}年"), *WORDING.eras)
    assert [era_year(date(year, 6, 1), eras) for year in (2029, 2030, 2031)] == ["令和11年", "架空元年", "架空2年"]


def test_a_day_before_every_era_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        era_year(date(1900, 1, 1), WORDING.eras)
