"""scipy.spatial.transform: rotations of variables, as in robots, cameras and aircraft."""

import functools

import numpy as np
from scipy.spatial.transform import Rotation, Slerp
from scipy.spatial.transform import Rotation as R  # noqa: N817 - as most programs call it

from oracles import Case

turn = np.array([0.4, -0.7, 0.3])
place = np.array([0.2, 0.1, -0.5])
CORNERS = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.2], [0.0, 1.0, -0.1], [0.3, 0.4, 1.0], [1.0, 1.0, 0.5]])
SEEN = np.array([[0.1, 0.1], [0.9, -0.3], [0.4, 1.0], [0.2, 0.5], [1.3, 0.6]])
MOUNT = Rotation.from_euler("xyz", [10.0, -20.0, 30.0], degrees=True)
SEVERAL = Rotation.from_rotvec(CORNERS)
TIMES = np.array([0.0, 0.5, 2.0, 3.0])
PATH = Slerp(TIMES, SEVERAL[:4])
AXES = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


def reprojection(turn, place):
    """The error of a pose: where a camera sees the corners, and where it did."""
    inside = Rotation.from_rotvec(turn).apply(CORNERS) + place + np.array([0.0, 0.0, 4.0])
    return np.sum((inside[:, :2] / inside[:, 2:] - SEEN) ** 2)


def chain_of_joints(angles):
    r, p = R.identity(), np.zeros(3)
    for angle, axis in zip(angles, AXES, strict=True):
        r = r * R.from_rotvec(angle * axis)
        p = p + r.apply([0.0, 0.0, 0.7])
    return np.sum((p - place) ** 2) + r.magnitude()


def list_of_joints(angles):
    joints = [R.from_rotvec(angles[k] * AXES[k]) for k in range(3)]
    p = np.array([0.3, 0.0, 0.0])
    for joint in joints:
        p = joint.apply(p + np.array([0.0, 0.2, 0.0]))
    return np.sum(p * p * p)


def attitude(rates, dt):
    r = Rotation.from_quat([0.0, 0.0, 0.0, 1.0])
    w = rates
    for _ in range(4):
        r = r * Rotation.from_rotvec(w * dt)
        w = w + dt * np.cross(w, np.array([1.0, 2.0, 3.0]) * w)
    return np.sum(r.as_euler("ZYX") ** 2) + np.sum(r.as_quat() * np.arange(4.0))


def attitude_until(rates):
    r, steps = MOUNT * Rotation.identity(), 0
    while r.magnitude() < 1.5:
        r = r * Rotation.from_rotvec(0.2 * rates)
        steps += 1
    return steps * np.sum(r.as_rotvec() ** 3)


def alignment(turn, place):
    cloud = Rotation.from_euler("zyx", turn).apply(CORNERS) + 0.1 * np.outer(np.arange(5.0), place)
    found, distance = Rotation.align_vectors(cloud, CORNERS)
    return distance + np.sum(found.as_matrix() ** 3) + np.sum(found.apply(place, inverse=True) ** 2)


def keyframes(turns, t):
    path = Slerp([0.0, 0.5, 2.0, 3.0], Rotation.from_rotvec(turns))
    return np.sum(path(t).apply(place) ** 3) + np.sum(path([0.0, 0.7, 3.0]).as_matrix()[..., 0])


def along_an_outer_path(t):
    return np.sum(PATH(t).as_quat() ** 3) + np.sum(PATH(np.array([0.2, 1.0]) * t).apply(place) ** 2)


def among_outer_ones(turn):
    r = MOUNT.inv() * Rotation.from_rotvec(turn) * MOUNT
    return np.sum(r.as_matrix() ** 3) + np.sum(SEVERAL.apply(turn) ** 2) + np.sum((SEVERAL * r).as_mrp() ** 3)


def there_and_back(turn):
    r = Rotation.from_matrix(Rotation.from_mrp(turn).as_matrix())
    return np.sum(r.as_quat(scalar_first=True) ** 3) + np.sum(Rotation.from_quat((2.0 + turn[0]) * r.as_quat()).as_mrp() ** 3)


def powers(turn):
    r = Rotation.from_rotvec(turn) ** turn[0]
    return np.sum((r**2 * r**-1).as_rotvec(degrees=True) * turn) + len(Rotation.from_rotvec(np.outer(turn, turn)))


def means(turns):
    r = Rotation.concatenate([Rotation.from_rotvec(turns), Rotation.from_euler("zxz", turns[0]), MOUNT])
    m = r.mean(np.arange(1.0, 7.0))
    return np.sum(m.as_matrix() ** 3) + (m.inv() * r[1]).magnitude() + np.sum(r[np.array([0, 2])].mean().as_matrix()[0])


def nearest_rotation(m):
    return np.sum(Rotation.from_matrix(m).as_rotvec() ** 3)


