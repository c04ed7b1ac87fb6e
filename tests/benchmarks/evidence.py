"""How often the flags of the review list are right: precision and recall on real speech with known faults.

    python -m tests.benchmarks.evidence [--model base] [--cache FOLDER] [--snr 10 5 0] [--out RESULTS.json]
    python -m tests.benchmarks.evidence --fit

The cases (``evidence_cases.py``) are made from recordings of a speech folder ($ALM_SPEECH or shared/speech). One part
of the speakers and noises serves to fit the two logistic models of ``pipeline/review.py`` and to choose thresholds
(``--fit`` prints the models); the figures are of the other part. Made cases are kept in the cache folder, by model.
"""

import argparse
import json
import pickle
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from alm_studio.captions.document import Caption, Document
from alm_studio.pipeline.review import UNBACKED, UNSURE, WORST, Reason, Scale, findings, vectors, worst

from .evidence_cases import Case, CaseMaker, noises, sources
from .sets import speech_folder

PARTS = ("fitted", "reported")
SPOILED = ("text repeated", "sound cut out", "sound silenced", "invented on noise")
"""Cases some of whose text has no sound behind it."""
SOUND = ("as heard", "text removed")
"""Cases all of whose text has."""

Array = npt.NDArray[np.float64]
Row = tuple[str, str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="base")
    parser.add_argument("--snr", type=float, nargs="*", default=[10.0, 5.0, 0.0], help="dB of speech over noise")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "alm-studio-evidence")
    parser.add_argument("--fit", action="store_true", help="print the logistic models fitted on the other part")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    speech = speech_folder()
    if speech is None:
        parser.error("no speech recordings: set ALM_SPEECH to their folder")
    if options.fit:
        fit(load_cases(speech, options.cache, options.model, "fitted", options.snr))
        return
    rows = report(load_cases(speech, options.cache, options.model, "reported", options.snr))
    if options.out:
        options.out.write_text(json.dumps(rows, indent=2), encoding="utf-8")


def load_cases(speech: Path, cache: Path, name: str, part: str, snrs: Sequence[float]) -> list[Case]:
    """The cases of one part; those of each source are made once for each model, and kept."""
    maker: CaseMaker | None = None
    found: list[Case] = []
    folder = cache / name
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources(speech)[part]:
        if source.language != "en" and name.endswith(".en"):
            continue
        path = folder / f"{source.name} {' '.join(f'{snr:g}' for snr in snrs)}.pickle"
        if not path.exists():
            if maker is None:
                from alm_studio.checkpoints.loading import load_model

                maker = CaseMaker(load_model(name), noises(speech, part), snrs)
            print(f"{part}: {source.name}", flush=True)
            path.write_bytes(pickle.dumps(list(maker.cases(source))))
        found += pickle.loads(path.read_bytes())
    return found


def fit(cases: Sequence[Case]) -> None:
    """Print the two logistic models."""
    made = [case for case in cases if case.kind in (*SPOILED, *SOUND)]
    heard = [case for case in cases if is_transcribed(case)]
    for name, chosen, flag in (("UNBACKED", made, UNBACKED.flag), ("UNSURE", heard, UNSURE.flag)):
        x, y = table(chosen)
        bias, *weights = logistic(x, y)
        scale = Scale(round(bias, 2), tuple(round(weight, 2) for weight in weights), flag)
        print(f"{name} = {scale!r}  # {len(y)} words, {int(y.sum())} at fault")
        scores = x @ np.array(weights) + bias
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
            flagged = scores >= np.log(threshold / (1 - threshold))
            print(f"  flag {threshold}: {rates(int((flagged & (y == 1)).sum()), int(flagged.sum()), int(y.sum()))}")


def table(cases: Iterable[Case]) -> tuple[Array, Array]:
    """The vectors [N, M] of all judged words and their faults [N]."""
    rows = [
        (vector, fault)
        for case in cases
        for vector, fault in zip(vectors(case.words), case.faults, strict=True)
        if vector is not None and fault >= 0
    ]
    return np.array([vector for vector, _ in rows]), np.array([fault for _, fault in rows], float)


def logistic(x: Array, y: Array) -> Array:
    """Bias and weights of a logistic regression none of whose weights is negative.

    No measure speaks for a fault the better it is; where a weight comes out negative, few cases were fitted too
    closely, and the column with the most negative one is left out.
    """
    columns = list(range(x.shape[1]))
    while True:
        fitted = _newton(x[:, columns], y)
        if fitted[1:].min() >= 0:
            break
        del columns[int(fitted[1:].argmin())]
    result = np.zeros(x.shape[1] + 1)
    result[[0, *(column + 1 for column in columns)]] = fitted
    return result


