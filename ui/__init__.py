"""The window: shows records and calls app.memory through tasks. No rules and no SQL."""
