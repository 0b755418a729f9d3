#!/usr/bin/env python3
"""The methods of the crate stats beside other tools, on 200 random inputs each: the largest difference.

    pip install ppi-python==0.2.3 krippendorff==0.9.0 statsmodels==0.15.0
    tests/benchmarks/statistics_peers.py [--inputs 200] [--seed 2018] [--runner target/debug/examples/from_json]

ppi_py: PPI++ means with intervals; some of the inputs have a λ that is clipped. krippendorff: alpha of two to five coders with
missing codes, nominal and of sets by Jaccard distance. statsmodels: Benjamini-Hochberg and Holm, Wilson and Clopper-Pearson
intervals, also of counts that are not whole, regressions with HC0 and cluster-robust errors (for ratios weighted ones, for DSL
those of its pseudo-outcomes, for its logistic link with everything audited), Cohen's kappa. scipy: quantiles of t in Wilson's
and in Korn and Graubard's interval. Rogan-Gladen is beside its formulas in numpy. Prints one line a method; exit code 1
where a difference exceeds 1e-9. The runner is crates/stats/examples/from_json.rs."""
import argparse
import importlib.metadata
import json
import subprocess
import sys
import warnings

import krippendorff
import numpy
import ppi_py
import scipy.stats
from statsmodels.api import OLS, WLS, Logit
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

TOLERANCE = 1e-9
RUNNER = ["cargo", "run", "--quiet", "--locked", "-p", "stats", "--example", "from_json"]
LEVELS = (0.8, 0.9, 0.95, 0.99)


def p_values(random):
    """Some of them equal, some of them tiny."""
    found = random.uniform(size=random.integers(1, 300)) ** random.integers(1, 9)
    return {"p_values": [float(numpy.round(p, 3)) if random.uniform() < 0.3 else float(p) for p in found]}


def adjusted(method):
    return lambda inputs: multipletests(inputs["p_values"], method=method)[1]


def sampled_share(random):
    """Counts of 0, of all, whole and not whole."""
    size = float(random.integers(1, 3000)) if random.uniform() < 0.5 else float(random.uniform(1, 3000))
    share = random.choice([0.0, 1.0, random.uniform(), random.uniform() ** 6], p=[0.1, 0.1, 0.4, 0.4])
    return {"share": float(share), "sample_size": size, "level": float(random.choice(LEVELS))}


def interval(method):
    def expected(inputs):
        count = inputs["share"] * inputs["sample_size"]
        return proportion_confint(count, inputs["sample_size"], alpha=1 - inputs["level"], method=method)

    return expected


def wilson_by_t(inputs):
    share, size = inputs["share"], inputs["sample_size"]
    t = scipy.stats.t.ppf(0.5 + inputs["level"] / 2, inputs["df"])
    middle = (share + t * t / 2 / size) / (1 + t * t / size)
    half_width = t / (1 + t * t / size) * numpy.sqrt(share * (1 - share) / size + t * t / 4 / size**2)
    return middle - half_width, middle + half_width


def survey_share(random):
    share, size = float(random.uniform(0.001, 0.999)), float(random.integers(20, 2000))
    variance = share * (1 - share) / size * float(random.uniform(0.5, 8))
    df, level = float(random.uniform(2, size - 1)), float(random.choice(LEVELS))
    return {"share": share, "variance": variance, "n_units": size, "df": df, "level": level}


def korn_graubard(inputs):
    tail, share, size = (1 - inputs["level"]) / 2, inputs["share"], inputs["n_units"]
    ratio = scipy.stats.t.ppf(tail, size - 1) / scipy.stats.t.ppf(tail, inputs["df"])
    size = min(size, share * (1 - share) / inputs["variance"] * ratio**2)
    return proportion_confint(share * size, size, alpha=2 * tail, method="beta")


def error_rates(random):
    rates = [float(rate) for rate in random.uniform([0, 0.6, 0.6], [1, 1, 1])]
    variances = [float(variance) for variance in random.uniform(0, 0.002, 3)]
    return {"rates": rates, "variances": variances, "level": 0.95}


