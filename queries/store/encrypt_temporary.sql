-- Encrypt the temporary files of DuckDB.
-- in:  nothing
-- out: nothing
set temp_file_encryption = true
