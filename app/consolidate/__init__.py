"""Evidence to memories: what is made of moments, each with the moments that prove it. No questions, no screen."""
