/// The fields of the lists that an administrator sets up, as the vendor's document (2025.8) lists them.
extension ConnectWisePSA.Schema {
    static let companyStatus = Self(
        """
        whole: id
        text: name notificationMessage connectWiseId
        flag: defaultFlag inactiveFlag notifyFlag disallowSavingFlag customNoteFlag cancelOpenTracksFlag
        reference: track
        info: _info
        """)
    static let companyType = Self(
        """
        whole: id
        text: name serviceAlertMessage connectWiseId
        flag: defaultFlag vendorFlag serviceAlertFlag
        info: _info
        """)
    static let contactType = Self(
        """
        whole: id
        text: description serviceAlertMessage connectWiseId
        flag: defaultFlag serviceAlertFlag
        info: _info
        """)
    static let contactDepartment = Self(
        """
        whole: id
        text: name connectWiseId
        info: _info
        """)
    static let communicationType = Self(
        """
        whole: id
        text: description exchangeXref iphoneXref androidXref googleXref
        flag: phoneFlag faxFlag emailFlag defaultFlag disabled
        info: _info
        """)
    static let configurationType = Self(
        """
        whole: id
        text: name connectWiseId
        flag: inactiveFlag systemFlag
        info: _info
        """)
    static let configurationStatus = Self(
        """
        whole: id
        text: description connectWiseId
        flag: closedFlag defaultFlag
        info: _info
        """)
    static let location = Self(
        """
        whole: id ownerLevelId
        text: name salesRep overrideAddressLine1 overrideAddressLine2 overrideCity overrideState overrideZip
        text: overridePhoneNumber overrideFaxNumber owaUrl payrollXref
        flag: locationFlag clientFlag
        reference: structureLevel manager reportsTo timeZoneSetup calendar overrideCountry
        list: workRoleIds departmentIds
        info: _info
        """)
    static let department = Self(
        """
        whole: id
        text: identifier name
        info: _info
        """)
    static let userDefinedField = Self(
        """
        whole: id podId sequenceNumber numberDecimals
        text: caption screenId helpText fieldTypeIdentifier entryTypeIdentifier buttonUrl connectWiseID
        flag: requiredFlag displayOnScreenFlag readOnlyFlag listViewFlag addAllBusinessUnits
        flag: removeAllBusinessUnits addAllLocations removeAllLocations
        time: dateCreated
        list: options businessUnitIds locationIds
        info: _info
        """)
}
