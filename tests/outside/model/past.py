"""Rules that look back over the editions of the fair."""

from answer import NOTHING_IS_SURE, Answer, Refused, exactly
from datetime import date
from facts import NONE
from selection import conditions, cube_of, meets, selected

SEASON_DAYS = 92


def judgements(books, edition, family, base):
    """What was judged of comparing a family of an edition with a base."""
    return [
        row["comparable"] == "true"
        for row in books.of_edition(edition, "comparabilities")
        if row["family"] == family and row["base_edition"] == f"editions/{base}"
    ]


def require_comparable(books, edition, family, base):
    """Passes by exactly one judgement that says so."""
    if judgements(books, edition, family, base) != [True]:
        raise Refused(f"no one judgement lets {family} be compared with edition {base}")


def base_of(books, edition, rule):
    """The edition a growth is measured against."""
    ordinals = books.ordinals()
    if "same_season_year_earlier" in rule:
        candidates = season(books, edition)
        if len(candidates) != 1:
            raise Refused(f"{len(candidates)} editions in the season a year earlier")
        return candidates[0]
    this = int(books.editions[edition]["ordinal"])
    ordinal = rule.get("ordinal", this - 1)
    if ordinal not in ordinals or ordinal >= this:
        raise Refused(f"edition {ordinal} was never recorded before this one")
    return ordinals[ordinal]


def a_year_earlier(when):
    """The same day of the year before."""
    try:
        return when.replace(year=when.year - 1)
    except ValueError:
        return date(when.year - 1, 2, 28)


def season(books, edition):
    """The editions that opened near the same day a year earlier."""
    near = a_year_earlier(books.opening(edition))
    return [
        other
        for other in books.editions
        if abs((books.opening(other) - near).days) <= SEASON_DAYS
    ]


def comparable_base(books, edition, definition):
    """The base of a growth, if the edition may be compared with it."""
    base = base_of(books, edition, definition.rule)
    require_comparable(books, edition, definition.family, base)
    return base


def require_unbroken(*answers):
    """Passes when none of the figures stands apart from the others."""
    if any(answer.status in ("break", "definition_differs") for answer in answers):
        raise Refused("a break in the series, or another definition")


def change(now, before):
    """The change from one value to another in percent of the first."""
    return (now - before) / before * 100


def ends(answer):
    """The least and the most a value can be."""
    bounds = (answer.interval.least, answer.interval.most)
    if answer.approximate:
        return [answer.value if bound is None else bound for bound in bounds]
    if None in bounds:
        raise Refused("not known exactly, nor between which two values")
    return list(bounds)


def sign(number):
    return (number > 0) - (number < 0)


def require_sure(value, now, before):
    """Passes when the change is much the same wherever the two values lie."""
    bases = ends(before)
    if min(bases) <= 0:
        raise Refused("the base can be zero or less")
    for base in bases:
        for own in ends(now):
            other = change(own, base)
            if sign(other) != sign(value) or abs(other - value) > 1:
                raise Refused("the change is not sure")


def growth(figures, edition, definition):
    rule = definition.rule
    base = comparable_base(figures.books, edition, definition)
    now = figures.of(edition, rule["of"])
    before = figures.in_unit(base, rule["of"], now.unit)
    figures.in_unit(edition, rule["of"], before.unit)
    if before.approximate:
        raise Refused("an approximate value is no base")
    require_unbroken(now, before)
    if before.value <= 0:
        raise Refused("the base is not above zero")
    value = change(now.value, before.value)
    require_sure(value, now, before)
    answer = Answer(definition.unit, value, approximate=now.approximate, status=now.status)
    answer.base = f"editions/{base}"
    if now.interval.is_exact and before.interval.is_exact:
        answer.interval = exactly(definition.unit, value).interval
    return answer


def up_to(books, edition):
    """The recorded editions up to this one, oldest first."""
    this = int(books.editions[edition]["ordinal"])
    return [(ordinal, id) for ordinal, id in sorted(books.ordinals().items()) if ordinal <= this]


