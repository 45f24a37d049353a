-- Which folder may statements read and write, once access to others is off?
-- in:  $folder text
-- out: nothing
set allowed_directories = [$folder]
