"""Statistical disclosure control: redaction, aggregation, masking, suppression by audience."""
