# mode: grad
# wrt: spot,vol
# at: 100.0, 95.0, 0.03, 0.25, 0.7
from math import erf, exp, log, sqrt


def normal_cdf(x):
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def black_scholes(spot, strike, rate, vol, time):
    d1 = (log(spot / strike) + (rate + 0.5 * vol * vol) * time) / (vol * sqrt(time))
    d2 = d1 - vol * sqrt(time)
    return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2)
# output
import math


def black_scholes_grad(spot, strike, rate, vol, time):
    """Adjoint of `black_scholes` with respect to spot, vol.  Held constant: strike,
    rate, time.

    Written by s2sdiff from black_scholes.py:11 (reverse, joint).
    Returns spot_bar, vol_bar, shaped like spot and vol.
    """
    d1_1 = spot / strike
    d1_2 = 0.5 * vol
    sqrt_time = sqrt(time)
    d1_3 = vol * sqrt_time
    d1 = (log(d1_1) + (rate + d1_2 * vol) * time) / d1_3
    d2 = d1 - vol * sqrt_time
    normal_cdf_d1, normal_cdf_tape = normal_cdf_fwd(d1)
    normal_cdf_d2, normal_cdf_tape_1 = normal_cdf_fwd(d2)

    # line 14: return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2)
    d2_bar = normal_cdf_bwd(normal_cdf_tape_1, -strike * exp(-rate * time))
    d1_bar = normal_cdf_bwd(normal_cdf_tape, spot)
    # line 13: d2 = d1 - vol * sqrt(time)
    d1_bar += d2_bar
    vol_bar = -d2_bar * sqrt_time
    # line 12: d1 = (log(spot / strike) + (rate + 0.5 * vol * vol) * time) / (vol * sqrt(time))
    d1_4_bar = d1_bar / d1_3
    d1_5_bar = d1_4_bar * time
    vol_bar += 0.5 * d1_5_bar * vol + d1_5_bar * d1_2 - d1_bar * d1 / d1_3 * sqrt_time
    return normal_cdf_d1 + d1_4_bar / d1_1 / strike, vol_bar


def normal_cdf_fwd(x):
    """`normal_cdf`, keeping what its adjoint with respect to x needs.

    Written by s2sdiff from black_scholes.py:7 (reverse, split).
    """
    out_1 = sqrt(2.0)
    out_2 = x / out_1
    return 0.5 * (1.0 + erf(out_2)), (out_2, out_1)


def normal_cdf_bwd(tape, out_bar):
    """Adjoint of `normal_cdf` with respect to x, from what `normal_cdf_fwd` kept.

    Written by s2sdiff from black_scholes.py:7 (reverse, split).
    Returns x_bar, shaped like x.
    """
    out_2, out_1 = tape
    # line 8: return 0.5 * (1.0 + erf(x / sqrt(2.0)))
    out_3_bar = 0.5 * out_bar
    return 2.0 * out_3_bar / math.sqrt(math.pi) * math.exp(-out_2 * out_2) / out_1
