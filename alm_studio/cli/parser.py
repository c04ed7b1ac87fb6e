"""The command line's grammar. Imports nothing heavy."""

import argparse
import importlib
from collections.abc import Callable, Sequence

from alm_studio import __version__
from alm_studio.cli.train_arguments import COMPUTE_HELP, add_evaluate, add_train

Command = Callable[[argparse.Namespace], int]


def _lazy(module: str) -> Command:
    """The ``run`` of a command's module, imported when it is called."""

    def run(options: argparse.Namespace) -> int:
        code: int = importlib.import_module(f"alm_studio.cli.{module}").run(options)
        return code

    return run


COMMANDS: dict[str, Command] = {
    "transcribe": _lazy("transcribe"),
    "align": _lazy("align"),
    "convert": _lazy("convert"),
    "attention": _lazy("attention"),
    "live": _lazy("live"),
    "train": _lazy("train"),
    "evaluate": _lazy("evaluate"),
    "models": _lazy("models"),
    "devices": _lazy("devices"),
    "bench": _lazy("bench"),
    "doctor": _lazy("doctor"),
}


_FORMATS = "srt,vtt,vtt-words,ass,ass-karaoke,ttml,sbv,json,txt,docx,csv,tsv"
_FILMS = "mkv,mp4: a copy of the film with subtitles; burned: drawn into its pictures"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Arguments to options; ``command`` is None where the window is wanted, with ``media`` to open.

    Raises:
        SystemExit: with code 2 for wrong usage, 0 after ``--help`` and ``--version``.
    """
    first = next((argument for argument in arguments if not argument.startswith("-")), None)
    if first not in COMMANDS and not {"-h", "--help", "--version"} & set(arguments):
        return _window_parser().parse_args(arguments)
    return _parser().parse_args(arguments)


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alm-studio")
    parser.add_argument("media", nargs="*", metavar="MEDIA|PROJECT")
    parser.set_defaults(command=None)
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alm-studio",
        description="Subtitles from an audio language model. Without a command, opens the window.",
        usage="alm-studio [MEDIA|PROJECT ...]\n       alm-studio COMMAND ...",
    )
    parser.add_argument("--version", action="version", version=f"alm-studio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_transcribe(commands.add_parser("transcribe", help="write captions for media files"))
    _add_align(commands.add_parser("align", help="find the times of a text that is given"))
    _add_convert(commands.add_parser("convert", help="turn captions into another format, or put them into a film"))
    _add_attention(commands.add_parser("attention", help="show where in the sound a model listens"))
    _add_live(commands.add_parser("live", help="caption a microphone, or a file as if it were one"))
    add_train(commands.add_parser("train", help="fine-tune a model, or train a new one"))
    add_evaluate(commands.add_parser("evaluate", help="error rates of a model on examples with their texts"))
    _add_models(commands.add_parser("models", help="list, get, inspect, convert, calibrate and remove models"))
    commands.add_parser("devices", help="list processors and sound inputs")
    bench = commands.add_parser("bench", help="measure how fast a model writes, or learns")
    bench.add_argument("media", metavar="MEDIA", help="a media file; with --train, training data")
    bench.add_argument("--train", action="store_true", help="measure training: adapters (LoRA), and all weights")
    bench.add_argument("--live", action="store_true", help="measure live captions of the file, in virtual time")
    bench.add_argument("--realtime", action="store_true", help="with --live: play the file instead")
    bench.add_argument("--reference", default="", metavar="TEXT", help="with --live: a file with what is said")
    bench.add_argument("--policy", default="", metavar="LIST", help="with --live: see live --policy")
    bench.add_argument(
        "--no-baseline", dest="baseline", action="store_false", help="with --live: without whisper_streaming's way"
    )
    bench.add_argument("--seconds", type=float, default=20.0, metavar="S", help="of each measurement with --train")
    bench.add_argument("--batch-seconds", type=float, default=60.0, metavar="S", help="of sound, with --train")
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    _add_model_options(bench)
    _add_decoding_options(bench)
    commands.add_parser("doctor", help="check the installation")
    return parser


def _add_transcribe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("media", nargs="+", metavar="MEDIA", help="audio or video files")
    parser.add_argument("-o", "--output", metavar="DIR", help="folder for the captions (default: beside the media)")
    parser.add_argument("-f", "--formats", default="srt", metavar="LIST", help=f"{_FORMATS}; {_FILMS} (default: srt)")
    _add_model_options(parser)
    _add_decoding_options(parser)
    parser.add_argument("--style", default="netflix", metavar="NAME", help="caption style (default: netflix)")
    parser.add_argument("--track", type=int, default=0, metavar="N", help="audio track, counted from 0")
    parser.add_argument("--attention", metavar="FILE.npz", help="save where in the sound each token was heard")
    parser.add_argument("--overwrite", action="store_true", help="replace caption files that exist")
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def _add_convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("captions", metavar="IN", help="captions in any encoding, or a project")
    parser.add_argument("output", metavar="OUT", help="the file to write; .mkv, .mp4 and .mov are films, with --media")
    parser.add_argument("-f", "--format", default="", metavar="NAME", help=f"{_FORMATS} (default: by OUT's ending)")
    parser.add_argument("--media", metavar="FILM", help="the film that the captions go into")
    parser.add_argument("--burn", action="store_true", help="draw them into its pictures")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that exists")
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def _add_attention(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("media", metavar="MEDIA", help="an audio or video file")
    parser.add_argument("--from", dest="begin", type=float, default=0.0, metavar="S", help="seconds (default: 0)")
    parser.add_argument(
        "--to", dest="end", type=float, metavar="S", help="seconds (default: as far as the model hears at a time)"
    )
    parser.add_argument("--text", default="", metavar="TEXT", help="what is said (default: the model writes it)")
    parser.add_argument("--layer", type=int, metavar="N", help="of the picture (default: heads that follow the sound)")
    parser.add_argument("--head", type=int, metavar="N", help="of the layer (default: the mean of its heads)")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="FILE.png, FILE.svg or FILE.npz")
    parser.add_argument("--language", default="auto", metavar="XX", help="code or English name (default: auto)")
    _add_model_options(parser)
    parser.add_argument("--track", type=int, default=0, metavar="N", help="audio track, counted from 0")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that exists")
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def _add_align(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("media", metavar="MEDIA", help="an audio or video file")
    parser.add_argument("text", metavar="TEXT", help="what is said in it: a text file, or captions (srt, vtt, ass)")
    parser.add_argument("-o", "--output", metavar="DIR", help="folder for the captions (default: beside the medium)")
    parser.add_argument("-f", "--formats", default="srt", metavar="LIST", help=f"{_FORMATS} (default: srt)")
    _add_model_options(parser)
    parser.add_argument("--language", default="auto", metavar="XX", help="code or English name (default: auto)")
    parser.add_argument("--no-vad", dest="vad", action="store_false", help="do not look for speech first")
    parser.add_argument("--style", default="netflix", metavar="NAME", help="caption style (default: netflix)")
    parser.add_argument("--track", type=int, default=0, metavar="N", help="audio track, counted from 0")
    parser.add_argument("--overwrite", action="store_true", help="replace caption files that exist")
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def _add_live(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", default="", metavar="NAME", help="sound input, see devices (default: the system's)")
    parser.add_argument("--input", metavar="FILE", help="listen to a medium instead")
    parser.add_argument("--realtime", action="store_true", help="with --input: as fast as it would sound")
    parser.add_argument("--save", metavar="DIR", help="keep the sound and the captions there")
    parser.add_argument(
        "--page", type=int, metavar="PORT", help="show the captions as a web page, for OBS; 0: any port"
    )
    parser.add_argument(
        "--page-host", default="127.0.0.1", metavar="IP", help="address of the page (default: this machine alone)"
    )
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each event")
    parser.add_argument("--model", default="base", metavar="NAME", help="name, folder, file or hub id (default: base)")
    parser.add_argument("--compute-device", default="auto", metavar="NAME", help="auto, cpu, cuda, mps")
    parser.add_argument("--compute", default="auto", metavar="TYPE", help=COMPUTE_HELP)
    parser.add_argument("--language", default="auto", metavar="XX", help="code or English name (default: auto)")
    parser.add_argument("--task", default="transcribe", choices=("transcribe", "translate"))
    parser.add_argument("--prompt", default="", metavar="TEXT", help="names and words to expect")
    parser.add_argument("--policy", default="", metavar="NAME", help="align-att or local-agreement (default: by model)")


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="base", metavar="NAME", help="name, folder, file or hub id (default: base)")
    parser.add_argument("--device", default="auto", metavar="NAME", help="auto, cpu, cuda, mps")
    parser.add_argument("--compute", default="auto", metavar="TYPE", help=COMPUTE_HELP)


def _add_decoding_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", default="auto", metavar="XX", help="code or English name (default: auto)")
    parser.add_argument("--task", default="transcribe", choices=("transcribe", "translate"))
    parser.add_argument(
        "--beam",
        type=int,
        default=0,
        metavar="N",
        help="hypotheses kept; 1 is greedy (default: 5 where in doubt, else 1)",
    )
    parser.add_argument(
        "--batch", type=int, default=0, metavar="N", help="windows decoded together (default: automatic)"
    )
    parser.add_argument("--prompt", default="", metavar="TEXT", help="names and words to expect")
    parser.add_argument(
        "--no-context", dest="context", action="store_false", help="write each window without the text before it"
    )
    parser.add_argument("--no-vad", dest="vad", action="store_false", help="do not look for speech first")


def _add_models(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every model, and whether it is installed")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    for name, text in (
        ("get", "download a model"),
        ("info", "describe a model"),
        ("remove", "delete a downloaded model"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME")
    convert = actions.add_parser("convert", help="write a model in another form")
    convert.add_argument("name", metavar="NAME", help="an installed model, a model folder or a file")
    convert.add_argument("--to", required=True, metavar="FORM", help="huggingface, ctranslate2 (faster-whisper), own")
    convert.add_argument("-o", "--output", metavar="DIR", help="folder to write (default: NAME-FORM)")
    convert.add_argument("--precision", default="auto", metavar="TYPE", help="auto (as it is), float32, float16")
    convert.add_argument("--overwrite", action="store_true", help="replace the model that is in the folder")
    calibrate = actions.add_parser(
        "calibrate", help="find the heads of a model that follow the sound, on your own sound"
    )
    calibrate.add_argument("name", metavar="NAME", help="an installed model, a model folder or a file")
    calibrate.add_argument(
        "media", metavar="MEDIA", help="a recording in which somebody speaks; five minutes are enough"
    )
    calibrate.add_argument("--language", default="auto", metavar="XX", help="code or English name (default: auto)")
    calibrate.add_argument("--device", default="auto", metavar="NAME", help="auto, cpu, cuda, mps")
    calibrate.add_argument("--compute", default="auto", metavar="TYPE", help=COMPUTE_HELP)
