import subprocess
import sys
import textwrap


def run(code):
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_transforms_work():
    out = run("""
        import torch
        from alm_studio.audio.torchaudio_shim import torchaudio
        print(tuple(torchaudio.transforms.MFCC(n_mfcc=13)(torch.zeros(1, 16000)).shape)[:2])
        print(torchaudio.functional.resample(torch.zeros(48), 48000, 16000).numel())
        print(tuple(torchaudio.transforms.TimeMasking(5)(torch.zeros(1, 80, 100)).shape))
    """)
    assert out.split("\n")[:3] == ["(1, 13)", "16", "(1, 80, 100)"]


def test_torchaudio_that_imports_by_itself_is_left_alone():
    out = run("""
        import sys, types
        sys.modules["torchaudio"] = types.ModuleType("torchaudio")
        from alm_studio.audio.torchaudio_shim import torchaudio
        print(torchaudio is sys.modules["torchaudio"], "torchaudio._extension" in sys.modules)
    """)
    assert out.split() == ["True", "False"]
