-- Copy all of the store into the attached file.
-- in:  nothing
-- out: nothing
copy from database amparo to copied
