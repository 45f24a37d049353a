"""File formats: one module a format with its reader and writer, a registry, memory limits."""
