"""The metrics of the panel, written by brute force from the papers: test/fixtures/metrics-panel.json.

Nothing here is fast or shared with the TypeScript: rows are counted one by one, integrals are sums of
midpoints, and chances are measured on the definition. Ranks of channels come from scikit-learn.
"""

import json
import math
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics as sk

rng = np.random.default_rng(7)


def runs(flags):
    """First and last row of each run of ones, both inclusive."""
    found = []
    for t, flag in enumerate(flags):
        if flag and (t == 0 or not flags[t - 1]):
            found.append([t, t])
        if flag:
            found[-1][1] = t
    return [tuple(run) for run in found]


def f1(a, b):
    return None if a is None or b is None else (0.0 if a + b == 0 else 2 * a * b / (a + b))


def composite_f1(labels, flags):
    events = runs(labels)
    met = sum(any(flags[s : e + 1]) for s, e in events) / len(events)
    return f1(sk.precision_score(labels, flags), met) if any(flags) else None


# Tatbul et al. 2018, section 4 and figure 2
def delta(bias, i, length):
    return {"flat": 1, "front": length - i + 1, "back": i, "middle": i if i <= length / 2 else length - i + 1}[bias]


def omega(anomaly, overlap, bias):
    mine = total = 0
    length = anomaly[1] - anomaly[0] + 1
    for i in range(1, length + 1):
        total += delta(bias, i, length)
        if anomaly[0] + i - 1 in overlap:
            mine += delta(bias, i, length)
    return mine / total


def range_reward(ranges, others, alpha, bias, cardinality):
    if not ranges:
        return None
    rewards = []
    for s, e in ranges:
        overlaps = [set(range(max(s, a), min(e, b) + 1)) for a, b in others]
        overlaps = [overlap for overlap in overlaps if overlap]
        gamma = 1 / len(overlaps) if overlaps and cardinality == "reciprocal" else 1
        reward = gamma * sum(omega((s, e), overlap, bias) for overlap in overlaps)
        rewards.append(alpha * bool(overlaps) + (1 - alpha) * reward)
    return float(np.mean(rewards))


# Huet et al. 2022, sections 3 and 4: a row lasts from t to t + 1
STEP = 1 / 32


def midpoints(a, b):
    return np.arange(a + STEP / 2, b, STEP)


def distance(x, intervals):
    return min(max(a - x, x - b, 0) for a, b in intervals)


def affiliation(labels, alarms, T):
    truth = [(s, e + 1) for s, e in runs(labels)]
    predicted = [(s, e + 1) for s, e in runs(alarms)]
    if not truth:
        return None, None
    precisions, recalls = [], []
    for j, (a, b) in enumerate(truth):
        low = 0 if j == 0 else (truth[j - 1][1] + a) / 2
        high = T if j == len(truth) - 1 else (b + truth[j + 1][0]) / 2
        E = high - low
        inside = [(max(s, low), min(e, high)) for s, e in predicted]
        inside = [(s, e) for s, e in inside if s < e]
        if not inside:
            recalls.append(0.0)
            continue
        # chance that a uniform X in the zone is at least as far from the attack
        chances = []
        for x in (x for s, e in inside for x in midpoints(s, e)):
            d = distance(x, [(a, b)])
            chances.append(1.0 if d == 0 else 1 - (min(high, b + d) - max(low, a - d)) / E)
        precisions.append(np.mean(chances))
        # chance that a uniform X in the zone is at least as far from the row as the alarms are
        chances = []
        for y in midpoints(a, b):
            d = distance(y, inside)
            chances.append(1 - (min(high, y + d) - max(low, y - d)) / E)
        recalls.append(np.mean(chances))
    return (float(np.mean(precisions)) if precisions else None), float(np.mean(recalls))


# Hwang et al. 2019, definitions 1 to 6 without an ambiguous section
def overlap_matrix(truth, predicted):
    return np.array(
        [[max(0, min(e, b) - max(s, a) + 1) for a, b in predicted] for s, e in truth], dtype=float
    ).reshape(len(truth), len(predicted))


