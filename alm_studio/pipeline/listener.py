"""Drafts of windows to segments of text: decode, check against the sound, time the words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import torch

from alm_studio.alignment.coverage import unheard_speech
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.transcript import Segment
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.fallback import Each
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.attention_log import KeptAttention, keep
from alm_studio.pipeline.drafting import Draft, Drafter
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Place
from alm_studio.pipeline.searching import Searcher
from alm_studio.pipeline.segments import insert, to_segments
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Window
from alm_studio.text.token_texts import token_texts

_MARGIN = 0.3
"""Seconds of sound around dropped speech that are heard again with it."""
_SHORTEST_DROPPED = 0.5
"""Seconds of speech without a token that are heard again."""
SHORTEST_NOTED = 0.8
"""Seconds of speech without a word that a person should look at: below, it is a drawled vowel as often as a word."""
_CERTAIN = 0.9
"""What the detector must say of speech without any text in its window."""
_RECOVERED_LOGPROB = -0.8
"""What is heard at the second try has to be at least this probable: at the first the model left it out."""


class Listener:
    """Writes down what is said in windows of one medium.

    Args:
        model: ready to listen.
        options: checked.
        drafter: of the same medium.
        cancel: looked at before every token.
        watch: told the time of each stage.
        each: applies a function to independent pieces of work.
    """

    def __init__(
        self,
        model: SpeechModel,
        options: TranscribeOptions,
        drafter: Drafter,
        cancel: CancelToken,
        watch: Stopwatch,
        each: Each = map,
    ) -> None:
        self._model = model
        self._options = options
        self._drafter = drafter
        self._watch = watch
        self._attention: list[KeptAttention] = []
        self._each = each
        self._searcher = Searcher(model, options, cancel, each)
        self._timer = WordTimer(model)
        self._last: Hypothesis | None = None
        self._unwritten: list[tuple[int, int]] = []

    @torch.inference_mode()
    def write(self, draft: Draft) -> list[list[Segment]]:
        """The segments of each window of a draft.

        Raises:
            CancelledError: cancelled.
        """
        windows, memories = draft.windows, draft.memories
        writing: dict[int, Iterator[list[Segment]]] = {}

        def begin(place: int, hypothesis: Hypothesis) -> None:
            found = self._each(self._segments, [(windows[place], memories[place], hypothesis)])
            writing[place] = iter(found)

        with self._watch.stage("decode"):
            hypotheses = self._decode(draft, begin)
        for place, hypothesis in enumerate(hypotheses):
            if place not in writing:
                begin(place, hypothesis)
        written = [next(writing[place]) for place in range(len(windows))]
        for window, hypothesis in zip(windows, hypotheses, strict=True):
            self._keep(window, hypothesis)
        self._recover(windows, memories, hypotheses, written)
        return written

    def take_unwritten(self) -> list[tuple[int, int]]:
        """(start, end) in ms of speech that the windows written since the last call have no word for, in time order."""
        taken, self._unwritten = self._unwritten, []
        return sorted(taken)

    def take_attention(self) -> list[KeptAttention]:
        """The attention of the windows written since the last call, where the options ask for it."""
        taken, self._attention = self._attention, []
        return taken

    def place(self, draft: Draft) -> Place:
        """What the windows behind a draft depend on, when it was written; how far the work is, the caller knows."""
        last = self._last
        if last is None:
            return Place(votes=draft.votes)
        return Place(votes=draft.votes, tokens=last.tokens, language=last.language, avg_logprob=last.avg_logprob)

    def resume(self, place: Place) -> None:
        """Go on behind windows that were written before."""
        if place.tokens is not None:
            self._last = Hypothesis(list(place.tokens), [], place.avg_logprob, 0.0, 0.0, place.language, None)

    def _decode(self, draft: Draft, settled: Callable[[int, Hypothesis], None]) -> list[Hypothesis]:
        """The text of each window; told of each as soon as it stands."""
        texts = list(draft.texts)
        if not draft.final:
            batch = self._searcher.batch(draft.windows, draft.memories, draft.told)
            contexts = self._searcher.contexts(self._last, draft.texts, draft.languages)
            texts = self._searcher.search(batch, draft.languages, contexts, draft.texts, settled=settled)
        self._last = texts[-1]
        return texts

    def _segments(self, heard: tuple[Window, Memory, Hypothesis]) -> list[Segment]:
        """What is written of a window; nothing where its text is invented."""
        window, memory, hypothesis = heard
        return [] if self._is_invented(window, hypothesis) else self._timed(window, memory, hypothesis)

    def _is_invented(self, window: Window, hypothesis: Hypothesis) -> bool:
        return is_invented(self._model.tokenizer.decode(hypothesis.tokens), hypothesis, window)

    def _keep(self, window: Window, hypothesis: Hypothesis) -> None:
        """Keep the attention behind what is written of a window, where the options ask for it."""
        if self._options.keep_attention and not self._is_invented(window, hypothesis):
            texts = token_texts(self._model.tokenizer, hypothesis.tokens)
            step = self._model.network.encoder.seconds_per_state
            self._attention.append(keep(window, hypothesis, texts, self._searcher.states(window), step))

    def _timed(
        self, window: Window, memory: Memory, hypothesis: Hypothesis, others: Sequence[tuple[float, float]] = ()
    ) -> list[Segment]:
        """A text with its times. others: stretches of the window, seconds, in which something else is said."""
        with self._watch.stage("align"):
            written = hypothesis if self._options.task == "transcribe" else replace(hypothesis, language="en")
            words = self._timer.words(window, memory, written, others=others)
        return to_segments(hypothesis, words, window, self._model.tokenizer)

    def _recover(
        self,
        windows: Sequence[Window],
        memories: Sequence[Memory],
        hypotheses: Sequence[Hypothesis],
        written: list[list[Segment]],
    ) -> None:
        """Listen again to speech that no token listened to, and put what is said there in its place.

        Only with Whisper, whose alignment heads follow the sound closely enough to tell.
        """
        if not self._options.vad or not self._model.wants_padding:
            return
        dropped = [
            (index, span)
            for index, (window, hypothesis) in enumerate(zip(windows, hypotheses, strict=True))
            for span in self._unheard(window, hypothesis)
        ]
        self._note_unwritten(windows, hypotheses, written)
        if not dropped:
            return
        parts = [windows[index].part(begin - _MARGIN, end + _MARGIN) for index, (begin, end) in dropped]
        encoded = list(self._each(self._drafter.encode, parts))
        languages = [hypotheses[index].language for index, _ in dropped]
        with self._watch.stage("decode"):
            again = self._searcher.search(self._searcher.batch(parts, encoded), languages, guesses=False)
        recovered: dict[int, list[tuple[tuple[float, float], list[Segment]]]] = {}
        for (index, span), part, memory, hypothesis in zip(dropped, parts, encoded, again, strict=True):
            if hypothesis.avg_logprob >= _RECOVERED_LOGPROB:
                found = self._segments((part, memory, hypothesis))
                self._keep(part, hypothesis)
                recovered.setdefault(index, []).append((span, found))
                self._unwritten = [place for place in self._unwritten if not _is_in(place, found)]
        for index, added in recovered.items():
            spans = [span for span, found in added if found]
            if spans and written[index]:  # its own words lie around what was found
                written[index] = self._timed(windows[index], memories[index], hypotheses[index], spans)
            for _, found in added:
                written[index] = insert(written[index], found)

    def _unheard(
        self, window: Window, hypothesis: Hypothesis, shortest: float = _SHORTEST_DROPPED
    ) -> list[tuple[float, float]]:
        rows = [place for place, token in enumerate(hypothesis.tokens) if token < self._model.tokenizer.eot]
        if not rows or hypothesis.attention is None:
            return []
        return unheard_speech(hypothesis.attention.cpu(), rows, window.speech, shortest)

    def _note_unwritten(
        self, windows: Sequence[Window], hypotheses: Sequence[Hypothesis], written: Sequence[Sequence[Segment]]
    ) -> None:
        """Note the speech that is long enough to be worth a look, should it not be recovered."""
        for window, hypothesis, segments in zip(windows, hypotheses, written, strict=True):
            if segments:
                spans = self._unheard(window, hypothesis, SHORTEST_NOTED)
            elif hypothesis.attention is not None:  # what was written was taken for invented
                spans = unheard_speech(hypothesis.attention.cpu(), [], window.speech, SHORTEST_NOTED, _CERTAIN)
            else:
                spans = []
            self._unwritten += [(window.to_media(begin), window.to_media(end, ending=True)) for begin, end in spans]


def _is_in(span: tuple[int, int], segments: Sequence[Segment]) -> bool:
    """Whether a word of ``segments`` is said within a stretch of the medium, ms."""
    words = [word for segment in segments for word in segment.words]
    return any(span[0] < word.end and word.start < span[1] for word in words)
