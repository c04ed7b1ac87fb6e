"""What the cues of a document do against their style, as a file to hand on."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

from alm_studio.captions.document import Document
from alm_studio.captions.quality import Breach
from alm_studio.captions.scripts import one_line
from alm_studio.captions.styles import Style

FORMS = ("html", "csv", "txt")

HEAD = ("Cue", "In", "Rule", "Finding", "Text")

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2.5em auto; max-width: 62em; padding: 0 1.5em; }}
h1 {{ font-size: 1.4em; font-weight: 600; margin-bottom: .2em; }}
p {{ opacity: .75; margin-top: 0; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .45em .9em .45em 0; border-bottom: 1px solid #8883; }}
td:first-child, td:nth-child(2) {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
</style></head><body>
<h1>{title}</h1><p>{summary}</p>
<table><tr>{head}</tr>
{rows}
</table></body></html>
"""


def write_report(
    form: str,
    title: str,
    document: Document,
    breaches: Sequence[Breach],
    summary: str,
    *,
    head: Sequence[str] = HEAD,
    rule: Callable[[str], str] = str,
    sentence: Callable[[Breach], str] = lambda breach: breach.message,
) -> str:
    """The report as one text.

    Args:
        form: one of ``FORMS``.
        title: of the medium.
        document: the cues.
        breaches: what they do against their style, as ``quality.check`` gives it.
        summary: one line, such as ``summarise`` gives.
        head: titles of the columns.
        rule: a rule's name in the reader's language.
        sentence: a breach in the reader's language.
    """
    rows = [
        (str(breach.index + 1), _clock(document.captions[breach.index].start), rule(breach.rule), sentence(breach),
         one_line(document.captions[breach.index].text))
        for breach in breaches
    ]  # fmt: skip
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([head, *rows])
        return out.getvalue()
    if form == "html":
        lines = ["<tr>" + "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows]
        titles = "".join(f"<th>{cell}</th>" for cell in head)
        return _PAGE.format(title=escape(title), summary=escape(summary), head=titles, rows="\n".join(lines))
    lines = [f"{number:>5}  {clock}  {said}\n       {text}" for number, clock, _, said, text in rows]
    return "\n".join([title, summary, "", *lines]).rstrip() + "\n"


def summarise(document: Document, breaches: Sequence[Breach], style: Style) -> str:
    """How many cues break the style, and how often which rule: one line."""
    count = len(document.captions)
    broken = len({breach.index for breach in breaches})
    share = f"{100 * broken / count:.1f}" if count else "0.0"
    rules = ", ".join(f"{rule} {number}" for rule, number in Counter(b.rule for b in breaches).most_common())
    return f"Style {style.name}: {broken} of {count} cues ({share} %) break a rule{f': {rules}' if rules else ''}."


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
