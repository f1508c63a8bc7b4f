"""A person at the Home tab."""

from tests.support.bot import FormWalker


class HomeWalker(FormWalker):
    """One person at the Home tab."""

    @property
    def home(self) -> str:
        home = self.sim.see(self.person)["home"]
        assert home, "no Home was published"
        return self.sim.visible_text(self.person, home["id"])

    async def look(self) -> str:
        """Open Home and wait until it is there; its text."""
        await self.sim.open_home(self.person)
        await self.sim.until(self.person, lambda seen: seen["home"])
        return self.home

    async def tap(self, label: str, block_id: str | None = None) -> str:
        """Press a button of Home that opens a modal; the modal's text."""
        await self.sim.press(self.person, self.sim.see(self.person)["home"]["id"], label=label, block_id=block_id)
        return await self.opened()