def rogan_gladen(inputs):
    share, sensitivity, specificity = inputs["rates"]
    information = sensitivity + specificity - 1
    prevalence = (share + specificity - 1) / information
    slopes = numpy.array([1, -prevalence, 1 - prevalence]) / information
    return prevalence, numpy.sqrt(slopes**2 @ numpy.array(inputs["variances"]))


def clustered(random):
    n = int(random.integers(20, 400))
    clusters = random.integers(0, max(3, n // int(random.integers(2, 9))), n)
    effects = random.normal(size=clusters.max() + 1)
    return n, clusters, effects[clusters]


def ratio(random):
    n, clusters, effects = clustered(random)
    denominators = random.uniform(0.2, 3, n) if random.uniform() < 0.5 else numpy.ones(n)
    numerators = denominators * (random.normal(size=n) + effects > 0.5)
    return {"clusters": clusters.tolist(), "numerators": numerators.tolist(), "denominators": denominators.tolist()}


def robust_fits(model, clusters):
    """Coefficients, then their HC0, CR0 and CR1 errors."""
    options = {"tol": 1e-14, "disp": 0} if isinstance(model, Logit) else {}
    groups = {"groups": numpy.array(clusters)}
    fits = [
        model.fit(cov_type="HC0", **options),
        model.fit(cov_type="cluster", cov_kwds={**groups, "use_correction": False}, **options),
        model.fit(cov_type="cluster", cov_kwds=groups, **options),
    ]
    return numpy.concatenate([fits[0].params] + [fit.bse for fit in fits])


def weighted_mean(inputs):
    weights = numpy.array(inputs["denominators"])
    model = WLS(numpy.array(inputs["numerators"]) / weights, numpy.ones(len(weights)), weights=weights)
    return robust_fits(model, inputs["clusters"])


def dsl(random, logit=False):
    n, clusters, effects = clustered(random)
    covariates = numpy.column_stack([numpy.ones(n), random.normal(size=(n, random.integers(1, 4)))])
    truth = effects + covariates @ random.normal(size=covariates.shape[1]) * 0.5
    labels = (truth + random.logistic(size=n) > 0).astype(float)
    predictions = numpy.clip(0.6 * labels + 0.4 * random.uniform(size=n), 0, 1)
    pi = numpy.ones(n) if logit else random.uniform(0.1, 1, n)
    drawn = random.uniform(size=n) < pi
    return {
        "logit": logit,
        "clusters": clusters.tolist(),
        "predictions": predictions.tolist(),
        "labels": [float(label) if audited else None for label, audited in zip(labels, drawn)],
        "pi": pi.tolist(),
        "covariates": covariates.tolist(),
    }


def pseudo_outcomes(inputs):
    predictions, pi = numpy.array(inputs["predictions"]), numpy.array(inputs["pi"])
    labels = numpy.array(inputs["labels"], dtype=float)
    return numpy.where(numpy.isnan(labels), predictions, predictions - (predictions - labels) / pi)


def regression(inputs):
    model = Logit if inputs["logit"] else OLS
    return robust_fits(model(pseudo_outcomes(inputs), numpy.array(inputs["covariates"])), inputs["clusters"])


def scores(random):
    """Scores that predict well, badly, the wrong way round, and too timidly, so that λ is clipped."""
    n, n_unlabelled = int(random.integers(10, 300)), int(random.integers(10, 3000))
    slope, noise = random.choice([-0.4, 0.0, 0.2, 0.5, 0.9]), random.uniform(0.01, 0.5)
    labels = (random.uniform(size=n + n_unlabelled) < random.uniform(0.1, 0.9)).astype(float)
    predicted = 0.1 + slope * labels + noise * random.uniform(size=len(labels))
    level = float(random.choice(LEVELS))
    lists = {"labels": labels[:n], "scores": predicted[:n], "unlabelled": predicted[n:]}
    return {**{name: values.tolist() for name, values in lists.items()}, "level": level}


def ppi_mean(inputs):
    lists = [numpy.array(inputs[name]) for name in ("labels", "scores", "unlabelled")]
    lo, hi = ppi_py.ppi_mean_ci(*lists, alpha=1 - inputs["level"])
    return numpy.ravel([ppi_py.ppi_mean_pointestimate(*lists), lo, hi])


def codes(random, n_codes, n_coders, missing):
    truth = random.integers(0, n_codes, random.integers(8, 60))
    of_coder = lambda: numpy.where(random.uniform(size=len(truth)) < 0.6, truth, random.integers(0, n_codes, len(truth)))
    gaps = lambda: random.uniform(size=len(truth)) < missing
    return {
        "coders": [
            [None if gap else int(code) for code, gap in zip(of_coder(), gaps())] for _ in range(n_coders)
        ]
    }


def alpha(level_of_measurement, n_codes):
    def expected(inputs):
        data = numpy.array([[numpy.nan if code is None else code for code in row] for row in inputs["coders"]], dtype=float)
        domain = numpy.arange(n_codes, dtype=float)
        return [krippendorff.alpha(data, value_domain=domain, level_of_measurement=level_of_measurement)]

    return expected


def jaccard(left, right, **_):
    """The distance of sets given as bit masks, 0 for two empty ones."""
    left, right = numpy.broadcast_arrays(numpy.asarray(left, dtype=int), numpy.asarray(right, dtype=int))
    count = numpy.vectorize(lambda mask: bin(mask).count("1"))
    union = count(left | right)
    return numpy.where(union == 0, 0.0, 1 - count(left & right) / numpy.maximum(union, 1))


def kappa(inputs):
    pairs = [(a, b) for a, b in zip(*inputs["coders"]) if a is not None and b is not None]
    table = numpy.zeros((5, 5))
    for pair in pairs:
        table[pair] += 1
    return [cohens_kappa(table, return_results=False)]


METHODS = {
    "benjamini_hochberg": ("statsmodels", p_values, adjusted("fdr_bh")),
    "holm": ("statsmodels", p_values, adjusted("holm")),
    "wilson": ("statsmodels", sampled_share, interval("wilson")),
    "wilson with t": ("scipy", lambda random: {**sampled_share(random), "df": float(random.uniform(1, 80))}, wilson_by_t),
    "exact": ("statsmodels", sampled_share, interval("beta")),
    "korn_graubard": ("statsmodels", survey_share, korn_graubard),
    "rogan_gladen": ("numpy", error_rates, rogan_gladen),
    "cluster_ratio": ("statsmodels", ratio, weighted_mean),
    "ppi": ("ppi-python", scores, ppi_mean),
    "dsl": ("statsmodels", dsl, regression),
    "dsl with logit": ("statsmodels", lambda random: dsl(random, logit=True), regression),
    "alpha_nominal": ("krippendorff", lambda random: codes(random, 5, random.integers(2, 6), 0.2), alpha("nominal", 5)),
    "alpha_jaccard": ("krippendorff", lambda random: codes(random, 8, random.integers(2, 6), 0.2), alpha(jaccard, 8)),
    "kappa": ("statsmodels", lambda random: codes(random, 5, 2, 0.1), kappa),
}


def run(runner, requests):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(runner, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def difference(found, expected):
    """The largest one; infinite where one side has no value, or where there is an error."""
    if "error" in found or len(found["values"]) != len(expected):
        return numpy.inf
    values = numpy.array(found["values"], dtype=float)
    expected = numpy.asarray(expected, dtype=float)
    if (numpy.isnan(values) != numpy.isnan(expected)).any():
        return numpy.inf
    return float(numpy.nanmax(numpy.abs(values - expected), initial=0.0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--runner")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    requests = {}
    for number, (name, (_, draw, _)) in enumerate(METHODS.items()):
        random = numpy.random.default_rng([options.seed, number])
        requests[name] = [{"method": name.split()[0], **draw(random)} for _ in range(options.inputs)]
    found = iter(run([options.runner] if options.runner else RUNNER, sum(requests.values(), [])))
    failed = False
    for name, (tool, _, expect) in METHODS.items():
        largest = max(difference(next(found), expect(request)) for request in requests[name])
        failed |= not largest <= TOLERANCE
        peer = f"{tool} {importlib.metadata.version(tool)}"
        print(f"{name:20} {peer:20} {options.inputs} inputs, largest difference {largest:.1e}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
