"""Numbers that keep rows in order, with room for rows in between."""

_STEP = 1 << 20
"""Room left behind each row that is added at the end."""


def between(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Ranks for ``count`` rows between two others.

    Args:
        before: rank of the row before them; None where there is none.
        after: rank of the row behind them; None where there is none.
        count: how many rows.

    Returns:
        Rising numbers; None where there is no room: spread the ranks first.
    """
    first = 0 if before is None else before
    if after is None:
        return [first + _STEP * (number + 1) for number in range(count)]
    if before is None:
        first = after - _STEP * (count + 1)
    room = after - first
    if room <= count:
        return None
    return [first + room * (number + 1) // (count + 1) for number in range(count)]
