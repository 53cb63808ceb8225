"""Who may do what to which thing, why, and since when: one rule asked in six ways."""
