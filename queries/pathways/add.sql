-- Add a version of a network's own copy of a pathway.
-- in:  $community text, $situation text, $version integer, $who text, $document text
-- out: nothing
insert into pathway_version (community, situation, version, written_at, who, document)
values ($community, $situation, $version, now() at time zone 'utc', $who, $document)
