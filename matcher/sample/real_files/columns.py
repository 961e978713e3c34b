"""The columns of the real files, in their order."""

from __future__ import annotations


def _columns(block: str) -> tuple[str, ...]:
    return tuple(name for name in block.replace("\n", "").split("|"))


# DfE, Get Information About Schools, all establishments, layout of September 2023.
ESTABLISHMENTS = _columns("""
URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (code)|
TypeOfEstablishment (name)|EstablishmentTypeGroup (code)|EstablishmentTypeGroup (name)|
EstablishmentStatus (code)|EstablishmentStatus (name)|ReasonEstablishmentOpened (code)|
ReasonEstablishmentOpened (name)|OpenDate|ReasonEstablishmentClosed (code)|ReasonEstablishmentClosed (name)|
CloseDate|PhaseOfEducation (code)|PhaseOfEducation (name)|StatutoryLowAge|StatutoryHighAge|Boarders (code)|
Boarders (name)|NurseryProvision (name)|OfficialSixthForm (code)|OfficialSixthForm (name)|Gender (code)|
Gender (name)|ReligiousCharacter (code)|ReligiousCharacter (name)|ReligiousEthos (name)|Diocese (code)|
Diocese (name)|AdmissionsPolicy (code)|AdmissionsPolicy (name)|SchoolCapacity|SpecialClasses (code)|
SpecialClasses (name)|CensusDate|NumberOfPupils|NumberOfBoys|NumberOfGirls|PercentageFSM|TrustSchoolFlag (code)|
TrustSchoolFlag (name)|Trusts (code)|Trusts (name)|SchoolSponsorFlag (name)|SchoolSponsors (name)|
FederationFlag (name)|Federations (code)|Federations (name)|UKPRN|FEHEIdentifier|FurtherEducationType (name)|
OfstedLastInsp|OfstedSpecialMeasures (code)|OfstedSpecialMeasures (name)|LastChangedDate|Street|Locality|
Address3|Town|County (name)|Postcode|SchoolWebsite|TelephoneNum|HeadTitle (name)|HeadFirstName|HeadLastName|
HeadPreferredJobTitle|BSOInspectorateName (name)|InspectorateReport|DateOfLastInspectionVisit|
NextInspectionVisit|TeenMoth (name)|TeenMothPlaces|CCF (name)|SENPRU (name)|EBD (name)|PlacesPRU|FTProv (name)|
EdByOther (name)|Section41Approved (name)|SEN1 (name)|SEN2 (name)|SEN3 (name)|SEN4 (name)|SEN5 (name)|
SEN6 (name)|SEN7 (name)|SEN8 (name)|SEN9 (name)|SEN10 (name)|SEN11 (name)|SEN12 (name)|SEN13 (name)|
TypeOfResourcedProvision (name)|ResourcedProvisionOnRoll|ResourcedProvisionCapacity|SenUnitOnRoll|
SenUnitCapacity|GOR (code)|GOR (name)|DistrictAdministrative (code)|DistrictAdministrative (name)|
AdministrativeWard (code)|AdministrativeWard (name)|ParliamentaryConstituency (code)|
ParliamentaryConstituency (name)|UrbanRural (code)|UrbanRural (name)|GSSLACode (name)|Easting|Northing|
MSOA (name)|LSOA (name)|InspectorateName (name)|SENStat|SENNoStat|BoardingEstablishment (name)|PropsName|
PreviousLA (code)|PreviousLA (name)|PreviousEstablishmentNumber|OfstedRating (name)|RSCRegion (name)|
Country (name)|UPRN|SiteName|QABName (code)|QABName (name)|EstablishmentAccredited (code)|
EstablishmentAccredited (name)|QABReport|CHNumber|MSOA (code)|LSOA (code)|FSM|AccreditationExpiryDate
""")

# DfE, Get Information About Schools, all group links.
GROUP_LINKS = _columns("""
URN|Group UID|Group ID|Group Name|Companies House Number|Group Type (code)|Group Type|Closed Date|Open date|
Incorporated on (open date)|Group Status (code)|Group Status|Joined date|EstablishmentName|
TypeOfEstablishment (code)|TypeOfEstablishment (name)|PhaseOfEducation (code)|PhaseOfEducation (name)|LA (code)|
LA (name)
""")

# DfE, Get Information About Schools, all groups.
GROUPS = _columns("""
Group UID|Group ID|Group Name|Companies House Number|Group Type (code)|Group Type|Closed Date|Open date|
Incorporated on (open date)|Group Status (code)|Group Status|Group Street|Group Locality|Group Address 3|
Group Town|Group County|Group Postcode|UKPRN
""")

# DfE, Get Information About Schools, links between establishments.
ESTABLISHMENT_LINKS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")

# Ofsted, state-funded schools, inspections and outcomes, column names of August 2025.
OFSTED = _columns("""
Web Link (opens in new window)|URN|LAESTAB|School name|Ofsted phase|Type of education|School open date|
Admissions policy|Sixth form|Designated religious character|Religious ethos|Faith grouping|Ofsted region|Region|
Local authority|Parliamentary constituency|Multi-academy trust UID|Multi-academy trust name|Academy sponsor UID|
Academy sponsor name|Postcode|Number of warning notices issued in 2024/25 academic year|
The income deprivation affecting children index (IDACI) quintile|Total number of pupils|Statutory lowest age|
Statutory highest age|Latest ungraded inspection number since last graded inspection|
Does the ungraded inspection relate to the URN of the current school?|URN at time of the ungraded inspection|
LAESTAB at time of the ungraded inspection|School name at time of the latest ungraded inspection|
School type at time of the latest ungraded inspection|
Number of ungraded inspections since the last graded inspection|Date of latest ungraded inspection|
Ungraded inspection publication date|Did the latest ungraded inspection convert to a graded inspection?|
Ungraded inspection overall outcome|Number of monitoring and urgent inspections since last graded inspection|
Inspection number of latest graded inspection|Inspection type|Inspection type grouping|Event type grouping|
Inspection start date|Publication date|
Does the latest graded inspection relate to the URN of the current school?|
URN at time of latest graded inspection|LAESTAB at time of latest graded inspection|
School name at time of latest graded inspection|School type at time of latest graded inspection|
Current school type used for chart C6|Overall effectiveness|Category of concern|Quality of education|
Behaviour and attitudes|Personal development|Effectiveness of leadership and management|
Safeguarding is effective?|Early years provision (where applicable)|Sixth form provision (where applicable)|
Previous inspection number|Previous inspection start date|Previous publication date|
Does the previous graded inspection relate to the URN of the current school?|
URN at time of previous graded inspection|LAESTAB at time of previous graded inspection|
School name at time of previous graded inspection|School type at time of previous graded inspection|
Previous graded inspection overall effectiveness|Previous category of concern|Previous quality of education|
Previous behaviour and attitudes|Previous personal development|
Previous effectiveness of leadership and management|Previous safeguarding is effective?|
Previous early years provision (where applicable)|Previous sixth form provision (where applicable)
""")
