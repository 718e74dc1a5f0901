/// The fields of companies, contacts and what is set up once, as the vendor's document lists them.
extension Autotask.Schema {
    static let company = Self(
        """
        whole: id apiVendorID billToCompanyLocationID billToAddressToUse billToCountryID classification
        whole: companyCategoryID companyType competitorID countryID createdByResourceID currencyID
        whole: impersonatorCreatorResourceID invoiceEmailMessageID invoiceMethod invoiceTemplateID marketSegmentID
        whole: ownerResourceID parentCompanyID purchaseOrderTemplateID quoteEmailMessageID quoteTemplateID taxRegionID
        whole: territoryID
        number: assetValue surveyCompanyRating
        text: additionalAddressInformation address1 address2 alternatePhone1 alternatePhone2
        text: billToAdditionalAddressInformation billingAddress1 billingAddress2 billToAttention billToCity
        text: billToState billToZipCode city companyName companyNumber fax phone postalCode sicCode state stockMarket
        text: stockSymbol taxID webAddress
        flag: invoiceNonContractItemsToParentCompany isActive isClientPortalActive isEnabledForComanaged isSample
        flag: isTaskFireActive isTaxExempt
        time: createDate lastActivityDate lastTrackedModifiedDateTime
        list: userDefinedFields
        """)
    static let location = Self(
        """
        whole: id companyID countryID taxRegionID
        number: roundtripDistance
        text: address1 address2 alternatePhone1 alternatePhone2 city description fax name phone postalCode state
        flag: isActive isPrimary isTaxExempt overrideCompanyTaxSettings
        """)
    static let contact = Self(
        """
        whole: id apiVendorID companyID companyLocationID countryID impersonatorCreatorResourceID isActive namePrefix
        whole: nameSuffix
        text: additionalAddressInformation addressLine addressLine1 alternatePhone city emailAddress emailAddress2
        text: emailAddress3 extension externalID facebookUrl faxNumber firstName lastName linkedInUrl middleInitial
        text: mobilePhone note phone roomNumber state title twitterUrl zipCode
        flag: isOptedOutFromBulkEmail receivesEmailNotifications primaryContact billingContact solicitationOptOut
        flag: surveyOptOut
        time: bulkEmailOptOutTime createDate lastActivityDate lastModifiedDate solicitationOptOutTime
        list: userDefinedFields
        """)
    static let resource = Self(
        """
        whole: id defaultServiceDeskRoleID greeting licenseType locationID payrollType suffix userType
        number: internalCost surveyResourceRating
        text: accountingReferenceID dateFormat email email2 email3 emailTypeCode emailTypeCode2 emailTypeCode3
        text: firstName gender homePhone initials lastName middleName mobilePhone numberFormat officeExtension
        text: officePhone payrollIdentifier resourceType timeFormat title travelAvailabilityPct userName
        flag: isActive
        time: hireDate
        """)
    static let role = Self(
        """
        whole: id quoteItemDefaultTaxCategoryId roleType
        number: hourlyFactor hourlyRate
        text: description name
        flag: isActive isExcludedFromNewContracts isSystemRole
        """)
    static let billingCode = Self(
        """
        whole: id afterHoursWorkType billingCodeType department generalLedgerAccount taxCategoryID useType
        number: markupRate unitCost unitPrice
        text: description externalNumber name
        flag: isActive isExcludedFromNewContracts
        """)
    static let department = Self(
        """
        whole: id primaryLocationID
        text: description name number
        """)
    static let country = Self(
        """
        whole: id addressFormatID invoiceTemplateID purchaseOrderTemplateID quoteTemplateID
        text: countryCode displayName name
        flag: isActive isDefaultCountry
        """)
    static let companyCategory = Self(
        """
        whole: id displayColorRGB
        text: name nickname
        flag: isActive isApiOnly isGlobalDefault
        """)
    static let itemCategory = Self(
        """
        whole: id displayColorRGB
        text: name nickname
        flag: isActive isClientPortalDefault isGlobalDefault
        """)
}
