"""TTML (.ttml, .dfxp), the format of broadcasters: https://www.w3.org/TR/ttml1/."""

import re

from lxml import etree

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat, clean_lines, ordered, without_controls
from alm_studio.captions.formats.clock import stamp
from alm_studio.captions.formats.pieces import Piece, words_of
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.formats.ttml_times import Clock, Span
from alm_studio.captions.transcript import Transcript

_TT = "http://www.w3.org/ns/ttml"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TTM = f"{_TT}#metadata"
_TTS = f"{_TT}#styling"

_STYLES = {"color", "fontStyle", "fontWeight", "textDecoration", "fontFamily", "fontSize", "backgroundColor"}
_SPACES = re.compile(r"[ \t\r\n]+")


class TtmlFormat(TextFormat):
    """Cues as paragraphs, with times in milliseconds; speakers as agents, notes as descriptions."""

    name = "ttml"
    extensions = (".ttml", ".dfxp", ".xml", ".itt")
    label = "TTML"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``."""
        names = list(dict.fromkeys(cue.speaker for cue in document.captions if cue.speaker.strip()))
        agents = {name: f"speaker{number}" for number, name in enumerate(names, start=1)}
        root = etree.Element(f"{{{_TT}}}tt", nsmap={None: _TT, "ttm": _TTM, "tts": _TTS})
        root.set(f"{_XML}lang", document.language)
        head = etree.SubElement(root, f"{{{_TT}}}head")
        metadata = etree.SubElement(head, f"{{{_TT}}}metadata")
        if document.title:
            etree.SubElement(metadata, f"{{{_TTM}}}title").text = without_controls(document.title)
        for name, identity in agents.items():
            agent = etree.SubElement(metadata, f"{{{_TTM}}}agent", {f"{_XML}id": identity, "type": "person"})
            etree.SubElement(agent, f"{{{_TTM}}}name", type="full").text = without_controls(name)
        layout = etree.SubElement(head, f"{{{_TT}}}layout")
        place = {"origin": "10% 80%", "extent": "80% 15%", "displayAlign": "after", "textAlign": "center"}
        region = {f"{_XML}id": "bottom"} | {f"{{{_TTS}}}{key}": value for key, value in place.items()}
        etree.SubElement(layout, f"{{{_TT}}}region", region)
        body = etree.SubElement(root, f"{{{_TT}}}body", region="bottom")
        division = etree.SubElement(body, f"{{{_TT}}}div")
        for cue in document.captions:
            division.append(_paragraph(cue, agents.get(cue.speaker, "")))
        etree.indent(root.find(f"{{{_TT}}}head"), level=1)
        text: str = etree.tostring(root, encoding="unicode")
        text = text.replace("<head>", "\n  <head>").replace("</head>", "</head>\n  ").replace("<p ", "\n    <p ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Markup that is no XML is read as far as it goes."""
        repairs = repairs or Repairs()
        root = _parse(text.lstrip("\ufeff \t\r\n"), repairs)
        if root is None or _name(root) != "tt":
            raise UsageError("This is not a TTML file: its first element is not <tt>. Choose another file.")
        reader = _Reader(Clock.of(root.attrib), _agents(root), repairs)
        body = next((child for child in root if _name(child) == "body"), None)
        if body is not None:
            reader.walk(body, Span(), root.get(f"{_XML}space", "default") == "preserve")
        title = next((element.text for element in root.iter(f"{{{_TTM}}}title")), "") or ""
        language = (root.get(f"{_XML}lang") or "").split("-")[0].lower()
        return Document(ordered(reader.captions, self.label, repairs), language=language, title=title.strip())


def _paragraph(cue: Caption, agent: str) -> etree._Element:
    found = etree.Element(f"{{{_TT}}}p", begin=stamp(cue.start, "."), end=stamp(cue.end, "."))
    found.set(f"{_XML}space", "preserve")
    if agent:
        found.set(f"{{{_TTM}}}agent", agent)
    last: etree._Element | None = None
    if cue.note.strip():
        metadata = etree.SubElement(found, f"{{{_TT}}}metadata")
        etree.SubElement(metadata, f"{{{_TTM}}}desc").text = without_controls(cue.note.strip())
        last = metadata
    for number, line in enumerate(clean_lines(without_controls(cue.text))):
        if number:
            last = etree.SubElement(found, f"{{{_TT}}}br")
        if last is None:
            found.text = line
        else:
            last.tail = line
    return found


