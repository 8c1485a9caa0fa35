"""Takes each monitor twice a second, and keeps each picture that differs from the one before: what all other arms start from.

python -m tests.bench.capture.taker DISPLAY FOLDER SECONDS
"""

import sys
import time
from pathlib import Path

import mss
from PIL import Image

from tests.bench.capture.desk import MONITORS, SIZE

RATE_HZ = 2.0


def take(display: str, folder: Path, seconds: float) -> None:
    """Pictures named by their monitor and their time in milliseconds since the start, without loss."""
    folder.mkdir(parents=True, exist_ok=True)
    start, number = time.monotonic(), 0
    last: dict[str, bytes] = {}
    with mss.MSS(display=display) as screen:
        while (now := time.monotonic() - start) < seconds:
            for name, x, width in MONITORS:
                shot = screen.grab({"left": x, "top": 0, "width": width, "height": SIZE[1]})
                if shot.rgb != last.get(name):
                    last[name] = shot.rgb
                    picture = Image.frombytes("RGB", shot.size, shot.rgb)
                    picture.save(folder / f"{name}-{round(now * 1000):08d}.webp", lossless=True, method=0, quality=30)
            number += 1
            time.sleep(max(0.0, start + number / RATE_HZ - time.monotonic()))


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
