"""2,000 histories of 50 steps on the average against the model of the promises (``tests/store/test_promises.py``)."""

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.aside import AT_ONCE, aside
from tests.store.test_promises import Promises

STEPS = 64
"""At most: Hypothesis ends some histories earlier, so that the average is 50."""


async def sequences(scale: float, _: Path) -> tuple[str, int]:
    """How many steps, with which share of repeated and late deliveries, and where the store differed."""
    count = max(AT_ONCE, round(2000 * scale))
    found = await aside(_histories, [(count // AT_ONCE,)] * AT_ONCE)
    seen, differences = sum((one for one, _ in found), Counter[str]()), [why for _, why in found if why]
    repeated, late = seen["repeated"] / max(1, seen["inputs"]), seen["late"] / max(1, seen["answers"])
    shares = f"{seen['inputs']} deliveries, {repeated:.0%} repeated, and {late:.0%} of the answers late"
    told = f"{seen['histories']} histories, {seen['steps']} steps, {shares}"
    return f"{told}, {len(differences)} differences {differences or ''}", len(differences)


def _histories(count: int) -> tuple[Counter[str], str]:
    Promises.seen.clear()
    chosen = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Promises, settings=chosen)
    except Exception as error:
        return Promises.seen, f"{type(error).__name__}: {error}"[:500]
    return Promises.seen, ""
