"""Our own words for what the systems exchange: vacancies, employers, filings. Frozen values, no I/O."""
