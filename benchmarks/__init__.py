"""How fast the bot is, beside a Bolt app that does nothing and beside what else a user could pick (`make bench`)."""
