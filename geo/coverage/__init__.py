"""Coverage: people within reach of a service, within safe reach of it, and outside coverage."""
