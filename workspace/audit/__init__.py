"""Who did what to which thing: kept for ever, readable by those who must answer for it."""
