"""Who reaches a service, who reaches it without crossing marked ground, and who does not."""
