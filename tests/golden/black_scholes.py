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
