-- Copy the database to the attached file.
-- in:  nothing
-- out: nothing
copy from database amparo to copied
