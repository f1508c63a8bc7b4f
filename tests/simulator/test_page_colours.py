"""The colours of the page: every text readable on its ground, in light and in dark, and all of them named once."""

import re
from pathlib import Path

import pytest

from bot.simulator import page

STATIC = Path(page.__file__).parent / "static"
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
LEAST = 4.5

PAIRS = {
    "ground": ("ink", "soft", "accent", "danger", "leaving"),
    "raised": ("ink", "soft", "accent", "danger", "leaving"),
    "sunken": ("ink", "soft", "accent", "danger"),
    "private": ("ink", "soft", "accent", "danger"),
    "accent-ground": ("ink", "soft", "accent"),
    "danger-ground": ("danger",),
    "primary": ("primary-ink",),
    "alarm": ("alarm-ink",),
    "side": ("side-ink", "side-soft", "side-alarm", "side-well"),
    "side-here": ("side-ink", "side-soft"),
    "side-hover": ("side-ink", "side-soft"),
    "count": ("count-ink",),
    "person": ("avatar-ink",),
    "app": ("avatar-ink",),
}
"""Grounds with the inks that stand on them."""


def colours() -> dict[str, dict[str, str]]:
    """The custom properties of both schemes; dark keeps the light colours that it does not name."""
    light, _, dark = (STATIC / "base.css").read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    named = dict(COLOUR.findall(light))
    return {"light": named, "dark": named | dict(COLOUR.findall(dark))}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, from #rrggbb."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_is_readable_on_its_grounds(scheme: str) -> None:
    named = colours()[scheme]
    ratios = {(ground, ink): contrast(named[ground], named[ink]) for ground, inks in PAIRS.items() for ink in inks}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < LEAST} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_and_focus_are_seen_on_their_grounds(scheme: str) -> None:
    named = colours()[scheme]
    for ground in ("ground", "raised", "private"):
        assert contrast(named[ground], named["strong-line"]) >= 3
        assert contrast(named[ground], named["accent"]) >= 3


def test_colours_are_named_once_and_used() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.css")}
    literal = {name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,) ])|rgb\(", text) for name, text in sheets.items()}
    assert {name for name, found in literal.items() if found} == {"base.css"}
    everything = "".join(sheets.values())
    unused = {name for name in colours()["light"] if f"var(--{name})" not in everything}
    assert unused == set()
