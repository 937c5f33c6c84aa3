# mode: grad
# at: np.array([0.7, -0.4, 1.2])
def continue_some(x):
    s = 0.0
    for value in x:
        if value < 0.0:
            continue
        s = s + value * value * (1.0 + s)
    return s
# output
