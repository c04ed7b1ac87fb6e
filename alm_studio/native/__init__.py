"""Whisper's network in machine code made for this processor: kernels written as LLVM's instructions, compiled when they
are first needed, and an encoder and a decoder built of them."""