def lengths(intervals):
    return np.array([e - s + 1 for s, e in intervals], dtype=float)


def tapr(labels, alarms, alpha=0.8, theta=0.5):
    truth, predicted = runs(labels), runs(alarms)
    M = overlap_matrix(truth, predicted)
    recall = precision = None
    if truth:
        share = M.sum(axis=1) / lengths(truth)
        recall = float(alpha * np.mean(share >= theta) + (1 - alpha) * np.mean(share))
    if predicted:
        share = M.sum(axis=0) / lengths(predicted)
        precision = float(alpha * np.mean(share >= theta) + (1 - alpha) * np.mean(share))
    return precision, recall


# Hwang et al. 2022, with the pruning of the authors' program
def etapr(labels, alarms, theta_p=0.5, theta_r=0.1):
    truth, predicted = runs(labels), runs(alarms)
    M = overlap_matrix(truth, predicted)
    if M.size:
        while True:
            before = M.copy()
            M[M.sum(axis=1) / lengths(truth) < theta_r, :] = 0
            M[:, M.sum(axis=0) / lengths(predicted) < theta_p] = 0
            if np.array_equal(before, M):
                break
    recall = precision = None
    if truth:
        share = M.sum(axis=1) / lengths(truth)
        recall = float(np.mean([(1 + s) / 2 if s >= theta_r else 0 for s in share]))
    if predicted:
        share = M.sum(axis=0) / lengths(predicted)
        weight = np.sqrt(lengths(predicted))
        earned = [(1 + s) / 2 if s >= theta_p else 0 for s in share]
        precision = float(np.sum(weight * earned) / np.sum(weight))
    return precision, recall


# Kim et al. 2022, section 4
def adjusted_f1(labels, flags, percent):
    adjusted = list(flags)
    for s, e in runs(labels):
        if 100 * sum(flags[s : e + 1]) > percent * (e - s + 1):
            adjusted[s : e + 1] = [1] * (e - s + 1)
    return float(sk.f1_score(labels, adjusted, zero_division=0))


# Lavin & Ahmad 2015, section III, over the profiles of the benchmark
def sigmoid(y):
    return -1.0 if y > 3 else 1.0 if y < -3 else 2 / (1 + math.exp(5 * y)) - 1


def nab(labels, alarms, tp, fp, fn):
    windows = runs(labels)

    def raw(detections):
        score = 0.0
        for s, e in windows:
            hits = [t for t in range(s, e + 1) if detections[t]]
            if not hits:
                score -= fn
            else:
                score += tp * sigmoid(-2.0 if e == s else -(e - hits[0]) / (e - s))
        for t in range(len(labels)):
            if not detections[t] or labels[t]:
                continue
            before = [w for w in windows if w[1] < t]
            if not before:
                score -= fp
                continue
            s, e = before[-1]
            score += fp * sigmoid(2.0 if e == s else (t - e) / (e - s))
        return score

    none, perfect = raw([0] * len(labels)), raw(labels)
    return 100 * (raw(alarms) - none) / (perfect - none)


