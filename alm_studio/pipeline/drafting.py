"""Windows of speech to memories, their languages, and drafts of their texts: all that can be done ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.first_step import FirstStep, first_step, join_first_steps
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.encoding import padded
from alm_studio.pipeline.language import LanguageTracker
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.searching import Searcher
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.windows import LONGEST, STATE, Window


@dataclass(frozen=True)
class HeardWindow:
    """A window in one language.

    Attributes:
        window: what was heard.
        memory: it, encoded.
        told: what the model tells of it before it writes; None where nobody asked, as the language is known.
    """

    window: Window
    memory: Memory
    told: FirstStep | None


@dataclass(frozen=True)
class Draft:
    """Windows that are decoded together, and what is known of their texts.

    Attributes:
        parts: W windows in time order.
        languages: code of each.
        texts: of each window, a draft, or none.
        final: whether these are the texts.
        language: the medium's so far.
        probability: of that language.
        votes: see ``LanguageTracker``.
    """

    parts: Sequence[HeardWindow]
    languages: Sequence[str]
    texts: Sequence[Hypothesis]
    final: bool
    language: str
    probability: float
    votes: Mapping[str, float]

    @property
    def windows(self) -> list[Window]:
        """Of the parts."""
        return [part.window for part in self.parts]

    @property
    def memories(self) -> list[Memory]:
        """Of the parts."""
        return [part.memory for part in self.parts]

    @property
    def told(self) -> FirstStep | None:
        """Of all parts, if it is known."""
        return _joined(self.parts)


class Drafter:
    """Hears windows of one medium.

    Args:
        model: ready to listen.
        options: checked.
        cancel: looked at before every window and every token.
        watch: told the time of each stage.

    Attributes:
        languages: what was detected so far.
        longest: samples that a window may have.
    """

    def __init__(self, model: SpeechModel, options: TranscribeOptions, cancel: CancelToken, watch: Stopwatch) -> None:
        self._model = model
        self._cancel = cancel
        self._watch = watch
        self._searcher = Searcher(model, options, cancel)
        self.longest = min(LONGEST, round(model.longest * SAMPLE_RATE))
        language = model.language if options.language == "auto" else options.language
        self.languages = LanguageTracker(model.tokenizer, language)

    @torch.inference_mode()
    def encode(self, window: Window) -> Memory:
        """A window to its memory; padded with silence to 30 s, where the model was trained so."""
        self._cancel.check()
        with self._watch.stage("features"):
            features = self._model.features(padded(self._model, window.samples))
        with self._watch.stage("encode"):
            return self._model.network.encode(features[None])

    @torch.inference_mode()
    def hear(self, window: Window) -> list[HeardWindow]:
        """The window, in parts of one language each, cut where sound was left out; can be asked by any thread."""
        memory = self.encode(window)
        parts = self._by_language(window, memory)
        if len(parts) == 1:
            return [HeardWindow(window, memory, self._tell(memory))]
        return [HeardWindow(part, memory, self._tell(memory)) for part in parts for memory in [self.encode(part)]]

    @torch.inference_mode()
    def draft(self, parts: Sequence[HeardWindow]) -> Draft:
        """Decide on the languages of windows and draw drafts of their texts; in time order.

        Raises:
            CancelledError: cancelled.
        """
        seconds = [part.window.seconds for part in parts]
        told = _joined(parts)
        heard = told.languages if told else None
        windows, memories = [part.window for part in parts], [part.memory for part in parts]
        self.languages.hear(heard, seconds)
        candidates = self.languages.candidates()
        final = len(candidates) > 1 and not self.languages.clear(heard, seconds)
        with self._watch.stage("decode"):
            if final:
                assert told is not None  # only a language that is not known can be in doubt
                language, texts = self._in_likeliest_language(windows, memories, told, candidates)
                languages = [language] * len(parts)
            else:
                languages = self.languages.decide(heard, seconds)
                texts = self._searcher.draft(windows, memories, languages, told)
        found = self.languages
        return Draft(parts, languages, texts, final, found.language, found.probability, found.votes)

    def _tell(self, memory: Memory) -> FirstStep | None:
        """What the model tells of a window before it writes, where that decides on the language; what it reads of the
        sound for that is not kept."""
        if self.languages.fixed or not self._model.multilingual:
            return None
        decoder = self._model.network.decoder
        with self._watch.stage("decode"):
            return first_step(decoder, self._model.tokenizer, decoder.start(memory), 1)

    def _by_language(self, window: Window, memory: Memory) -> list[Window]:
        """The parts of one language each.

        One pass of the encoder serves: the decoder is asked for the language of each piece's states alone.
        """
        lengths = [end - begin for begin, end in window.pieces]
        if self.languages.fixed or not self._model.multilingual or len(lengths) < 2:
            return [window]
        borders = [round(place / STATE) for place in accumulate(lengths, initial=0)]
        with self._watch.stage("decode"):
            states = [memory.states[0, first : max(last, first + 1)] for first, last in pairwise(borders)]
            counts = [len(piece) for piece in states]
            joined = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
            pieces = Memory(joined, memory.lengths.new_tensor(counts), memory.seconds_per_state)
            decoder = self._model.network.decoder
            told = first_step(decoder, self._model.tokenizer, decoder.start(pieces), len(counts))
        assert told.languages is not None
        changes = self.languages.parts(told.languages, [length / SAMPLE_RATE for length in lengths])
        cuts = [0, *(borders[index] * STATE / SAMPLE_RATE for index in changes), window.seconds]
        return [window.part(begin, end) for begin, end in pairwise(cuts)] if changes else [window]

    def _in_likeliest_language(
        self, windows: Sequence[Window], memories: Sequence[Memory], told: FirstStep, candidates: Sequence[str]
    ) -> tuple[str, list[Hypothesis]]:
        """Decode in each language that may be; keep the one with the largest P(language, text | audio)."""
        probabilities = told.languages
        assert probabilities is not None
        batch = self._searcher.batch(windows, memories, told)
        tries = {code: self._searcher.search(batch, [code] * len(windows)) for code in candidates}

        def joint(code: str) -> float:
            index = self._model.tokenizer.languages.index(code)
            prior = float(probabilities[:, index].clamp(min=1e-6).log().sum())
            return prior + sum(h.avg_logprob * (len(h.tokens) + 1) for h in tries[code])

        best = max(candidates, key=joint)
        self.languages.settle(best, sum(window.seconds for window in windows))
        return best, tries[best]


def _joined(parts: Sequence[HeardWindow]) -> FirstStep | None:
    """What was told of all parts; None where anything is missing."""
    told = [part.told for part in parts if part.told is not None]
    return join_first_steps(told) if len(told) == len(parts) else None
