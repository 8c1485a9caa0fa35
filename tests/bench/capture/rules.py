"""The keep-or-drop rules of four programs, as their published code has them, over the same pictures. Pure arithmetic.

MIRIX: every 3 s, dropped where 1 - mean|difference of grey| / 255 is at least 0.99 (compared with the last kept picture).
OpenRecall: every 3 s, dropped where SSIM's formula on whole-picture mean, variance and covariance is at least 0.9 (last kept).
Pensieve: every 4 s, dropped where the perceptual hashes differ in fewer than 4 of 64 bits (last kept).
Memento: every 2 s; not read where the mean of the XOR of the pictures' bytes is below 0.1 (compared with the tick before).
"""

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

Gray = np.ndarray[Any, np.dtype[np.float64]]
Differs = Callable[[Gray, Gray], bool]
EVERY_S = {"MIRIX": 3.0, "OpenRecall": 3.0, "Pensieve": 4.0, "Memento": 2.0}


def mirix(before: Gray, now: Gray) -> bool:
    """Whether it is kept."""
    return bool(1 - np.abs(before - now).mean() / 255 < 0.99)


def openrecall(before: Gray, now: Gray) -> bool:
    """Whether it is kept."""
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    m1, m2 = before.mean(), now.mean()
    covariance = ((before - m1) * (now - m2)).mean()
    ssim = (2 * m1 * m2 + c1) * (2 * covariance + c2) / ((m1**2 + m2**2 + c1) * (before.var() + now.var() + c2))
    return bool(ssim < 0.9)


def pensieve(before: Gray, now: Gray) -> bool:
    """Whether it is kept."""
    return int(np.count_nonzero(phash(before) != phash(now))) >= 4


def memento(before: Gray, now: Gray) -> bool:
    """Whether it is read."""
    return bool((before.astype(np.uint8) ^ now.astype(np.uint8)).mean() >= 0.1)


def phash(gray: Gray) -> Any:
    """The 64 bits of the low frequencies of a 32x32 picture, each above their median or not."""
    small = np.asarray(Image.fromarray(gray.astype(np.uint8)).resize((32, 32), Image.Resampling.LANCZOS), np.float32)
    low = cv2.dct(small)[:8, :8]
    low[0] *= np.sqrt(2)  # the hash is made of the transform without norms
    low[:, 0] *= np.sqrt(2)
    return low > np.median(low)


RULES: dict[str, Differs] = {"MIRIX": mirix, "OpenRecall": openrecall, "Pensieve": pensieve, "Memento": memento}


def kept_by(name: str, times_s: Sequence[float], picture: Callable[[int], Gray], until_s: float) -> list[int]:
    """Which of the pictures a rule keeps when it looks at its own interval. `picture(i)` stood from times_s[i] on."""
    keep, every_s = RULES[name], EVERY_S[name]
    out: list[int] = []
    before: Gray | None = None
    at_s, place = 0.0, -1
    while at_s < until_s:
        while place + 1 < len(times_s) and times_s[place + 1] <= at_s:
            place += 1
        if place >= 0:
            now = picture(place)
            if before is None or keep(before, now):
                out.append(place)
                before = now
            elif name == "Memento":
                before = now  # compared with the tick before, kept or not
        at_s += every_s
    return sorted(set(out))
