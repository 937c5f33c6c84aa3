"""`try` around several statements, loops and branches; handlers taken and not, which leave, go on, return or raise again."""

import math

import numpy as np
from scipy.optimize import brentq

from oracles import Case


class Diverged(Exception):
    """What a step of the user's raises."""


def factor_or_zero(x):
    try:
        chol = np.linalg.cholesky(np.outer(x, x) + np.eye(3))
        s = chol[0, 0] * np.log(np.diag(chol)).sum()
    except np.linalg.LinAlgError:
        s = 0.0
    return s


def factor_in_vain(x):
    try:
        chol = np.linalg.cholesky(np.outer(x, x) - np.eye(3))
        s = chol[0, 0]
    except np.linalg.LinAlgError:
        s = x[1] ** 2 * x[0]
    return s


def jitter_until_it_factors(x, shift):
    a, jitter = np.outer(x, x) - shift * np.eye(3), 1e-3
    for k in range(6):
        try:
            chol = np.linalg.cholesky(a + jitter * np.eye(3))
            break
        except np.linalg.LinAlgError:
            if k == 5:
                raise
            jitter *= 10.0
    else:
        raise np.linalg.LinAlgError("not positive definite")
    return np.log(np.diag(chol)).sum() * jitter


def returned_from_a_loop(x, shift):
    jitter = 1e-3
    for _ in range(3):
        try:
            return np.log(np.diag(np.linalg.cholesky(np.outer(x, x) + (jitter - shift) * np.eye(3)))).sum() * x[0]
        except np.linalg.LinAlgError:
            jitter *= 10.0
            continue
        finally:
            tried = jitter
    return x[1] ** 2 * tried


def loop_that_raises(xs):
    y = 0.0
    try:
        for x in xs:
            y = y + math.log(x)
            z = y * 2.0
    except ValueError:
        y = y * xs[0]
        z = y + 1.0
    return z * y


def skipped_items(x):
    total = 0.0
    for v in x:
        try:
            root = math.sqrt(v - 0.5)
            total = total + root * v
        except ValueError:
            continue
        total = total * 1.5
    return total


def branches_that_raise(x):
    try:
        if x[0] > 0.5:
            y = math.sqrt(x[0] - 1.0)
        else:
            y = math.log(x[1])
        z = y * x[2]
    except ValueError:
        z = x[0] * x[1]
        z = z * z
    return z * x[2]


def one_step(v, w):
    if v * w > 0.6:
        raise Diverged("too far")
    return v * w + 0.1 * v


def steps_until_too_far(x, n):
    y, count = x[0], 0
    try:
        for _ in range(n):
            y = one_step(y, x[1])
            count += 1
    except Diverged:
        y = y * y * x[2]
    else:
        y = y * x[1]
    return y + count * x[0]


def raised_in_the_try(x):
    y = x[0]
    try:
        for _ in range(3):
            y = y * x[1]
            if y > 1.0:
                raise Diverged("far")
        y = y * 100.0
    except Diverged:
        y = y + x[2] ** 2
    return y * y


def asserted_in_the_try(x):
    try:
        assert x[0] > 1.0, "small"
        y = x[0]
    except AssertionError:
        y = x[1] * x[0]
    return y


def stores_before_it_raises(x):
    a = np.zeros(3)
    try:
        for i in range(5):
            a[i] = x[i] ** 2
    except IndexError:
        a *= x
    return a.sum()


def changed_in_place_until_it_raises(x):
    a = x.copy()
    try:
        a *= 2.0
        a[1] = math.sqrt(x[2] - 1.0)
        a *= 3.0
    except ValueError:
        pass
    return (a * x).sum()


def condition_that_raises(x):
    s, i = 0.0, 0
    try:
        while x[i] > 0.0:
            s += x[i] ** 2
            i += 1
    except IndexError:
        s = s * x[0]
    return s


def attempt_in_an_attempt(x):
    try:
        try:
            y = math.sqrt(-x[0])
        except ZeroDivisionError:
            y = 1.0
        z = y
    except ValueError:
        z = x[0] * x[1]
    return z


def appended_until_it_raises(x):
    xs = []
    try:
        xs.append(math.log(x[0]))
        xs.append(math.log(x[1] - 2.0))
        xs.append(x[2] * 2.0)
    except ValueError:
        pass
    return sum(xs) * x[1]


