"""What the statistics behind claims must give: made with numpy alone, by other means than Parallax takes.

    python make.py        # writes expected.json beside this file (numpy 2 made the committed one)

- logistic: groups of rows with shared coefficients and own deviations, penalised; solved by Newton's method on the whole design matrix
  with explicit columns for every group.
- softmax: multinomial logistic regression with a ridge penalty; solved by plain gradient descent in double until the gradient vanishes.
- bounds: Clopper–Pearson bounds from exact sums of binomial terms.
- auroc: by counting all pairs.
"""
import json
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np

RNG = np.random.default_rng(20261125)


def logistic():
    groups, width, own = 3, 3, [0, 2]
    penalties, own_penalties = np.array([1e-4, 0.5, 2.0]), np.array([1.0, 4.0])
    rows, labels, group = [], [], []
    for g, n in enumerate((40, 25, 9)):
        x = np.column_stack([np.ones(n), RNG.normal(size=(n, 2))]).round(3)
        odds = x @ np.array([0.4 - g, 1.5, -0.7 + 0.5 * g])
        rows.append(x)
        labels.append(RNG.random(n) < 1 / (1 + np.exp(-odds)))
        group.append(np.full(n, g))
    x, y, group = np.concatenate(rows), np.concatenate(labels), np.concatenate(group)
    design = np.concatenate([x] + [x[:, own] * (group == g)[:, None] for g in range(groups)], 1)
    ridge = np.concatenate([penalties] + [own_penalties] * groups)
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (p - y) + ridge * beta
        beta -= np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]) + np.diag(ridge), gradient)
    assert np.abs(gradient).max() < 1e-12
    return dict(
        rows=[r.ravel().tolist() for r in rows], labels=[l.tolist() for l in labels], width=width, own_columns=own, penalties=penalties.tolist(),
        own_penalties=own_penalties.tolist(), shared=beta[:width].tolist(), own=beta[width:].reshape(groups, len(own)).tolist())


def softmax():
    n, width, classes, penalty = 60, 4, 3, 2.0
    x = RNG.normal(size=(n, width)).round(3)
    labels = (x @ RNG.normal(size=(width, classes)) + RNG.gumbel(size=(n, classes))).argmax(1)
    w, b = np.zeros((classes, width)), np.zeros(classes)
    hot = np.eye(classes)[labels]
    for _ in range(200000):
        scores = x @ w.T + b
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        gw, gb = (p - hot).T @ x + penalty * w, (p - hot).sum(0)
        if max(np.abs(gw).max(), np.abs(gb).max()) < 1e-12:
            break
        w -= 0.02 * gw
        b -= 0.02 * gb
    value = -np.log(p[np.arange(n), labels]).sum() + penalty * (w * w).sum() / 2
    return dict(rows=x.ravel().tolist(), labels=labels.tolist(), width=width, classes=classes, penalty=penalty, objective=value,
                posterior=p[:5].tolist())


def tail(successes, count, share):
    """P(at least `successes` of `count`), exactly."""
    return sum(comb(count, k) * share ** k * (1 - share) ** (count - k) for k in range(successes, count + 1))


def bounds():
    out = []
    for successes, count, level in [(59, 59, 0.95), (58, 58, 0.95), (0, 59, 0.95), (7, 10, 0.95), (1, 10, 0.9), (190, 200, 0.95), (3, 400, 0.975)]:
        def bound(successes):
            if successes == 0:
                return 0.0
            low, high = Fraction(0), Fraction(1)
            for _ in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if float(tail(successes, count, middle)) < 1 - level else (low, middle)
            return float(low)
        out.append(dict(successes=successes, count=count, level=level, lower=bound(successes), upper=1 - bound(count - successes)))
    return out


def auroc():
    scores, truths = RNG.integers(0, 6, size=40), RNG.random(40) < 0.6
    documents, weights = RNG.integers(0, 5, size=40), [2.0, 0.0, 1.0, 3.0, 1.0]
    wins = pairs = 0.0
    for i in np.flatnonzero(truths):
        for j in np.flatnonzero(~truths):
            w = weights[documents[i]] * weights[documents[j]]
            pairs += w
            wins += w * (1.0 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0.0)
    return dict(scores=scores.tolist(), truths=truths.tolist(), documents=documents.tolist(), weights=weights, auroc=wins / pairs)


expected = dict(logistic=logistic(), softmax=softmax(), bounds=bounds(), auroc=auroc())
(Path(__file__).parent / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
