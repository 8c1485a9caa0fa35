"""What turning a wheel means, or two fingers on a touchpad, which tell of parts of a notch many times a second. No widgets."""

NOTCH = 120


class Turning:
    """Adds parts of a notch up; turning back begins anew.

    >>> wheel = Turning()
    >>> [wheel.notches(40) for _ in range(4)], wheel.notches(-120), wheel.notches(240)
    ([0, 0, 1, 0], -1, 2)
    """

    def __init__(self) -> None:
        self._left = 0

    def notches(self, delta: int) -> int:
        """How many whole notches this makes with what was left before."""
        self._left = delta + (self._left if self._left * delta > 0 else 0)
        whole = int(self._left / NOTCH)
        self._left -= whole * NOTCH
        return whole