def context_that_raises(x):
    try:
        with np.errstate(divide="raise"):
            y = x / np.array([0.0, 1.0, 2.0])
            s = y.sum()
    except FloatingPointError:
        s = x[0] ** 3
    return s


def several_handlers(x):
    y = 0.0
    try:
        y = x[0] * 2.0
        z = one_step(x[1], x[1])
        y = z
    except ValueError:
        y = 1.0
    except Diverged:
        y = y * x[2]
        a = 1.0
        b = y * y
        y = b * a
    else:
        y = -y
    return y


def best_of_scales(x):
    best = x[2]
    for scale in (1.0, 0.5, 0.1):
        try:
            candidate = one_step(x[1] * scale, x[0])
        except Diverged:
            continue
        best = best + candidate * candidate
        break
    return best


def breaks_out_of_the_inner_loop(x):
    s = 0.0
    for v in x:
        for k in range(3):
            try:
                s = s + math.sqrt(v - 0.3 * k)
                t = s * v
            except ValueError:
                break
            s = s + t
        else:
            s = s * 2.0
    return s


def root_or_guess(x, low):
    try:
        root = brentq(lambda t: t * t - x[0], low, 2.0)
    except ValueError:
        root = x[1] * 2.0
    return root * x[1]


def left_by_way_of_finally(v):
    try:
        root = math.log(v)
        return root * v
    except ValueError:
        return v * v
    finally:
        done = True  # noqa: F841 - seen by nobody


def helper_with_an_attempt(x):
    return left_by_way_of_finally(x[0]) + left_by_way_of_finally(x[1] - 2.0) * x[2]


def key_of_a_dict_in_hand(x):
    d = {"a": x[0]}
    try:
        v = d["b"] * 2.0
        d["c"] = v
    except (KeyError, IndexError):
        v = d["a"] ** 2
    return v


def stores_in_the_finally(x):
    u = x.copy()
    try:
        u[0] = x[1] * x[2]
    finally:
        u[1] = u[0] * x[0] + np.sin(x[1])
    return (u**2).sum()


def returned_before_the_finally(x):
    u = x.copy()
    try:
        return u
    finally:
        u[0] = x[1] ** 2


def sees_what_the_finally_stored(x):
    return returned_before_the_finally(x).sum() * x[0]


def scales_in_the_finally(x):
    u = x.copy()
    try:
        for k in range(3):
            u[k] = x[k] ** 2
            if u[k] > 1.0:
                raise ValueError
    except ValueError:
        u[0] = u[1] * u[2]
    finally:
        u *= 2
    return (u**2).sum()


def every_exit_by_way_of_the_finally(x, first):
    u, n = np.zeros(3), 0
    for k in range(5):
        try:
            if k == first:
                continue
            if k == 3:
                break
            u[k] = x[k] ** 2
            if k == 3 - first:
                return (u**2).sum() * x[0]
        finally:
            u[0] = u[0] + x[1] * np.sin(x[2])
            n += 1
            if n > 1:
                u[1] *= 2
    return u.sum()


class NotConverged(Exception):
    """What a solver raises with its state."""


def goes_on_with_what_was_raised(x):
    u = x.copy()
    try:
        for k in range(5):
            u = np.cos(u) * x
            if u[0] < 0.6:
                raise NotConverged(k, u[0])
        s = u.sum()
    except NotConverged as e:
        k, rest = e.args
        s = rest * x[1] * (k + 1)
    return s * u[1]


def arguments_are_of_when_it_was_raised(x):
    u = x.copy()
    try:
        if x[0] > 0.5:
            raise NotConverged("at once", u[0] ** 2)
        s = u[1]
    except NotConverged as e:
        u[0] = 5.0
        s = e.args[1] * u[0]
    return s * x[2]


def power_that_was_raised(x):
    try:
        u = x * 2
        if x[0] > 0.5:
            raise NotConverged(2)
        if x[1] > 1:
            raise NotConverged(3)
        s = np.sum(u)
    except NotConverged as e:
        s = x[0] ** e.args[0]
    return s


def array_that_was_raised(x):
    u = x.copy()
    try:
        if x[0] > 0.5:
            raise NotConverged(u)
        s = np.sum(u)
    except NotConverged as e:
        e.args[0][0] = x[1] ** 2
        s = (u**2).sum()
    return s


