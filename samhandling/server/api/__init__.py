"""The API: JSON in, JSON out; what it takes and gives stands in its own OpenAPI document."""