def _newton(x: Array, y: Array, decay: float = 10.0) -> Array:
    """Bias and weights of a logistic regression, by Newton's method on standardised columns with an L2 penalty."""
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.concatenate([np.ones((len(x), 1)), (x - mean) / deviation], axis=1)
    penalty = np.diag([0.0, *[decay] * x.shape[1]])
    b = np.zeros(z.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(z @ b, -50, 50)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + penalty + 1e-9 * np.eye(len(b))
        b += np.linalg.solve(hessian, z.T @ (y - p) - penalty @ b)
    weights = b[1:] / deviation
    return np.concatenate([[b[0] - weights @ mean], weights])


def report(cases: Sequence[Case]) -> list[Row]:
    """Print all tables; returns their rows."""
    rows: list[Row] = []
    backed, unsure = flagged_by(UNBACKED), flagged_by(UNSURE)
    made = [case for case in cases if case.kind in (*SPOILED, *SOUND)]
    heard = [case for case in cases if is_transcribed(case)]
    rows += by("Text without sound, words", made, lambda chosen: judge_words(chosen, backed))
    rows += by("Text without sound, places", [c for c in made if c.kind != "text removed"], judge_places)
    rows += by("Speech without text", [c for c in made if c.kind in SOUND], judge_gaps)
    rows += by("Text that may be wrong, words", heard, lambda chosen: judge_words(chosen, unsure))
    rows += by(f"Worst {WORST}", heard, judge_worst)
    return rows


def by(title: str, cases: Sequence[Case], judge: Callable[[Sequence[Case]], str]) -> list[Row]:
    """Print one figure for all cases, for each kind and for each source; returns the rows."""
    rows = [("all", "", judge(cases))]
    for name, key in (("kind", lambda c: c.kind), ("speech", lambda c: c.source)):
        rows += [(name, one, judge([c for c in cases if key(c) == one])) for one in dict.fromkeys(map(key, cases))]
    print(f"\n{title}")
    for name, one, text in rows:
        print(f"  {name:6} {one:24} {text}")
    return [(title, *row) for row in rows]


def is_transcribed(case: Case) -> bool:
    """Whether the case is what the program wrote about speech, and a reference says what is right."""
    return (case.kind == "clean" or case.kind.startswith("noise ")) and case.faults[:1] != [-1]


def flagged_by(scale: Scale) -> Callable[[Case], list[bool]]:
    """Which words of a case a logistic model flags."""

    def flag(case: Case) -> list[bool]:
        return [vector is not None and scale.probability(vector) >= scale.flag for vector in vectors(case.words)]

    return flag


def judge_words(cases: Sequence[Case], flag: Callable[[Case], list[bool]]) -> str:
    """Precision and recall of the words flagged."""
    pairs = [
        (flagged, fault) for case in cases for flagged, fault in zip(flag(case), case.faults, strict=True) if fault >= 0
    ]
    right = sum(flagged and fault == 1 for flagged, fault in pairs)
    false = sum(flagged and fault == 0 for flagged, fault in pairs)
    text = rates(right, right + false, sum(fault for _, fault in pairs))
    return f"{text}; {1000 * false / max(1, sum(fault == 0 for _, fault in pairs)):.1f} false in 1000 right words"


def judge_places(cases: Sequence[Case]) -> str:
    """Precision and recall of whole places: flagged words side by side, faulty words side by side."""
    flag = flagged_by(UNBACKED)
    right = flagged = found = there = 0
    for case in cases:
        marks = flag(case)
        places = runs(marks)
        faults = runs([fault == 1 for fault in case.faults])
        # A place that touches a fault is where a person should look; the words beside it are part of it.
        near = [abs(fault) for fault in case.faults]
        right += sum(any(near[first:last]) for first, last in places)
        flagged += len(places)
        found += sum(any(marks[first:last]) for first, last in faults)
        there += len(faults)
    hours = sum(case.seconds for case in cases) / 3600
    precision, recall = right / max(1, flagged), found / max(1, there)
    text = f"precision {precision:.2f} ({right}/{flagged}), recall {recall:.2f} ({found}/{there})"
    return f"{text}; {(flagged - right) / max(1e-9, hours):.0f} false an hour"


def judge_gaps(cases: Sequence[Case]) -> str:
    """Precision and recall of the stretches flagged as speech without text; recall of the long ones beside it."""
    right = flagged = 0
    found: list[tuple[bool, int]] = []
    for case in cases:
        hits = [any(overlap(span, gap) for gap in case.missing) for span in case.unwritten]
        right += sum(hits)
        flagged += len(hits)
        found += [(any(overlap(span, gap) for span in case.unwritten), gap[1] - gap[0]) for gap in case.missing]
    hours = sum(case.seconds for case in cases) / 3600
    long = [hit for hit, length in found if length >= 1500]
    text = rates(right, flagged, len(found), sum(hit for hit, _ in found))
    return f"{text}, of 1.5 s or more {sum(long)}/{len(long)}; {(flagged - right) / max(1e-9, hours):.0f} false an hour"


def judge_worst(cases: Sequence[Case]) -> str:
    """How many of the worst places of each transcript hold a wrong word, and how many places would by chance."""
    right = shown = 0
    chance = []
    for case in cases:
        cues = list(as_cues(case))
        wrong = [any(fault == 1 for _, fault in cue) for cue in cues]
        document = Document(
            [Caption(i * 1000, i * 1000 + 900, "x", tuple(w for w, _ in cue)) for i, cue in enumerate(cues)]
        )
        chosen = [found for found in worst(findings(document)) if found.reason is not Reason.UNWRITTEN]
        right += sum(wrong[found.cue] for found in chosen)
        shown += len(chosen)
        chance += wrong
    return f"{right} of {shown} shown are wrong ({right / max(1, shown):.2f}); by chance {np.mean(chance or [0]):.2f}"


def as_cues(case: Case, size: int = 8) -> Iterable[list[tuple[object, int]]]:
    """The words with their faults, ``size`` at a time, about as many as a cue holds."""
    pairs = list(zip(case.words, case.faults, strict=True))
    return (pairs[begin : begin + size] for begin in range(0, len(pairs), size))


def runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, behind the last) of each run of true."""
    padded = [False, *marks, False]
    edges = [index for index in range(len(padded) - 1) if padded[index] != padded[index + 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def rates(right: int, flagged: int, there: int, found: int | None = None) -> str:
    """Precision and recall with their counts; ``found`` where what is found is counted otherwise than what is right."""
    found = right if found is None else found
    precision, recall = right / max(1, flagged), found / max(1, there)
    return f"precision {precision:.2f} ({right}/{flagged}), recall {recall:.2f} ({found}/{there})"


if __name__ == "__main__":
    main()