def _parse(text: str, repairs: Repairs) -> etree._Element | None:
    """The root, of damaged XML too. No entity is followed and no file fetched: the text may come from anywhere."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    # Bytes, because lxml refuses text that declares an encoding.
    declared = re.sub(r"^<\?xml[^>]*\?>", "", text)
    try:
        root = etree.fromstring(declared.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is not None and len(parser.error_log):
        whole = re.search(r"</(?:\w+:)?tt\s*>\s*$", text)
        repairs.note(Mended.MARKUP if whole else Mended.ENDING)
    return root


def _agents(root: etree._Element) -> dict[str, str]:
    found = {}
    for agent in root.iter(f"{{{_TTM}}}agent"):
        name = next((child.text for child in agent if _name(child) == "name"), None)
        found[agent.get(f"{_XML}id", "")] = (name or "").strip()
    return found


def _name(element: etree._Element) -> str:
    """Without its name space, of which TTML has had several; comments have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class _Reader:
    """Walks through the tree: times add up from parent to child."""

    def __init__(self, clock: Clock, agents: dict[str, str], repairs: Repairs) -> None:
        self.captions: list[Caption] = []
        self._clock, self._agents, self._repairs = clock, agents, repairs

    def walk(self, element: etree._Element, parent: Span, preserve: bool) -> Span:
        """Collect the cues in ``element``; returns the time it takes."""
        span = self._clock.span(element.attrib, parent)
        preserve = element.get(f"{_XML}space", "preserve" if preserve else "default") == "preserve"
        if _name(element) == "p":
            self._cue(element, span, preserve)
            return span
        before: Span | None = None
        in_row = element.get("timeContainer") == "seq"
        for child in element:
            if _name(child) in {"div", "p", "body"}:
                begin = before if in_row and before is not None else None
                before = self.walk(child, Span(begin.end, span.end) if begin and begin.end is not None else span,
                                   preserve)  # fmt: skip
        return span

    def _cue(self, element: etree._Element, span: Span, preserve: bool) -> None:
        pieces: list[Piece] = []
        self._collect(element, span, pieces, preserve)
        text = "".join(piece.text for piece in pieces)
        text = "\n".join(clean_lines(text))
        end = span.end if span.end is not None else span.begin
        if not any(key in element.attrib for key in ("begin", "end", "dur")):
            timed = [piece.start for piece in pieces if piece.text.strip()]
            span = Span(timed[0] if timed else span.begin, span.end)
        words = words_of(pieces, end) if len({piece.start for piece in pieces}) > 1 else ()
        agent = (element.get(f"{{{_TTM}}}agent") or "").split()
        speaker = self._agents.get(agent[0], "") if agent else ""
        note = " ".join(" ".join(desc.itertext()) for desc in element.iter(f"{{{_TTM}}}desc")).strip()
        self.captions.append(Caption(span.begin, end, text, words, speaker=speaker, note=note))

    def _collect(self, element: etree._Element, span: Span, pieces: list[Piece], preserve: bool) -> None:
        """The text of ``element`` in pieces that each begin when their span does."""
        if any(etree.QName(key).localname in _STYLES for key in element.attrib):
            self._repairs.note(Mended.FORMATTING)
        self._add(element.text, span, pieces, preserve)
        for child in element:
            match _name(child):
                case "br":
                    pieces.append(Piece("\n", span.begin))
                case "span":
                    self._collect(child, self._clock.span(child.attrib, span), pieces, preserve)
            self._add(child.tail, span, pieces, preserve)

    def _add(self, text: str | None, span: Span, pieces: list[Piece], preserve: bool) -> None:
        if text:
            pieces.append(Piece(text if preserve else _SPACES.sub(" ", text), span.begin))