# Paparrizos et al. 2022, section 3; thresholds and the mixed count of positives as TSB-AD's
def range_areas(labels, scores, buffer, thresholds=250):
    T, events = len(labels), runs(labels)
    extended = np.array(labels, dtype=float)
    for s, e in events:
        for t in range(T):
            d = s - t if t < s else t - e
            if 1 <= d <= buffer // 2:
                extended[t] += math.sqrt(1 - d / buffer)
    extended = np.minimum(extended, 1)
    half = buffer // 2
    segments = []
    for s, e in events:
        if segments and segments[-1][1] + half >= s - half:
            segments[-1][1] = e
        else:
            segments.append([s, e])
    segments = [(max(0, s - half), min(T - 1, e + half)) for s, e in segments]
    P = sum(labels)
    ordered = np.sort(scores)[::-1]
    tprs, fprs, precisions = [0.0], [0.0], [1.0]
    for index in np.linspace(0, T - 1, thresholds).astype(int):
        flagged = scores >= ordered[index]
        TP = float(np.sum(extended[flagged]))
        counted = P + float(np.sum(extended[flagged & (np.array(labels) == 0)]))
        positives = (P + counted) / 2
        existence = np.mean([flagged[s : e + 1].any() for s, e in segments])
        tprs.append(min(TP / positives, 1) * existence)
        fprs.append((flagged.sum() - TP) / (T - positives))
        precisions.append(TP / flagged.sum())
    pr = sum((tprs[k] - tprs[k - 1]) * precisions[k] for k in range(1, len(tprs)))
    tprs.append(1.0)
    fprs.append(1.0)
    roc = sum((fprs[k] - fprs[k - 1]) * (tprs[k] + tprs[k - 1]) / 2 for k in range(1, len(tprs)))
    return float(roc), float(pr)


def volumes(labels, scores, longest):
    areas = [range_areas(labels, scores, buffer) for buffer in range(longest + 1)]
    roc, pr = np.mean(areas, axis=0)
    return {"range": {"roc": areas[-1][0], "pr": areas[-1][1]}, "volume": {"roc": float(roc), "pr": float(pr)}}


# Su et al. 2019, section 5.4; Tuli et al. 2022, section 4.5
def hit_rate(scores, truth, percent):
    looked_at = math.floor(percent * len(truth) / 100)
    return len(set(np.argsort(-scores)[:looked_at]) & set(truth)) / len(truth)


def root_cause(scores, truths, spans):
    result = {}
    for percent in (100, 150):
        overall = [(scores[s:e].sum(axis=0), truth) for (s, e), truth in zip(spans, truths)]
        relevance = [[1.0 if c in truth else 0.0 for c in range(scores.shape[1])] for truth in truths]
        result[f"hitRate{percent}"] = float(np.mean([hit_rate(s, t, percent) for s, t in overall]))
        rows = [hit_rate(scores[t], truth, percent) for (s, e), truth in zip(spans, truths) for t in range(s, e)]
        result[f"interpretation{percent}"] = float(np.mean(rows))
        gains = [
            sk.ndcg_score([r], [s], k=math.floor(percent * len(t) / 100))
            for r, (s, t) in zip(relevance, overall)
        ]
        result[f"ndcg{percent}"] = float(np.mean(gains))
    return result


