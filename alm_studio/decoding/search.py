"""The search for the best text: greedy, beam search, sampling. All examples advance together.

Rows are grouped: the ``group`` rows of one example stand side by side.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from alm_studio.decoding.likeliest import summary


@dataclass(frozen=True)
class Candidate:
    """A finished text of one example.

    Attributes:
        tokens: without the end token.
        logprobs: of each token, nats.
        total: log-probability with the end token, nats.
        attention: [H, N + 1, S], the last row behind the end token; None where it was not wanted, or where another
            candidate of the example is better.
    """

    tokens: list[int]
    logprobs: list[float]
    total: float
    attention: Tensor | None

    def score(self, length_penalty: float) -> float:
        """Log-probability normalised by length, by which candidates are ranked."""
        return self.total / float(max(1, len(self.tokens)) ** length_penalty)

    @property
    def avg_logprob(self) -> float:
        """Mean log-probability per token, the end token included."""
        return self.total / (len(self.tokens) + 1)


@dataclass
class _Step:
    """What one example did at one step: each row's token and its probability, and the row that it continues."""

    tokens: list[int]
    logprobs: list[float]
    parents: list[int]
    attention: Tensor | None
    """[group, H, S], what each parent row listened to; [1, H, S] once all rows descend from one parent."""

    def heard(self, parent: int) -> Tensor:
        """[H, S] of a parent row."""
        assert self.attention is not None
        return self.attention[0 if len(self.attention) == 1 else parent]


class History:
    """The steps of one example, from which a row's text is read backwards."""

    def __init__(self) -> None:
        self._steps: list[_Step] = []
        self._settled = 0  # steps before have one ancestor

    def add(self, step: _Step) -> None:
        """Take a step. Attention is kept only of rows that some row of today descends from."""
        self._steps.append(step)
        rows = set(range(len(step.tokens)))
        for index in range(len(self._steps) - 1, self._settled - 1, -1):
            rows = {self._steps[index].parents[row] for row in rows}
            if len(rows) == 1:
                self._settle(index, rows.pop())
                return

    def _settle(self, last: int, parent: int) -> None:
        """All rows go back to ``parent`` at step ``last``: of that step and those before it, keep one row each."""
        for index in range(last, self._settled - 1, -1):
            step = self._steps[index]
            if step.attention is not None:
                step.attention = step.heard(parent)[None].clone()  # a view would keep the whole batch in memory
            if index > self._settled:
                parent = self._steps[index - 1].parents[parent]
        self._settled = last + 1

    def tokens(self, row: int) -> tuple[list[int], list[float]]:
        """The text of a row as it is now, with its log-probabilities."""
        tokens, logprobs = [], []
        for step in reversed(self._steps):
            tokens.append(step.tokens[row])
            logprobs.append(step.logprobs[row])
            row = step.parents[row]
        return tokens[::-1], logprobs[::-1]

    def attention(self, row: int, end: Tensor | None) -> Tensor | None:
        """What a row listened to.

        Args:
            row: which.
            end: [group, H, S], what each row listens to behind its last token; None: what it listened to before.

        Returns:
            [H, N + 1, S]; None where no attention was kept.
        """
        if not self._steps or self._steps[-1].attention is None:
            return None if end is None else end[row][:, None]
        rows = [self._steps[-1].heard(self._steps[-1].parents[row]) if end is None else end[row]]
        for step in reversed(self._steps):
            row = step.parents[row]
            rows.append(step.heard(row))
        return torch.stack(rows[::-1], dim=1)


