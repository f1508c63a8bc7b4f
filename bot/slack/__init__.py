"""The Slack edge: payloads in, Block Kit out. Nothing of the bot's knowledge lives here."""
