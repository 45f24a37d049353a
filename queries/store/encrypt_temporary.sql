-- Keep what DuckDB puts aside while it works as secret as the store.
-- in:  nothing
-- out: nothing
set temp_file_encryption = true
