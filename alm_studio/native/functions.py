"""Functions of real numbers, lane by lane."""

import math

from alm_studio.native.instructions import Function, Value


def exp2(f: Function, x: Value) -> Value:
    """2 to the power of x, to seven digits; 0 below -126.

    The whole part goes into the exponent, the rest into a polynomial: the series of 2^x, whose next term is 2e-6.
    """
    lanes = x.type[1 : x.type.index(" x ")]
    x = x.most(-126.0)
    whole = f.call(x.type, f"llvm.rint.v{lanes}f32", x)
    rest = x - whole
    ln2 = math.log(2)
    result = f.constant(x.type, ln2**6 / 720)
    for power in range(5, -1, -1):
        result = result.times_plus(rest, ln2**power / math.factorial(power))
    exponent = whole.as_type(f"<{lanes} x i32>", "fptosi") << 23
    return (result.as_type(f"<{lanes} x i32>") + exponent).as_type(x.type)


def gelu(f: Function, x: Value) -> Value:
    """x · Φ(x). The error function is formula 7.1.26 of Abramowitz and Stegun, off by 1.5e-7 at most."""
    lanes = x.type[1 : x.type.index(" x ")]
    size = f.call(x.type, f"llvm.fabs.v{lanes}f32", x)
    z = size * math.sqrt(0.5)
    t = f.constant(x.type, 1.0) / z.times_plus(0.3275911, 1.0)
    series = f.constant(x.type, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series.times_plus(t, factor)
    tail = series * t * exp2(f, z * z * -math.log2(math.e))
    error_function = f.constant(x.type, 1.0) - tail
    return size.times_plus(error_function, x) * 0.5
