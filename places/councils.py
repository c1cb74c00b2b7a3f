"""Council codes: which code stands for which when councils merge or are renumbered."""

#: Codes that councils had before, and the code of the council that is there now. Source: Office for
#: National Statistics, Code History Database (Open Government Licence v3.0).
FORMER_CODES = {
    "E08000016": "E08000038",  # Barnsley
    "E08000019": "E08000039",  # Sheffield
    "E08000020": "E08000037",  # Gateshead
    "E06000048": "E06000057",  # Northumberland
    "E06000028": "E06000058",  # Bournemouth, now with Christchurch and Poole
    "E06000029": "E06000058",
    "E07000048": "E06000058",
    "E07000049": "E06000059",  # Dorset
    "E07000050": "E06000059",
    "E07000051": "E06000059",
    "E07000052": "E06000059",
    "E07000053": "E06000059",
    "E07000004": "E06000060",  # Buckinghamshire
    "E07000005": "E06000060",
    "E07000006": "E06000060",
    "E07000007": "E06000060",
    "E07000150": "E06000061",  # North Northamptonshire
    "E07000152": "E06000061",
    "E07000153": "E06000061",
    "E07000156": "E06000061",
    "E07000151": "E06000062",  # West Northamptonshire
    "E07000154": "E06000062",
    "E07000155": "E06000062",
    "E07000026": "E06000063",  # Cumberland
    "E07000028": "E06000063",
    "E07000029": "E06000063",
    "E07000027": "E06000064",  # Westmorland and Furness
    "E07000030": "E06000064",
    "E07000031": "E06000064",
    "E07000163": "E06000065",  # North Yorkshire
    "E07000164": "E06000065",
    "E07000165": "E06000065",
    "E07000166": "E06000065",
    "E07000167": "E06000065",
    "E07000168": "E06000065",
    "E07000169": "E06000065",
    "E07000187": "E06000066",  # Somerset
    "E07000188": "E06000066",
    "E07000189": "E06000066",
    "E07000190": "E06000066",
    "E07000191": "E06000066",
    "E07000246": "E06000066",
    "E07000100": "E07000240",  # St Albans
    "E07000104": "E07000241",  # Welwyn Hatfield
    "E07000097": "E07000242",  # East Hertfordshire
    "E07000101": "E07000243",  # Stevenage
    "E07000205": "E07000244",  # East Suffolk
    "E07000206": "E07000244",
    "E07000201": "E07000245",  # West Suffolk
    "E07000204": "E07000245",
    "S12000015": "S12000047",  # Fife
    "S12000024": "S12000048",  # Perth and Kinross
    "S12000046": "S12000049",  # Glasgow City
    "S12000043": "S12000049",
    "S12000044": "S12000050",  # North Lanarkshire
}


def current_code(code):
    """The council code in use today for `code`, which may be an old one. Others come back as is."""
    return FORMER_CODES.get(code, code)
