"""From ranked evidence to an answer in which every sentence shows its moment."""
