import ctypes
import subprocess
import sys

import pytest

from alm_studio.base.memory import release_free_memory, share_free_memory

_FREE = """
import ctypes
from alm_studio.base.memory import release_free_memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
# Pieces below the size from which glibc asks the system each time; every hundredth stays, at the top too.
pieces = [libc.malloc(100_000) for _ in range(1000)]
for piece in pieces:
    ctypes.memset(piece, 1, 100_000)
for number, piece in enumerate(pieces):
    if number % 100 != 99:
        libc.free(piece)
before = resident()
release_free_memory()
print(before - resident())
"""

_SHARE = """
import ctypes, sys, threading
from alm_studio.base.memory import share_free_memory

if sys.argv[1] == "shared":
    share_free_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
found = []
thread = threading.Thread(target=lambda: found.extend(libc.malloc(20_000) for _ in range(100)))
thread.start()
thread.join()
(heap,) = [line.split()[0].split("-") for line in open("/proc/self/maps") if line.rstrip().endswith("[heap]")]
print(sum(int(heap[0], 16) <= piece < int(heap[1], 16) for piece in found))
"""


def test_may_be_called_anywhere():
    release_free_memory()
    share_free_memory()
    release_free_memory()


def test_freed_memory_goes_back_to_the_system():
    if sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("the C library is not glibc")
    done = subprocess.run([sys.executable, "-c", _FREE], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 50_000_000  # 99 MB were freed between pieces that stay


@pytest.mark.parametrize(("store", "in_the_first"), [("shared", 100), ("of its own", 0)])
def test_a_thread_takes_its_memory_from_the_store_of_all(store, in_the_first):
    if sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"):
        pytest.skip("the C library is not glibc")
    done = subprocess.run([sys.executable, "-c", _SHARE, store], capture_output=True, text=True, check=True)
    assert int(done.stdout) == in_the_first
