"""How much memory there is now, and how much a model will take. Measures; decides nothing."""

import contextlib
from pathlib import Path
from typing import Any

import psutil

from models.gguf_file import Head

# So many tokens of a prompt are computed at once. llama.cpp looks whether it is to stop between two steps of its graph, and a step
# is one matrix for so many tokens: with 512 of them a 1B model on two cores took up to 0.28 s to stop, with 128 up to 0.17 s.
BATCH_TOKENS = 128
BESIDE_BYTES = 64 << 20
_CGROUP = Path("/sys/fs/cgroup")


def available_bytes() -> int:
    """Memory that can be had without taking it from others: of the machine, and of the group of processes that this one is in."""
    free = int(psutil.virtual_memory().available)
    with contextlib.suppress(OSError, ValueError, IndexError):
        group = _CGROUP / Path("/proc/self/cgroup").read_text(encoding="ascii").split("::", 1)[1].strip().lstrip("/")
        for folder in (group, *group.parents):
            if not folder.is_relative_to(_CGROUP):
                break
            free = min(free, _room_in(folder, free))
    return max(0, free)


def needed_bytes(file_bytes: int, head: Head, context_tokens: int) -> int:
    """What a model will take: its weights, what it computed from a full context, and what one step needs.

    >>> values = {"general.architecture": "llama", "llama.block_count": 16, "llama.embedding_length": 2048,
    ...           "llama.attention.head_count": 32, "llama.attention.head_count_kv": 8, "llama.feed_forward_length": 8192}
    >>> needed_bytes(1_300_000_000, Head(values, {"tokenizer.ggml.tokens": 128_256}), 4096) >> 20
    1510
    """
    layers, width = _number(head.of("block_count")), _number(head.of("embedding_length"))
    heads = max(1, _number(head.of("attention.head_count")))
    keys = _number(head.of("attention.head_count_kv")) or heads
    length = width // heads
    both = _number(head.of("attention.key_length")) or length
    both += _number(head.of("attention.value_length")) or length
    cache = 2 * context_tokens * layers * keys * both
    step = 4 * BATCH_TOKENS * (head.vocabulary + 2 * _number(head.of("feed_forward_length")) + 8 * width)
    return file_bytes + cache + step + BESIDE_BYTES


def oom_kills() -> int:
    """How many processes this machine's kernel has ended for want of memory; 0 where it does not say."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
    return 0


def _number(found: Any) -> int:
    """A number of the head; of one for each layer the largest."""
    if isinstance(found, list):
        return max((_number(one) for one in found), default=0)
    return int(found) if isinstance(found, int | float) else 0


def _room_in(group: Path, otherwise: int) -> int:
    limit = (group / "memory.max").read_text(encoding="ascii").strip() if (group / "memory.max").is_file() else "max"
    if limit == "max":
        return otherwise
    used = int((group / "memory.current").read_text(encoding="ascii"))
    for line in (group / "memory.stat").read_text(encoding="ascii").splitlines():
        if line.startswith("inactive_file "):  # goes when memory is wanted
            used -= int(line.split()[1])
    return int(limit) - used
