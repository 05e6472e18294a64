"""What a figure can be: a value, with what it can be where it is not known exactly."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Optional


# From the most reliable to the least, as the observation statuses of SDMX 3 are
# listed.
RELIABILITY = ["normal", "provisional", "estimated", "break", "definition_differs", "missing"]


class Refused(Exception):
    """The reason for which a figure has no value."""


@dataclass(frozen=True)
class Interval:
    """The least and the most a value can be; None where nothing bounds it."""

    least: Optional[Fraction]
    most: Optional[Fraction]

    @property
    def is_exact(self):
        return self.least is not None and self.least == self.most


NOTHING_IS_SURE = Interval(None, None)


@dataclass
class Answer:
    """A figure that is given."""

    unit: str
    value: Optional[Fraction] = None
    interval: Interval = NOTHING_IS_SURE
    approximate: bool = False
    status: str = "normal"
    records: set = field(default_factory=set)
    points: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    out_of: int = 0
    base: str = ""
    not_proven_beyond: str = ""


def least_reliable(statuses):
    return max(statuses, key=RELIABILITY.index, default="normal")


def exactly(unit, value, **more):
    """An answer whose value is known exactly."""
    value = Fraction(value)
    return Answer(unit, value, Interval(value, value), **more)


def ratio(value):
    """A fraction as the API writes it."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def as_json(answer):
    """What of a figure is compared."""
    return {
        "value": ratio(answer.value),
        "approximate": answer.approximate,
        "status": answer.status,
        "records": sorted(answer.records),
        "points": [[*place, ratio(value), status] for *place, value, status in answer.points],
        "parts": [[key, ratio(value), ratio(share)] for key, value, share in answer.parts],
        "out_of": answer.out_of,
        "base": answer.base,
        "not_proven_beyond": answer.not_proven_beyond,
    }
