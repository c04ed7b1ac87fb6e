"""How the text of windows is searched for: quick drafts, and final texts that follow on what was said before."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import Each, FallbackOptions, decode_each, decode_with_fallback, repeats
from alm_studio.decoding.first_step import FirstStep
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory, join_memories
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.windows import Window

CONTEXT = 223
"""Tokens of previous text that fit the prompt."""
BEAM = 5
"""Hypotheses kept where the model is in doubt, unless the user says how many."""
_TOGETHER = 2
"""Windows that a processor searches side by side with a beam: what more would save in time costs much memory."""
_PLAIN = frozenset({"en"})
"""Languages that are written without timestamp tokens; word times come from attention anyway. English has fewer errors
then (clips of LibriSpeech 1.7 instead of 2.3 %, a film 4.8 instead of 5.8), German hardly; French, Spanish, Portuguese
and Chinese have more (Chinese loses first characters: 29 instead of 25 %)."""
_COARSE = 2
"""States that a draft hears as one."""
_AFTER = 1.0
"""Seconds of silence behind the sound that a draft hears."""
_LENGTHS = (0, 32)
"""Tokens of previous text that a window may be given."""
_SOUND_LOGPROB = -0.8
"""What is given as previous text has to be at least this probable."""


class Searcher:
    """Finds the texts of one model.

    Args:
        model: ready to listen.
        options: checked.
        cancel: looked at before every token.
        each: applies a function to independent pieces of work.

    Attributes:
        drafts_wanted: whether windows follow on what was said before, so that drafts are of use.
    """

    def __init__(self, model: SpeechModel, options: TranscribeOptions, cancel: CancelToken, each: Each = map) -> None:
        self._model = model
        self._cancel = cancel
        self._each = each
        self._decoding = DecodeOptions(beam=options.beam or 1, task=options.task)
        together = _TOGETHER if model.device.type == "cpu" else 0
        self._fallback = FallbackOptions(beam=BEAM if options.beam == 0 else 1, together=together)
        if not model.wants_padding:  # its tokens may be single characters, and its texts are as long as it learned
            self._decoding = replace(self._decoding, max_tokens=model.network.decoder.longest_text)
        follows = model.tokenizer.sot_prev is not None
        self.drafts_wanted = follows and options.context
        prompt = options.prompt.strip() if follows else ""
        self._prompt = model.tokenizer.encode(" " + prompt) if prompt else []
        self._state = max(1, round(model.network.encoder.seconds_per_state * SAMPLE_RATE))

    def states(self, window: Window) -> int:
        """How many of the encoder's states hold a window's sound."""
        return max(1, -(-len(window.samples) // self._state))

    def batch(
        self, windows: Sequence[Window], memories: Sequence[Memory], told: FirstStep | None = None
    ) -> WindowBatch:
        """Windows about to be decoded together."""
        states = [self.states(window) for window in windows]
        return WindowBatch(self._model.network, self._model.tokenizer, join_memories(memories), states, told)

    def search(
        self,
        batch: WindowBatch,
        languages: Sequence[str],
        contexts: Sequence[Sequence[int]] | None = None,
        drafts: Sequence[Hypothesis] = (),
        guesses: bool = True,
        settled: Callable[[int, Hypothesis], None] = lambda window, text: None,
    ) -> list[Hypothesis]:
        """The text of each window.

        Args:
            batch: W windows.
            languages: code of each.
            contexts: see ``contexts``; the user's prompt where there are none.
            drafts: see ``draft``.
            guesses: whether texts that went wrong are tried again at rising temperatures.
            settled: see ``decode_with_fallback``.

        Raises:
            CancelledError: cancelled.
        """
        contexts = contexts or [self._prompt[-CONTEXT:]] * len(languages)
        options = [self._as_written(code) for code in languages]
        texts = [draft.tokens for draft in drafts] if self._decoding.beam == 1 and drafts else None
        tokenizer = self._model.tokenizer
        fallback = self._fallback if guesses else replace(self._fallback, temperatures=())
        return decode_with_fallback(
            batch, languages, tokenizer, options, fallback, contexts, self._cancel, texts, self._each, settled
        )

    def draft(
        self, windows: Sequence[Window], memories: Sequence[Memory], languages: Sequence[str], told: FirstStep | None
    ) -> list[Hypothesis]:
        """A quick text of each window, which knows nothing of the one before; none where they would be of no use.

        A model writes better when it knows what was said before: names stay the same, sentences go on. To decode
        windows side by side all the same, a greedy draft of them comes first, and each window follows on the draft
        of its predecessor. So a mistake is not passed on from window to window, as it is where each follows on the
        final text of the one before. Where the final text is greedy too, it needs but a few passes over its own draft.
        A draft listens to half as many states, each the mean of two: reading them is most of what a step costs.

        Raises:
            CancelledError: cancelled.
        """
        if not self.drafts_wanted or len(languages) == 1:
            return []
        coarse = _coarse(join_memories(memories), max(self.states(window) for window in windows))
        states = [-(-self.states(window) // _COARSE) for window in windows]
        batch = WindowBatch(self._model.network, self._model.tokenizer, coarse, states, told)
        ways = {w: replace(self._as_written(code), beam=1, keep_attention=False) for w, code in enumerate(languages)}
        drafts = decode_each(batch, languages, ways, cancel=self._cancel)
        return [drafts[window] for window in ways]

    def contexts(
        self, last: Hypothesis | None, drafts: Sequence[Hypothesis], languages: Sequence[str]
    ) -> list[list[int]]:
        """The text before each window, for the model to follow on. last: what was written before the first."""
        if not self.drafts_wanted:
            return [self._prompt[-CONTEXT:]] * len(languages)
        before = [last, *drafts[:-1]]
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

    def _as_written(self, language: str) -> DecodeOptions:
        """How a text in that language is searched for."""
        return replace(self._decoding, timestamps=self._model.tokenizer.has_timestamps and language not in _PLAIN)


def _coarse(memory: Memory, states: int) -> Memory:
    """The first ``states`` of a memory and a second of what follows, the mean of every ``_COARSE``."""
    kept = min(memory.states.shape[1], states + round(_AFTER / memory.seconds_per_state))
    pooled = F.avg_pool1d(memory.states[:, :kept].transpose(1, 2), _COARSE, ceil_mode=True).transpose(1, 2)
    lengths = torch.div(memory.lengths.clamp(max=kept) + _COARSE - 1, _COARSE, rounding_mode="floor")
    return Memory(pooled, lengths, _COARSE * memory.seconds_per_state)
