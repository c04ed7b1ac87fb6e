"""An attention map as a picture (PNG, SVG) or as numbers (NPZ)."""

import io
import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alm_studio.base.errors import UsageError
from alm_studio.base.files import write_atomically
from alm_studio.pipeline.attention_map import AttentionMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PICTURES = (".png", ".svg")
NUMBERS = ".npz"

_FONTS = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
          "Microsoft YaHei", "Hiragino Sans", "Yu Gothic", "Malgun Gothic", "Noto Sans")  # fmt: skip
"""By preference; glyphs that one lacks come from the next that is installed."""
_WIDTH, _TOKEN, _SOUND = 12.0, 0.19, 1.3
"""Inches: of the picture, of a token's row, of the log-mel picture."""
_PATH = "#e69f00"

# It tells at the first use that it looks for fonts.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def check_suffix(path: Path) -> None:
    """Refuse a name whose suffix says nothing that can be written.

    Raises:
        UsageError: neither a picture nor numbers.
    """
    if path.suffix.lower() not in (*PICTURES, NUMBERS):
        raise UsageError(f"{path.name} ends in no known form. Use a name that ends in .png, .svg or .npz.")


def save_map(
    path: Path, shown: AttentionMap, layer: int | None = None, head: int | None = None, *, overwrite: bool = False
) -> None:
    """Write a map. A picture shows one head or a mean, as ``AttentionMap.rows``; numbers are always all of them.

    Raises:
        UsageError: no known suffix, or no such layer or head.
        OutputError: the file exists, or cannot be written.
    """
    check_suffix(path)
    if layer is not None and not 0 <= layer < shown.layers:
        raise UsageError(f"The model {shown.model} has the layers 0 to {shown.layers - 1}.")
    if head is not None and not 0 <= head < shown.heads_per_layer:
        raise UsageError(f"The model {shown.model} has the heads 0 to {shown.heads_per_layer - 1} in each layer.")
    buffer = io.BytesIO()
    if path.suffix.lower() == NUMBERS:
        np.savez_compressed(buffer, **shown.arrays())
    else:
        _write_picture(buffer, path.suffix.lower()[1:], shown, layer, head)
    write_atomically(path, buffer.getvalue(), overwrite=overwrite)


def describe(layer: int | None, head: int | None) -> str:
    """What a picture shows."""
    if layer is None:
        return "mean of the heads that follow the sound"
    return f"layer {layer}, mean of its heads" if head is None else f"layer {layer}, head {head}"


def _write_picture(buffer: io.BytesIO, form: str, shown: AttentionMap, layer: int | None, head: int | None) -> None:
    import matplotlib  # takes a second to import
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    families = [name for name in _FONTS if name in installed]
    settings: Any = {"font.family": families, "font.size": 9.0, "axes.unicode_minus": False}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # no font here knows it: an empty box
        _figure(shown, layer, head).savefig(buffer, format=form, dpi=150)


def _figure(shown: AttentionMap, layer: int | None, head: int | None) -> "Figure":
    from matplotlib.colors import PowerNorm
    from matplotlib.figure import Figure

    tokens = max(4, len(shown.tokens))
    figure = Figure(figsize=(_WIDTH, _SOUND + 1.2 + _TOKEN * tokens), layout="constrained")
    sound, heat = figure.subplots(2, 1, sharex=True, height_ratios=[_SOUND, _TOKEN * tokens])
    extent = shown.start, shown.end
    sound.imshow(
        shown.log_mel.T.astype(np.float32), origin="lower", aspect="auto", cmap="gray_r", extent=(*extent, 0, 1)
    )
    sound.set_yticks([])
    sound.set_ylabel("log-mel")
    sound.set_title(f"{shown.model}: {describe(layer, head)}", loc="left")
    count = len(shown.tokens)
    image = heat.imshow(
        shown.rows(layer, head),
        aspect="auto",
        cmap="Blues",
        norm=PowerNorm(0.5, vmin=0.0),
        interpolation="nearest",
        extent=(*extent, count, 0),
    )
    heat.set_yticks(np.arange(count) + 0.5, [text.strip() or "·" for text in shown.texts])
    heat.set_xlabel("seconds")
    for word in shown.words:
        for axes in (sound, heat):
            axes.axvline(word.start, color="black", linewidth=0.5, alpha=0.6)
    _draw_path(heat, shown)
    figure.colorbar(image, ax=[sound, heat], label="weight", pad=0.01, fraction=0.03)
    heat.set_xlim(*extent)
    return figure


def _draw_path(axes: "Axes", shown: AttentionMap) -> None:
    times = shown.start + (shown.path + np.array([0, 1])) * shown.seconds_per_frame
    rows = np.repeat(np.arange(len(shown.tokens)) + 0.5, 2)
    axes.plot(times.ravel(), rows, color=_PATH, linewidth=1.4)
