/// The fields of contracts and what is sold, as the vendor's document lists them.
extension Autotask.Schema {
    static let contract = Self(
        """
        whole: id billingPreference billToCompanyContactID billToCompanyID companyID contactID contractCategory
        whole: contractExclusionSetID contractPeriodType contractType exclusionContractID opportunityID
        whole: organizationalLevelAssociationID renewedContractID serviceLevelAgreementID setupFeeBillingCodeID status
        whole: timeReportingRequiresStartAndStopTimes
        number: estimatedCost estimatedHours estimatedRevenue internalCurrencyOverageBillingRate
        number: internalCurrencySetupFee overageBillingRate setupFee
        text: contactName contractName contractNumber description purchaseOrderNumber
        flag: isCompliant isDefaultContract
        time: endDate lastModifiedDateTime startDate
        list: userDefinedFields
        """)
    static let contractService = Self(
        """
        whole: id contractID quoteItemID serviceID
        number: internalCurrencyAdjustedPrice internalCurrencyUnitPrice unitCost unitPrice
        text: internalDescription invoiceDescription
        """)
    static let contractBundle = Self(
        """
        whole: id contractID quoteItemID serviceBundleID
        number: adjustedPrice internalCurrencyAdjustedPrice internalCurrencyUnitPrice unitPrice
        text: internalDescription invoiceDescription
        """)
    static let serviceUnit = Self(
        """
        whole: id contractID contractServiceID organizationalLevelAssociationID serviceID units vendorCompanyID
        number: cost internalCurrencyPrice price
        time: approveAndPostDate endDate startDate
        """)
    static let bundleUnit = Self(
        """
        whole: id contractID contractServiceBundleID organizationalLevelAssociationID serviceBundleID units
        number: cost internalCurrencyPrice price
        time: approveAndPostDate endDate startDate
        """)
    static let product = Self(
        """
        whole: id billingType chargeBillingCodeID createdByResourceID defaultVendorID impersonatorCreatorResourceID
        whole: periodType priceCostMethod productBillingCodeID productCategory defaultInstalledProductCategoryID
        number: markupRate msrp unitCost unitPrice
        text: description externalProductID internalProductID link manufacturerName manufacturerProductName name sku
        text: vendorProductNumber
        flag: doesNotRequireProcurement isActive isEligibleForRma isSerialized
        time: createdTime
        list: userDefinedFields
        """)
    static let service = Self(
        """
        whole: id billingCodeID creatorResourceID periodType serviceLevelAgreementID updateResourceID vendorCompanyID
        number: markupRate unitCost unitPrice
        text: description invoiceDescription name manufacturerServiceProvider manufacturerServiceProviderProductNumber
        text: catalogNumberPartNumber sku internalID externalID url
        flag: isActive
        time: createDate lastModifiedDate
        list: userDefinedFields
        """)
    static let serviceBundle = Self(
        """
        whole: id billingCodeID creatorResourceID periodType serviceLevelAgreementID updateResourceID
        number: percentageDiscount unitCost unitDiscount unitPrice
        text: description invoiceDescription name manufacturerServiceProvider manufacturerServiceProviderProductNumber
        text: catalogNumberPartNumber sku internalID externalID url
        flag: isActive
        time: createDate lastModifiedDate
        list: userDefinedFields
        """)
    static let opportunity = Self(
        """
        whole: id companyID contactID creatorResourceID impersonatorCreatorResourceID leadSource lossReason
        whole: opportunityCategoryID organizationalLevelAssociationID ownerResourceID primaryCompetitor probability
        whole: productID rating revenueSpread salesOrderID stage status totalAmountMonths winReason
        number: advancedField1 advancedField2 advancedField3 advancedField4 advancedField5 amount assessmentScore cost
        number: monthlyCost monthlyRevenue onetimeCost onetimeRevenue quarterlyCost quarterlyRevenue
        number: relationshipAssessmentScore salesProcessPercentComplete semiannualCost semiannualRevenue
        number: technicalAssessmentScore yearlyCost yearlyRevenue
        text: barriers description helpNeeded lossReasonDetail market nextStep promotionName revenueSpreadUnit title
        text: winReasonDetail
        flag: useQuoteTotals
        time: closedDate createDate lastActivity lostDate projectedCloseDate promisedFulfillmentDate startDate
        time: throughDate
        list: userDefinedFields
        """)
}