X = np.array([0.7, 1.3, 0.4])


def stored_under_a_new_word(xs):
    held, total = {}, 0.0
    for v in xs:
        try:
            held["y"] = math.log(v)
        except ValueError:
            held["y"] = v * v
        except Exception:
            held["y"] = 0.0
        total = total + held["y"] * held["y"]
    return total


def sum_put_right_in_the_end(x):
    total = 0.0
    for e in x:
        try:
            total += 1.0 / int(e > 0.0) * e
        except ZeroDivisionError:
            total -= e
        finally:
            total *= 1.5
    return total * x[0]


CASES = [
    Case(sum_put_right_in_the_end, (np.array([0.42, -0.73, 1.31]),)),
    Case(stores_in_the_finally, (X,)),
    Case(sees_what_the_finally_stored, (X,)),
    Case(scales_in_the_finally, (X,), complex_step=False),
    Case(scales_in_the_finally, (0.5 * X,), complex_step=False, label="not-taken"),
    Case(every_exit_by_way_of_the_finally, (X, 1), complex_step=False),
    Case(every_exit_by_way_of_the_finally, (X, 4), complex_step=False, label="to the end"),
    Case(goes_on_with_what_was_raised, (X,), complex_step=False),
    Case(goes_on_with_what_was_raised, (np.array([0.95, 0.6, 0.4]),), complex_step=False, label="not-taken"),
    Case(arguments_are_of_when_it_was_raised, (X,), complex_step=False),
    Case(arguments_are_of_when_it_was_raised, (0.5 * X,), complex_step=False, label="not-taken"),
    Case(power_that_was_raised, (X,), complex_step=False),
    Case(power_that_was_raised, (X[::-1],), complex_step=False, label="other"),
    Case(array_that_was_raised, (X,), complex_step=False),
    Case(factor_or_zero, (X,), complex_step=False),
    Case(factor_in_vain, (X,), complex_step=False),
    Case(jitter_until_it_factors, (X, 0.0), complex_step=False),
    Case(jitter_until_it_factors, (X, 0.05), complex_step=False, label="thrice"),
    Case(returned_from_a_loop, (X, 0.05), complex_step=False),
    Case(returned_from_a_loop, (X, 2.0), complex_step=False, label="in vain"),
    Case(loop_that_raises, (X,), complex_step=False),
    Case(loop_that_raises, (np.array([0.7, 1.3, -0.4, 0.3]),), complex_step=False, label="taken"),
    Case(skipped_items, (X,), complex_step=False),
    Case(branches_that_raise, (X,), complex_step=False),
    Case(branches_that_raise, (np.array([0.4, 1.3, 0.7]),), complex_step=False, label="not-taken"),
    Case(steps_until_too_far, (X, 5), complex_step=False),
    Case(steps_until_too_far, (np.array([0.3, 0.7, 0.4]), 3), complex_step=False, label="not-taken"),
    Case(raised_in_the_try, (X,), complex_step=False),
    Case(raised_in_the_try, (0.5 * X,), complex_step=False, label="not-taken"),
    Case(asserted_in_the_try, (X,), complex_step=False),
    Case(stores_before_it_raises, (X,), complex_step=False),
    Case(changed_in_place_until_it_raises, (X,), complex_step=False),
    Case(condition_that_raises, (X,), complex_step=False),
    Case(attempt_in_an_attempt, (X,), complex_step=False),
    Case(appended_until_it_raises, (X,), complex_step=False),
    Case(context_that_raises, (X,), complex_step=False),
    Case(several_handlers, (X,), complex_step=False),
    Case(several_handlers, (0.5 * X,), complex_step=False, label="not-taken"),
    Case(best_of_scales, (X,), complex_step=False),
    Case(breaks_out_of_the_inner_loop, (X,), complex_step=False),
    Case(root_or_guess, (X, 0.0), complex_step=False, second_refusable=True),
    Case(root_or_guess, (X, 1.0), complex_step=False, second_refusable=True, label="taken"),
    Case(helper_with_an_attempt, (X,), complex_step=False),
    Case(key_of_a_dict_in_hand, (X,), complex_step=False),
    Case(stored_under_a_new_word, (np.array([0.5, -0.5, 1.3]),), complex_step=False),
]
