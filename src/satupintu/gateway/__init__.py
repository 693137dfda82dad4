"""The served application: the systems under their paths and hosts, health, and their OpenAPI documents."""
