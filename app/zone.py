"""The zone that the user lives in now."""

from capture.clock import zone_name

__all__ = ["zone_name"]
