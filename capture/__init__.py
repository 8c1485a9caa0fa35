"""What is on the screen now, and may it be kept? No storage, no models, no Qt."""