class Search(ABC):
    """Chooses the next token of every row.

    Args:
        examples: how many texts are searched for.
        group: rows of each.
        eot: the end token.
        length_penalty: see ``Candidate.score``.

    Attributes:
        finished: the finished candidates of each example.
        active: the examples whose rows are still decoded, in the rows' order.
    """

    def __init__(self, examples: int, group: int, eot: int, length_penalty: float = 1.0) -> None:
        self.group = group
        self.eot = eot
        self.finished: list[list[Candidate]] = [[] for _ in range(examples)]
        self.active = list(range(examples))
        self._length_penalty = length_penalty
        self._histories = [History() for _ in range(examples)]

    @abstractmethod
    def choose(self, logits: Tensor, attention: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """Take one step.

        Args:
            logits: [R, V] of the active examples, rules applied.
            attention: [R, H, S] behind these logits, or None.

        Returns:
            The next token of every row [R], and the row each continues [R] (None: itself).
        """

    @abstractmethod
    def done(self, position: int) -> bool:
        """Whether the active example at ``position`` needs no more steps."""

    @abstractmethod
    def close(self, position: int) -> None:
        """Turn the unfinished rows of an active example into candidates: the text grew too long."""

    def best(self, example: int) -> Candidate:
        """The best finished candidate of an example."""
        return self.ranked(example)[0]

    def ranked(self, example: int) -> list[Candidate]:
        """All finished candidates of an example, best first."""
        return sorted(self.finished[example], key=lambda candidate: -candidate.score(self._length_penalty))

    def keep(self, positions: list[int]) -> None:
        """Go on with these positions of the active examples only."""
        going = [self.active[position] for position in positions]
        for example in set(self.active) - set(going):
            self._histories[example] = History()
        self.active = going

    def _history(self, position: int) -> History:
        return self._histories[self.active[position]]

    def _add(self, position: int, row: int, total: float, end: Tensor | None) -> None:
        """Note a finished candidate; only the best one keeps its attention."""
        example = self.active[position]
        history, finished = self._histories[example], self.finished[example]
        candidate = Candidate(*history.tokens(row), total, None)
        score = candidate.score(self._length_penalty)
        if all(score > other.score(self._length_penalty) for other in finished):
            finished[:] = [replace(other, attention=None) for other in finished]
            candidate = replace(candidate, attention=history.attention(row, end))
        finished.append(candidate)


class BeamSearch(Search):
    """Keeps the ``group`` most probable beginnings; ends with as many finished texts. Greedy where ``group`` is 1."""

    def __init__(self, examples: int, group: int, eot: int, length_penalty: float = 1.0) -> None:
        super().__init__(examples, group, eot, length_penalty)
        self._totals = [[0.0] + [-torch.inf] * (group - 1) for _ in range(examples)]

    def choose(self, logits: Tensor, attention: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """See ``Search``. Each row proposes one token more than the beam is wide, since one may be the end; alone, its
        best, which then is the end."""
        group = self.group
        best = summary(logits)
        values, tokens = (best.largest[:, None], best.tokens[:, None]) if group == 1 else top_tokens(logits, group + 1)
        values_list, tokens_list = (values - best.totals[:, None]).tolist(), tokens.tolist()
        next_tokens: list[int] = []
        parents: list[int] = []
        for position in range(len(self.active)):
            history = self._history(position)
            first = position * group
            totals = self._totals[self.active[position]]
            rows = None if attention is None else attention[first : first + group]
            proposals = [
                (totals[row] + logprob, row, token, logprob)
                for row in range(group)
                if totals[row] > -torch.inf
                for logprob, token in zip(values_list[first + row], tokens_list[first + row], strict=True)
            ]
            proposals.sort(key=lambda proposal: -proposal[0])
            kept: list[tuple[float, int, int, float]] = []
            for total, row, token, logprob in proposals:
                if token == self.eot:
                    if len(self.finished[self.active[position]]) < group:
                        self._add(position, row, total, rows)
                elif len(kept) < group:
                    kept.append((total, row, token, logprob))
                if len(kept) == group:
                    break
            while len(kept) < group:  # fewer proposals than rows: park the rest
                kept.append((-torch.inf, 0, self.eot, 0.0))
            self._totals[self.active[position]] = [total for total, *_ in kept]
            history.add(_Step([k[2] for k in kept], [k[3] for k in kept], [k[1] for k in kept], rows))
            next_tokens += [k[2] for k in kept]
            parents += [first + k[1] for k in kept]
        device = logits.device
        order = None if group == 1 else torch.tensor(parents, device=device)
        return torch.tensor(next_tokens, device=device), order

    def done(self, position: int) -> bool:
        """See ``Search``."""
        example = self.active[position]
        return len(self.finished[example]) >= self.group or max(self._totals[example]) == -torch.inf

    def close(self, position: int) -> None:
        """See ``Search``."""
        example = self.active[position]
        for row, total in enumerate(self._totals[example]):
            if total > -torch.inf and len(self.finished[example]) < self.group:
                self._add(position, row, total, None)


class Sampling(Search):
    """Draws each token from the distribution sharpened or flattened by a temperature; rows are independent."""

    def __init__(
        self, examples: int, group: int, eot: int, temperature: float, length_penalty: float = 1.0, seed: int = 0
    ) -> None:
        super().__init__(examples, group, eot, length_penalty)
        self._temperature = temperature
        self._generator = torch.Generator().manual_seed(seed)
        self._totals = [[0.0] * group for _ in range(examples)]
        self._ended = [[False] * group for _ in range(examples)]

    def choose(self, logits: Tensor, attention: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """See ``Search``."""
        logprobs = logits.log_softmax(dim=1)
        probabilities = (logits / self._temperature).softmax(dim=1).cpu()
        drawn = torch.multinomial(probabilities, 1, generator=self._generator)
        chosen = logprobs.cpu().gather(1, drawn).squeeze(1).tolist()
        tokens = drawn.squeeze(1).tolist()
        group = self.group
        for position, example in enumerate(self.active):
            first = position * group
            rows = None if attention is None else attention[first : first + group]
            step = _Step(tokens[first : first + group], chosen[first : first + group], list(range(group)), rows)
            for row in range(group):
                if self._ended[example][row]:
                    continue
                self._totals[example][row] += step.logprobs[row]
                if step.tokens[row] == self.eot:
                    self._ended[example][row] = True
                    self._add(position, row, self._totals[example][row], rows)
            self._history(position).add(step)
        return torch.tensor(tokens, device=logits.device), None

    def done(self, position: int) -> bool:
        """See ``Search``."""
        return all(self._ended[self.active[position]])

    def close(self, position: int) -> None:
        """See ``Search``."""
        example = self.active[position]
        for row in range(self.group):
            if not self._ended[example][row]:
                self._add(position, row, self._totals[example][row], None)


def top_tokens(logits: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The ``count`` largest logits of every row, exactly as ``topk`` gives them, several times faster.

    The largest numbers lie in those blocks whose own largest number is largest, so only these blocks are searched.

    Args:
        logits: [R, V].
        count: how many.

    Returns:
        values and indices, each [R, count], in falling order.
    """
    block = 128
    rows, size = logits.shape
    blocks = size // block
    if blocks <= count:
        values, indices = logits.topk(min(count, size), dim=1)
        return values, indices
    body = logits[:, : blocks * block].view(rows, blocks, block)
    best = body.amax(dim=2).topk(count, dim=1).indices
    values = body.gather(1, best[:, :, None].expand(-1, -1, block)).reshape(rows, -1)
    indices = (best[:, :, None] * block + torch.arange(block, device=logits.device)).reshape(rows, -1)
    rest = torch.arange(blocks * block, size, device=logits.device).expand(rows, -1)
    values = torch.cat([values, logits[:, blocks * block :]], dim=1)
    indices = torch.cat([indices, rest], dim=1)
    values, places = values.topk(count, dim=1)
    return values, indices.gather(1, places)
