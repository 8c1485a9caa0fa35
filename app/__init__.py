"""The memory itself: it runs without a screen and never imports Qt."""

__version__ = "0.1.0"
