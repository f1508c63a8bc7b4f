"""A local Slack to run and judge the bot against. Stands where Slack stands; imports nothing of the bot."""

from bot.simulator.delivery import Delivery
from bot.simulator.ledger import Entry, Ledger
from bot.simulator.people import DEFAULT_PEOPLE, DEFAULT_TEAM, Person, Team
from bot.simulator.simulator import Simulator

__all__ = ["DEFAULT_PEOPLE", "DEFAULT_TEAM", "Delivery", "Entry", "Ledger", "Person", "Simulator", "Team"]
