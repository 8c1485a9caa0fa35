"""Free memory goes back to the system: asked of the C library itself, in a process of its own."""

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys
from app.heap import give_back_early
if sys.argv[1] == "early":
    assert give_back_early()
library = ctypes.CDLL(None)
library.malloc.restype, library.malloc.argtypes, library.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
class Info(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]
library.mallinfo2.restype = Info
library.free(library.malloc(16 << 20))  # after this glibc keeps blocks of that size in its heap, unless told otherwise
before = library.mallinfo2().hblkhd
held = library.malloc(8 << 20)
print(library.mallinfo2().hblkhd - before >= 8 << 20)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone")
@pytest.mark.parametrize(("when", "mapped"), [("early", "True"), ("never", "False")])
def test_a_large_block_is_a_mapping_of_its_own_which_goes_when_it_is_free(when: str, mapped: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, when], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == mapped
