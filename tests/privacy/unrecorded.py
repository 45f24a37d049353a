"""What would be disclosed of homes, areas and services to somebody who was given nothing yet."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.cached_property import cached_property
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.generalisation import generalise_risk_areas
from geo.privacy.household_record import update_households
from geo.privacy.parcels import extend_parcels, make_parcels
from geo.privacy.recorded_disclosure import name_by_slots
from geo.privacy.site_matching import HouseholdRecord
from geo.privacy.zone_merging import merge_zones


def aggregate_households(homes, context):
    """Disclose the homes of a community for the first time."""
    nothing = HouseholdRecord(
        pd.DataFrame({"number": [], "lon": [], "lat": [], "people": [], "women": []}).assign(
            aggregate=None, masked_lon=None, masked_lat=None
        ),
        pd.DataFrame({"id": [], "lon": [], "lat": [], "people": [], "women": []}),
    )
    return update_households(nothing, homes, context).disclosed


@dataclass(frozen=True, eq=False)
class UnrecordedDisclosure:
    """A disclosure that nothing precedes and nothing follows."""

    context: DisclosureContext

    @cached_property
    def households(self):
        return aggregate_households(self.context.homes, self.context)

    @cached_property
    def service_zones(self):
        return merge_zones(self.context)

    def name_services(self, services):
        if self.service_zones.empty:
            return [()] * len(services)
        return name_by_slots([], services, self.service_zones)[0]

    def find_parcels(self, areas):
        return extend_parcels(make_parcels(areas, self.context), areas, self.context)


def generalise(areas, context):
    """Generalise risk areas with parcels made for them."""
    disclosure = UnrecordedDisclosure(context)
    return generalise_risk_areas(areas, context, disclosure.households, disclosure.find_parcels)
