-- Copy the values of all tables into the tables of the attached file.
-- in:  nothing
-- out: nothing
copy from database amparo to copied (data)