def by_branch(turn, flag):
    r = Rotation.from_rotvec(turn) if flag else Rotation.from_euler("xyz", turn)
    box = {"r": r}
    box["r"] = box["r"] * MOUNT
    return np.sum(box["r"].as_quat(canonical=True) ** 3) if isinstance(r, Rotation) else 0.0


def mapped(turns):
    return np.sum(np.stack([Rotation.from_rotvec(w).as_matrix() for w in turns]) ** 3)


still = np.zeros(3)
turns = np.array([[0.3, -0.2, 0.1], [1.0, 0.2, -0.4], [0.0, 0.0, 0.0], [2.0, -1.0, 0.5]])
skew = np.array([[0.9, -0.3, 0.2], [0.4, 1.1, -0.1], [-0.2, 0.2, 0.8]])

def told_by_its_class(turn):
    r = R.from_rotvec(turn)
    return turn[0] * 2.0 if type(r) is R else np.sum(r.as_quat())


def told_by_its_class_and_more(turn):
    r = R.from_rotvec(turn)
    if isinstance(r, R) and turn[0] > -10.0:
        return turn[0] * 2.0
    return np.sum(r.as_quat())


def told_by_the_class_of_either(turn):
    r, back = R.from_rotvec(turn), R.from_rotvec(-turn)
    return turn[0] * 2.0 if type(r if turn[0] > 0.0 else back) is R else np.sum(r.as_quat())


def is_rotation(r):
    return isinstance(r, R)


def told_by_a_function(turn):
    r = R.from_rotvec(turn)
    if is_rotation(r):
        return turn[0] * 2.0
    return np.sum(r.as_quat())


def told_by_a_function_and_denied(turn):
    r = functools.partial(R.from_rotvec, turn)()
    if not is_rotation(r):
        pass
    else:
        return turn[0] * 2.0
    return np.sum(r.as_quat())


def told_as_a_number(turn):
    r = R.from_rotvec(turn)
    told = [isinstance(r, R), isinstance(r, np.ndarray)]
    return turn[0] * (isinstance(r, R) * 2.0) + np.sum(r.as_quat()) * told[0] + told[1]


def told_by_the_classes_of_all(turn):
    turns = [R.from_rotvec(turn), R.from_rotvec(2.0 * turn)]
    s = turn[1]
    if all(isinstance(r, R) for r in turns):
        s = s * turn[0]
    if isinstance(turns[int(turn[0] > 0.0)], R):
        s = s + turn[0] ** 2
    return s


def told_by_its_own_word(turn):
    r = R.from_rotvec(turn)
    return turn[0] * 2.0 if r.__class__ is R else np.sum(r.as_quat())


def told_by_a_class_under_a_number(turn):
    table = {}
    while True:
        table[2] = [R.from_rotvec(turn), R.from_rotvec(2.0 * turn)]
        table[3] = turn[1]
        if isinstance(table[2][int(turn[0] > 0.0)], R):
            table[3] = table[3] + turn[0] ** 2
        return table[3]


CASES = [
    Case(told_by_its_class, (turn,), complex_step=False),
    Case(reprojection, (turn, place), wrt=(0, 1), complex_step=False),
    Case(reprojection, (still, place), wrt=(0, 1), complex_step=False, label="still"),
    Case(chain_of_joints, (turn,), complex_step=False),
    Case(list_of_joints, (turn,), complex_step=False),
    Case(attitude, (turn, 0.3), wrt=(0, 1), complex_step=False),
    Case(attitude, (still, 0.3), complex_step=False, label="still"),
    Case(attitude_until, (turn,), complex_step=False),
    Case(alignment, (turn, place), wrt=(0, 1), complex_step=False),
    Case(keyframes, (turns, 0.9), wrt=(0, 1), complex_step=False),
    Case(along_an_outer_path, (1.3,), complex_step=False),
    Case(among_outer_ones, (turn,), complex_step=False),
    Case(there_and_back, (turn,), complex_step=False),
    Case(powers, (turn,), complex_step=False),
    Case(means, (turns,), complex_step=False),
    Case(nearest_rotation, (skew,), complex_step=False),
    Case(by_branch, (turn, True), complex_step=False, second_refusable=True),
    Case(by_branch, (turn, False), complex_step=False, second_refusable=True, label="other"),
    Case(mapped, (turns,), complex_step=False),
    Case(told_by_its_class_and_more, (turn,), complex_step=False),
    Case(told_by_the_class_of_either, (turn,), complex_step=False),
    Case(told_by_a_function, (turn,), complex_step=False),
    Case(told_by_a_function_and_denied, (turn,), complex_step=False),
    Case(told_as_a_number, (turn,), complex_step=False),
    Case(told_by_the_classes_of_all, (turn,), complex_step=False),
    Case(told_by_its_own_word, (turn,), complex_step=False, refusable=True),
    Case(told_by_a_class_under_a_number, (turn,), complex_step=False, refusable=True),
]
