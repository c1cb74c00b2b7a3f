"""Whom to thank for the place data that this project ships or loads. Shown on the site's pages."""

#: Lines of text for a page about the site. The first three are required by the licence's terms.
CREDITS = (
    "Contains OS data © Crown copyright and database right 2025.",
    "Contains Royal Mail data © Royal Mail copyright and database right 2025.",
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0.",
    "Place names: GeoNames, geonames.org, licensed under CC BY 4.0.",
)
