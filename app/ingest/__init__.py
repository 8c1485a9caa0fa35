"""From a pending moment to text, passages and vectors. No SQL of its own, no models: both are given."""
