"""Sound that goes on to states, of which only the newest are computed."""

from collections.abc import Sequence

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Memory, StreamingEncoder
from alm_studio.pipeline.encoding import encode, padded
from alm_studio.pipeline.windows import STATE, Window

SLACK = 192 * SAMPLE_RATE // 100
"""Samples of silence behind the sound. Whisper was trained on 30 s; with less than this it may not find the end."""
_GRAIN = 32
"""States to whose multiple sound and silence are filled up, and of which a multiple is computed: for each new number
kernels are compiled and kept, which takes time and, within an hour, hundreds of megabytes."""
_UNSETTLED = 100
"""States, of 20 ms, at the end of a sound that change with what follows, and are computed again."""
_ANEW = 1.5
"""Everything is computed again where a sound has become so many times as long: what came since changes the states
before it a little, by 5 % (int8 does 4 %); never computed again, they would be 11 % off behind 16 s."""


class StreamEncoder:
    """Encodes windows of a stream, each most often the one before and what was said since.

    States that had two seconds of sound behind them stay as they are for a while, and take no time. A window that
    begins elsewhere is encoded anew, as is everything by an encoder other than Whisper's.

    Args:
        model: ready to listen.
    """

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        encoder = model.network.encoder
        hides = isinstance(encoder, WhisperEncoder) and encoder.hides_padding
        self._encoder = encoder if isinstance(encoder, StreamingEncoder) and not hides else None
        self._state: object = None
        self._pieces: tuple[tuple[int, int], ...] = ()
        self._whole = 0  # states of the sound when all of it was computed
        self._settled = 0  # states at the beginning that need not be computed again

    def encode(self, window: Window) -> Memory:
        """The memory of a window, with as little silence behind it as the model can do with."""
        silence = SLACK + -len(window.samples) % (_GRAIN * STATE)
        if self._encoder is None:
            return encode(self._model, window.samples, silence)
        states = len(window.samples) // STATE
        if self._state is None:
            self._state = self._encoder.start()
        same = _same(self._pieces, window.pieces) // STATE
        goes_on = self._settled <= min(same, states) and states < _ANEW * self._whole
        kept = self._settled if goes_on else 0
        features = self._model.features(padded(self._model, window.samples, silence))[None]
        memory = self._encoder.go_on(features, self._state, kept)
        if not kept:
            self._whole = states
        self._pieces, self._settled = window.pieces, max(kept, (states - _UNSETTLED) // _GRAIN * _GRAIN)
        return memory


def _same(before: Sequence[tuple[int, int]], now: Sequence[tuple[int, int]]) -> int:
    """Samples at the beginning that two windows have in common, by their pieces."""
    total = 0
    for old, new in zip(before, now, strict=False):
        if old[0] != new[0]:
            break
        total += min(old[1], new[1]) - old[0]
        if old[1] != new[1]:
            break
    return total
