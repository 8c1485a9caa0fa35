"""Pictures of the window in every state: how each is reached, taken, laid on sheets, and held against those that were approved."""