def point(figures, edition, other, definition):
    """The figure that an edition has in a series, or None where it is missing."""
    books, family = figures.books, definition.family
    if False in judgements(books, edition, family, other):
        return None
    try:
        return figures.in_unit(other, definition.rule["of"], definition.unit)
    except Refused:
        return None


def told(books, ordinal, edition, answer):
    """A point: the edition, its year, the value and how far it can be relied on."""
    year = books.opening(edition).year
    if answer is None:
        return (ordinal, year, None, "missing")
    return (ordinal, year, answer.value, answer.status)


def series(figures, edition, definition):
    books = figures.books
    answer = Answer(definition.unit)
    for ordinal, other in up_to(books, edition):
        found = point(figures, edition, other, definition)
        answer.points.append(told(books, ordinal, other, found))
        answer.approximate |= found is not None and found.approximate
        # The status is that of this edition's own point, which is the last.
        answer.status = answer.points[-1][-1]
    if all(value is None for _, _, value, _ in answer.points):
        raise Refused("no edition has a value")
    return answer


def lies_above(one, other):
    """Whether all that one value can be lies above all that another can be, or
    none of it does; None where that is open. Intervals that touch leave it open."""
    if None not in (one.least, other.most) and one.least > other.most:
        return True
    if None not in (one.most, other.least) and one.most < other.least:
        return False
    same = one.is_exact and other.is_exact and one.least == other.least
    return False if same else None


def sure(answer):
    """What a value can be, as far as a place may rest on it: an estimate of which
    nobody said how far it may be off can be anything."""
    if answer.status == "estimated" and answer.interval.is_exact:
        return NOTHING_IS_SURE
    return answer.interval


def has_better_place(one, other, order):
    """Whether one value has a better place than another; None where that is open."""
    if order == "RANK_ORDER_LOWEST_FIRST":
        return lies_above(other, one)
    return lies_above(one, other)


def rank(figures, edition, definition):
    books, rule = figures.books, definition.rule
    this = int(books.editions[edition]["ordinal"])
    own = figures.of(edition, rule["of"])
    require_unbroken(own)
    figures.in_unit(edition, rule["of"], own.unit)
    ordinals = books.ordinals()
    better, points = 0, []
    for ordinal in range(1, this + 1):
        if ordinal not in ordinals:
            raise Refused(f"edition {ordinal} was never recorded")
        other = ordinals[ordinal]
        answer = figures.in_unit(other, rule["of"], own.unit)
        points.append(told(books, ordinal, other, answer))
        if other == edition:
            continue
        require_unbroken(answer)
        require_comparable(books, edition, definition.family, other)
        verdict = has_better_place(sure(answer), sure(own), rule["order"])
        if verdict is None:
            raise Refused(f"edition {ordinal} leaves the place open")
        better += verdict
    return exactly(definition.unit, better + 1, points=points, out_of=this, status=own.status)


def leaves_open(fact, where):
    """Whether a fact might meet the conditions, as it does not tell a dimension."""
    unknown = [one for one in where if fact.under.get(one["dimension"]) == NONE]
    told = [one for one in where if one not in unknown]
    return bool(unknown) and all(meets(fact, one) for one in told)


def presence(figures, edition, definition):
    """Whether something was so in an edition: True, False, or None if unproved."""
    books, rule = figures.books, definition.rule
    if selected(books, edition, rule):
        return True
    status = books.status_of(edition, definition.family)
    if status is None or status["basis"] != "records":
        return None
    is_open = any(leaves_open(fact, conditions(rule)) for fact in cube_of(books, edition, rule))
    return None if is_open else False


def streak(figures, edition, definition):
    books = figures.books
    ordinals = books.ordinals()
    run, beyond = 0, ""
    for ordinal in range(int(books.editions[edition]["ordinal"]), 0, -1):
        seen = presence(figures, ordinals[ordinal], definition) if ordinal in ordinals else None
        if seen is None:
            beyond = f"editions/{ordinal}"
            break
        if not seen:
            break
        run += 1
    if run == 0 and beyond:
        raise Refused("neither presence nor absence is proved")
    return exactly(definition.unit, run, not_proven_beyond=beyond)