def case(name, labels, flags, alarms, scores, longest):
    labels, flags, alarms = ([int(x) for x in values] for values in (labels, flags, alarms))
    scores = np.asarray(scores, dtype=np.float32)
    R, P = runs(labels), runs(alarms)
    confusion = sk.confusion_matrix(labels, flags, labels=[0, 1])
    normal, attacked = confusion.sum(axis=1)
    precision, recall = affiliation(labels, alarms, len(labels))
    ta_precision, ta_recall = tapr(labels, alarms)
    eta_precision, eta_recall = etapr(labels, alarms)
    areas = [adjusted_f1(labels, flags, k) for k in range(101)]
    both = 0 < sum(flags) < len(flags)
    values = {
        "mcc": float(sk.matthews_corrcoef(labels, flags)) if both else None,
        "falseRowShare": float(confusion[0, 1] / normal),
        "missedRowShare": float(confusion[1, 0] / attacked),
        "compositeF1": composite_f1(labels, flags),
        "rangePrecision": range_reward(P, R, 0, "flat", "reciprocal"),
        "rangeRecall": range_reward(R, P, 0, "flat", "reciprocal"),
        "rangeRecallFront": range_reward(R, P, 0, "front", "reciprocal"),
        "rangeF1": f1(range_reward(P, R, 0, "flat", "reciprocal"), range_reward(R, P, 0, "flat", "reciprocal")),
        "affiliationPrecision": precision,
        "affiliationRecall": recall,
        "affiliationF1": f1(precision, recall),
        "timeAwarePrecision": ta_precision,
        "timeAwareRecall": ta_recall,
        "timeAwareF1": f1(ta_precision, ta_recall),
        "enhancedTimeAwarePrecision": eta_precision,
        "enhancedTimeAwareRecall": eta_recall,
        "enhancedTimeAwareF1": f1(eta_precision, eta_recall),
        "nab": nab(labels, alarms, 1, 0.11, 1),
        "nabLowFalse": nab(labels, alarms, 1, 0.22, 1),
        "nabLowMissed": nab(labels, alarms, 1, 0.11, 2),
        "pointAdjustedF1": areas[0],
        "pointAdjustedF1At20": areas[20],
        "pointAdjustedF1Area": float(np.trapezoid(areas) / 100),
    }
    rewards = [
        {"existence": alpha, "bias": bias, "cardinality": cardinality, "value": range_reward(R, P, alpha, bias, cardinality)}
        for alpha in (0, 0.2)
        for bias in ("flat", "front", "middle", "back")
        for cardinality in ("reciprocal", "one")
    ]
    return {
        "name": name,
        "labels": labels,
        "flags": flags,
        "alarmed": alarms,
        "scores": [float(x) for x in scores],
        "values": values,
        "rewards": rewards,
        "longest": longest,
        "areas": volumes(labels, scores, longest),
    }


def flag_runs(T, count, longest):
    flags = np.zeros(T, dtype=int)
    for start in rng.integers(0, T, count):
        flags[start : start + rng.integers(1, longest)] = 1
    return flags


def drawn(name, T, attacks, longest_attack, alarms, longest_alarm, longest, decimals=None):
    labels = flag_runs(T, attacks, longest_attack)
    labels[0] = 0
    scores = rng.normal(size=T) + labels * 1.5
    scores = scores if decimals is None else np.round(scores, decimals)
    return case(name, labels, flag_runs(T, alarms, longest_alarm), flag_runs(T, alarms, longest_alarm), scores, longest)


few = np.zeros(100, dtype=int)
few[30:40] = few[60:75] = 1
late = np.zeros(100, dtype=int)
late[38:45] = late[90:95] = 1
cases = [
    drawn("some of everything", 300, 6, 20, 8, 15, 20),
    drawn("close attacks and long buffers", 200, 12, 6, 10, 10, 40),
    drawn("ties in the scores", 250, 5, 30, 12, 8, 10, decimals=0),
    drawn("many short alarms", 300, 4, 40, 40, 3, 100),
    drawn("attacks of a single row", 150, 5, 2, 6, 6, 9),
    case("a late alarm and a false one", few, late, late, late + 0.01 * np.arange(100), 10),
    case("alarms exactly at the attacks", few, few, few, few, 10),
    case("no alarm", few, np.zeros(100), np.zeros(100), rng.normal(size=100), 10),
    case("every row", few, np.ones(100), np.ones(100), np.zeros(100), 10),
]

channel_scores = rng.random((60, 7)).astype(np.float32)
truths, spans = [[1], [0, 4, 6], [2, 3]], [(5, 15), (20, 32), (40, 41)]
for truth, (s, e) in zip(truths, spans):
    channel_scores[s:e, truth] += np.float32(0.25)
causes = {
    "channels": 7,
    "scores": [float(x) for x in channel_scores.ravel()],
    "attacks": [{"rows": list(span), "channels": truth} for span, truth in zip(spans, truths)],
    "values": root_cause(channel_scores.astype(np.float64), truths, spans),
}
fixture = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "cases": cases,
    "rootCause": causes,
}
path = Path(__file__).parents[2] / "test" / "fixtures" / "metrics-panel.json"
path.write_text(json.dumps(fixture) + "\n")
