"""How long projects take: to open, to write an edit, to search a library. Made-up words, real files.

python -m tests.benchmarks.projects [--minutes 42] [--library 50]
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from alm_studio.captions.document import Caption
from alm_studio.captions.edits import Edit, Insert, Replace, SetText
from alm_studio.captions.history import History
from alm_studio.captions.transcript import Evidence, Segment, Word
from alm_studio.project.library import Library
from alm_studio.project.project import Project

_CUE_MS = 3600
_WORDS = 9


def cues(minutes: float, dice: random.Random) -> list[Caption]:
    """As many cues, words and evidence as so many minutes of speech have."""
    result = []
    for number in range(round(minutes * 60_000 / _CUE_MS)):
        start = number * _CUE_MS
        words = []
        for place in range(_WORDS):
            text = " " + "".join(dice.choices("etaoinshrdlu", k=dice.randint(2, 9)))
            evidence = Evidence(dice.random(), dice.random(), dice.random())
            words.append(Word(text, start + 380 * place, start + 380 * place + 350, dice.random(), evidence))
        text = "".join(word.text for word in words).strip()
        result.append(Caption(start, start + _CUE_MS - 100, text, tuple(words), "en"))
    return result


def fill(path: Path, captions: list[Caption]) -> Project:
    """A project that was transcribed."""
    project = Project.create(path)
    with project.together():
        project.append([Segment(one.start, one.end, one.text, one.words, "en") for one in captions], captions)
        project.set_meta(title=path.stem, language="en", duration=captions[-1].end)
    return project


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(work: Callable[[], object]) -> str:
    """How long it takes, and how much of that the processor worked for it: on a busy machine the rest is waiting."""
    start = time.process_time()
    wall = seconds(work)
    return f"{1000 * wall:.0f} ms ({1000 * (time.process_time() - start):.0f} ms of a core)"


def edits(project: Project, dice: random.Random) -> None:
    """Print what editing costs."""
    history = History(project.document())
    history.journal = project
    captions = history.document.captions
    kinds: dict[str, list[Edit]] = {
        "text of a cue": [SetText(dice.randrange(len(captions)), f"text {n}") for n in range(100)],
        "a cue more": [
            Insert(row, Caption(captions[row].start, captions[row].end, "new")) for row in range(297, -1, -3)
        ],
        "every cue": [Replace(0, len(captions) + 100, [cue.with_text(cue.text + "!") for cue in captions])],
    }
    for name, made in kinds.items():
        times = sorted(1000 * seconds(lambda edit=edit: history.do(edit)) for edit in made)
        print(f"edit, {name}: median {median(times):.1f} ms, longest {times[-1]:.1f} ms")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=42)
    parser.add_argument("--library", type=int, default=50)
    options = parser.parse_args()
    dice = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.alms"
        captions = cues(options.minutes, dice)
        with fill(path, captions) as project:
            edits(project, dice)
        print(f"file: {path.stat().st_size / 1e6:.1f} MB for {len(captions)} cues and 201 edits")

        def read() -> None:
            with Project.open(path) as opened:
                opened.document(), opened.transcript(), opened.history()

        print(f"open with check, transcript and history: {told(read)}")
        library = Library(Path(folder) / "library.sqlite")
        with Project.open(path) as project:
            print(f"index a project: {told(lambda: library.index(project))}")
        for number in range(options.library):
            with fill(Path(folder) / f"{number}.alms", cues(options.minutes, dice)) as project:
                library.index(project)
        for query in ("eta", "the", captions[0].words[0].text + captions[0].words[1].text):
            took = told(lambda query=query: library.search(query))
            print(f"search {query.strip()!r} in {options.library + 1} projects: {took}")
        library.close()
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
