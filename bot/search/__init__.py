"""What a text asks: titles, qualifications, skills, experiences, roles, needs in everyday words, or something else."""

from bot.keys import key
from bot.search.aim import Aim
from bot.search.engine import Search
from bot.search.finding import Finding, Kind, Match
from bot.search.number import my_number

__all__ = ["Aim", "Finding", "Kind", "Match", "Search", "key", "my_number"]
