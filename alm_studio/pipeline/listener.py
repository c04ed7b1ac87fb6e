"""Windows of speech to segments of text: encode, decode, check against the sound, time the words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import torch
import torch.nn.functional as F

from alm_studio.alignment.coverage import unheard_speech
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.transcript import Segment
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, decode_each, decode_with_fallback, repeats
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory, join_memories
from alm_studio.pipeline.attention_log import KeptAttention, keep
from alm_studio.pipeline.encoding import padded
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.language import LanguageTracker
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Place
from alm_studio.pipeline.segments import insert, to_segments
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import LONGEST, STATE, Window
from alm_studio.text.token_texts import token_texts

_PLAIN = frozenset({"en"})
"""Languages that are written without timestamp tokens; word times come from attention anyway. English has fewer errors
then (clips of LibriSpeech 1.7 instead of 2.3 %, a film 4.8 instead of 5.8), German hardly; French, Spanish, Portuguese
and Chinese have more (Chinese loses first characters: 29 instead of 25 %)."""
_COARSE = 2
"""States that a draft hears as one."""
_AFTER = 1.0
"""Seconds of silence behind the sound that a draft hears."""
CONTEXT = 223
"""Tokens of previous text that fit the prompt."""
BEAM = 5
"""Hypotheses kept where the model is in doubt, unless the user says how many."""
_LENGTHS = (0, 32)
"""Tokens of previous text that a window may be given."""
_SOUND_LOGPROB = -0.8
"""What is given as previous text has to be at least this probable."""
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
        cancel: looked at before every token.
        watch: told the time of each stage.

    Attributes:
        languages: what was detected so far.
        longest: samples that a window may have.
    """

    def __init__(
        self,
        model: SpeechModel,
        options: TranscribeOptions,
        cancel: CancelToken,
        watch: Stopwatch,
    ) -> None:
        self._model = model
        self._options = options
        self._cancel = cancel
        self._watch = watch
        self._attention: list[KeptAttention] = []
        self._decoding = DecodeOptions(beam=options.beam or 1, task=options.task)
        self._fallback = FallbackOptions(beam=BEAM if options.beam == 0 else 1)
        if not model.wants_padding:  # its tokens may be single characters, and its texts are as long as it learned
            self._decoding = replace(self._decoding, max_tokens=model.network.decoder.longest_text)
        self._follows = model.tokenizer.sot_prev is not None
        prompt = options.prompt.strip() if self._follows else ""
        self._prompt = model.tokenizer.encode(" " + prompt) if prompt else []
        seconds = model.network.encoder.seconds_per_state
        self._state = max(1, round(seconds * SAMPLE_RATE))
        self._timer = WordTimer(model)
        self.longest = min(LONGEST, round(model.longest * SAMPLE_RATE))
        self._last: Hypothesis | None = None
        self._unwritten: list[tuple[int, int]] = []
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
    def by_language(self, window: Window, memory: Memory) -> list[tuple[Window, Memory]]:
        """The window in parts of one language each, cut where sound was left out, and their memories; itself where
        nothing changes.

        One pass of the encoder serves: the decoder is asked for the language of each piece's states alone.
        """
        lengths = [end - begin for begin, end in window.pieces]
        if self.languages.fixed or not self._model.multilingual or len(lengths) < 2:
            return [(window, memory)]
        borders = [round(place / STATE) for place in accumulate(lengths, initial=0)]
        with self._watch.stage("decode"):
            states = [memory.states[0, first : max(last, first + 1)] for first, last in pairwise(borders)]
            counts = [len(piece) for piece in states]
            padded = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
            pieces = Memory(padded, memory.lengths.new_tensor(counts), memory.seconds_per_state)
            batch = WindowBatch(self._model.network, self._model.tokenizer, pieces, counts)
        assert batch.language_probs is not None
        changes = self.languages.parts(batch.language_probs, [length / SAMPLE_RATE for length in lengths])
        if not changes:
            return [(window, memory)]
        cuts = [0, *(borders[index] * STATE / SAMPLE_RATE for index in changes), window.seconds]
        parts = [window.part(begin, end) for begin, end in pairwise(cuts)]
        return [(part, self.encode(part)) for part in parts]

    @torch.inference_mode()
    def write(self, windows: Sequence[Window], memories: Sequence[Memory]) -> list[list[Segment]]:
        """The segments of each encoded window.

        Raises:
            CancelledError: cancelled.
        """
        with self._watch.stage("decode"):
            hypotheses = self._decode(windows, memories)
        heard = zip(windows, memories, hypotheses, strict=True)
        written = [self._segments(window, memory, hypothesis) for window, memory, hypothesis in heard]
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

    def place(self) -> Place:
        """What the next windows depend on; how far the work is, the caller knows."""
        last = self._last
        if last is None:
            return Place(votes=self.languages.votes)
        return Place(
            votes=self.languages.votes, tokens=last.tokens, language=last.language, avg_logprob=last.avg_logprob
        )

    def resume(self, place: Place) -> None:
        """Go on behind windows that were written before."""
        self.languages.recall(place.votes)
        if place.tokens is not None:
            self._last = Hypothesis(list(place.tokens), [], place.avg_logprob, 0.0, 0.0, place.language, None)

    def _decode(self, windows: Sequence[Window], memories: Sequence[Memory]) -> list[Hypothesis]:
        """Find the text of each window, and the file's language on the way."""
        seconds = [window.seconds for window in windows]
        batch = self._batch(windows, memories)
        self.languages.hear(batch.language_probs, seconds)
        candidates = self.languages.candidates()
        if len(candidates) > 1 and not self.languages.clear(batch.language_probs, seconds):
            chosen = self._in_likeliest_language(batch, candidates, seconds)
        else:
            languages = self.languages.decide(batch.language_probs, seconds)
            drafts = self._drafts(windows, memories, languages)
            chosen = self._search(batch, languages, self._contexts(drafts, languages), drafts)
        self._last = chosen[-1]
        return chosen

    def _batch(self, windows: Sequence[Window], memories: Sequence[Memory]) -> WindowBatch:
        states = [self._states(window) for window in windows]
        return WindowBatch(self._model.network, self._model.tokenizer, join_memories(memories), states)

    def _states(self, window: Window) -> int:
        """How many of the encoder's states hold a window's sound."""
        return max(1, -(-len(window.samples) // self._state))

    def _search(
        self,
        batch: WindowBatch,
        languages: Sequence[str],
        contexts: Sequence[Sequence[int]] | None = None,
        drafts: Sequence[Hypothesis] = (),
    ) -> list[Hypothesis]:
        contexts = contexts or [self._prompt[-CONTEXT:]] * len(languages)
        options = [self._as_written(code) for code in languages]
        texts = [draft.tokens for draft in drafts] if self._decoding.beam == 1 and drafts else None
        tokenizer = self._model.tokenizer
        return decode_with_fallback(batch, languages, tokenizer, options, self._fallback, contexts, self._cancel, texts)

    def _as_written(self, language: str) -> DecodeOptions:
        """How a text in that language is searched for."""
        return replace(self._decoding, timestamps=self._model.tokenizer.has_timestamps and language not in _PLAIN)

    def _drafts(
        self, windows: Sequence[Window], memories: Sequence[Memory], languages: Sequence[str]
    ) -> list[Hypothesis]:
        """A quick text of each window, which knows nothing of the one before; none where they would be of no use.

        A model writes better when it knows what was said before: names stay the same, sentences go on. To decode
        windows side by side all the same, a greedy draft of them comes first, and each window follows on the draft
        of its predecessor. So a mistake is not passed on from window to window, as it is where each follows on the
        final text of the one before. Where the final text is greedy too, it needs but a few passes over its own draft.
        A draft listens to half as many states, each the mean of two: reading them is most of what a step costs.
        """
        if not self._options.context or not self._follows or len(languages) == 1:
            return []
        coarse = _coarse(join_memories(memories), max(self._states(window) for window in windows))
        states = [-(-self._states(window) // _COARSE) for window in windows]
        batch = WindowBatch(self._model.network, self._model.tokenizer, coarse, states)
        ways = {w: replace(self._as_written(code), beam=1, keep_attention=False) for w, code in enumerate(languages)}
        drafts = decode_each(batch, languages, ways, cancel=self._cancel)
        return [drafts[window] for window in ways]

    def _contexts(self, drafts: Sequence[Hypothesis], languages: Sequence[str]) -> list[list[int]]:
        """The text before each window, for the model to follow on."""
        if not self._options.context or not self._follows:
            return [self._prompt[-CONTEXT:]] * len(languages)
        before = [self._last, *drafts[:-1]]
        return [self._context(text, language) for text, language in zip(before, languages, strict=True)]

    def _context(self, before: Hypothesis | None, language: str) -> list[int]:
        """The user's prompt and the end of a text, if that text is sound and in the same language."""
        if before is None or before.language != language or before.avg_logprob < _SOUND_LOGPROB:
            return self._prompt[-CONTEXT:]
        if repeats(before, self._model.tokenizer, FallbackOptions()):
            return self._prompt[-CONTEXT:]
        text = [token for token in before.tokens if token < self._model.tokenizer.eot]
        # A few lengths only: windows are decoded together with those whose context is as long.
        count = max(length for length in _LENGTHS if length <= len(text))
        return [*self._prompt[-CONTEXT // 2 :], *text[len(text) - count :]]

    def _in_likeliest_language(
        self, batch: WindowBatch, candidates: Sequence[str], seconds: Sequence[float]
    ) -> list[Hypothesis]:
        """Decode in each language that may be; keep the one with the largest P(language, text | audio)."""
        probabilities = batch.language_probs
        assert probabilities is not None
        tries = {code: self._search(batch, [code] * len(seconds)) for code in candidates}

        def joint(code: str) -> float:
            index = self._model.tokenizer.languages.index(code)
            prior = float(probabilities[:, index].clamp(min=1e-6).log().sum())
            return prior + sum(h.avg_logprob * (len(h.tokens) + 1) for h in tries[code])

        best = max(candidates, key=joint)
        self.languages.settle(best, sum(seconds))
        return tries[best]

    def _segments(self, window: Window, memory: Memory, hypothesis: Hypothesis) -> list[Segment]:
        assert hypothesis.attention is not None
        text = self._model.tokenizer.decode(hypothesis.tokens)
        if is_invented(text, hypothesis, window):
            return []
        if self._options.keep_attention:
            texts = token_texts(self._model.tokenizer, hypothesis.tokens)
            kept = keep(window, hypothesis, texts, self._states(window), self._state / SAMPLE_RATE)
            self._attention.append(kept)
        return self._timed(window, memory, hypothesis)

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
        encoded = [self.encode(part) for part in parts]
        with self._watch.stage("decode"):
            again = self._search(self._batch(parts, encoded), [hypotheses[index].language for index, _ in dropped])
        recovered: dict[int, list[tuple[tuple[float, float], list[Segment]]]] = {}
        for (index, span), part, memory, hypothesis in zip(dropped, parts, encoded, again, strict=True):
            if hypothesis.avg_logprob >= _RECOVERED_LOGPROB and hypothesis.temperature == 0:
                found = self._segments(part, memory, hypothesis)
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


def _coarse(memory: Memory, states: int) -> Memory:
    """The first ``states`` of a memory and a second of what follows, the mean of every ``_COARSE``."""
    kept = min(memory.states.shape[1], states + round(_AFTER / memory.seconds_per_state))
    pooled = F.avg_pool1d(memory.states[:, :kept].transpose(1, 2), _COARSE, ceil_mode=True).transpose(1, 2)
    lengths = torch.div(memory.lengths.clamp(max=kept) + _COARSE - 1, _COARSE, rounding_mode="floor")
    return Memory(pooled, lengths, _COARSE * memory.seconds_per_state)


def _is_in(span: tuple[int, int], segments: Sequence[Segment]) -> bool:
    """Whether a word of ``segments`` is said within a stretch of the medium, ms."""
    words = [word for segment in segments for word in segment.words]
    return any(span[0] < word.end and word.start < span[1] for word in words)
