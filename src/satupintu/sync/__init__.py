"""The main job: vacancies are read, normalised, planned, submitted and reconciled with what was filed."""
