-- Which features did an import remove that are not there again?
-- in:  $id text, $community text
-- out: id text, attributes text, wkb blob
select
    change.object_id::text as id,
    change.before_attributes::text as attributes,
    ST_AsWKB(change.before_geom) as wkb
from import_change
inner join change on import_change.number = change.number
where
    import_change.batch = $id::uuid
    and import_change.community = $community
    and change.action = 'remove'
    and not exists (
        select 1 from feature
        where feature.community = $community and feature.id = change.object_id
    )
order by change.number
