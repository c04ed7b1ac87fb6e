"""Functions of real numbers, lane by lane."""

import math

import numpy as np

from alm_studio.native.instructions import Function, Value


def exp2(f: Function, x: Value, terms: int = 6) -> Value:
    """2 to the power of x, at least 2 to the power of -126.

    The whole part goes into the exponent, the rest, half of 1 at most, into as many terms of the series: with six it is
    off by 3e-7 of itself, with four by 6e-5.
    """
    lanes = x.type[1 : x.type.index(" x ")]
    x = x.most(-126.0)
    whole = f.call(x.type, f"llvm.rint.v{lanes}f32", x)
    rest = x - whole
    ln2 = math.log(2)
    result = f.constant(x.type, ln2**terms / math.factorial(terms))
    for power in range(terms - 1, -1, -1):
        result = result.times_plus(rest, ln2**power / math.factorial(power))
    exponent = whole.as_type(f"<{lanes} x i32>", "fptosi") << 23
    return (result.as_type(f"<{lanes} x i32>") + exponent).as_type(x.type)


def gelu(f: Function, x: Value) -> Value:
    """x · Φ(x), off by 7e-5 at most up to 20: the error function as a polynomial, without division."""
    z = (x * math.sqrt(0.5)).least(_LARGEST).most(-_LARGEST)
    square = z * z
    *rest, first = _ERROR_FUNCTION
    series = f.constant(x.type, first)
    for factor in reversed(rest):
        series = series.times_plus(square, factor)
    half = x * 0.5
    return (series * z).times_plus(half, half)


_LARGEST = 3.0
"""Behind it the error function is 1."""


def _interpolated(terms: int) -> list[float]:
    """Factors of a polynomial in z² that is erf(z) / z, by Chebyshev's nodes up to ``_LARGEST``."""
    nodes = (np.cos(np.pi * (np.arange(terms) + 0.5) / terms) + 1) / 2 * _LARGEST**2
    values = [math.erf(root) / root for root in np.sqrt(nodes)]
    return [float(factor) for factor in np.linalg.solve(np.vander(nodes, terms, increasing=True), values)]


_ERROR_FUNCTION = _interpolated(9)
