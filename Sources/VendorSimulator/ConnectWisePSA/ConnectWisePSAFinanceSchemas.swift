/// The fields of what is sold and billed, as the vendor's document (2025.8) lists them.
extension ConnectWisePSA.Schema {
    static let agreement = Self(
        """
        whole: id expiredDays limit
        number: applicationLimit compHourlyRate compLimitAmount billAmount prorateFirstBill
        text: name customerPO reasonCancelled workOrder internalNotes applicationUnits applicationCycle
        text: employeeCompRate employeeCompNotExceed invoicingCycle invoiceDescription billTime billExpenses
        text: billProducts periodType agreementStatus
        flag: restrictLocationFlag restrictDepartmentFlag noEndingDateFlag cancelledFlag
        flag: applicationUnlimitedFlag oneTimeFlag coverAgreementTime coverAgreementProduct
        flag: coverAgreementExpense coverSalesTax carryOverUnused allowOverruns expireWhenZero chargeToFirm
        flag: billOneTimeFlag taxable restrictDownPayment prorateFlag invoiceProratedAdditionsFlag topComment
        flag: bottomComment billableTimeInvoice billableExpenseInvoice billableProductInvoice autoInvoiceFlag
        time: startDate endDate dateCancelled billStartDate nextInvoiceDate
        reference: type company contact site subContractCompany subContractContact parentAgreement location
        reference: department opportunity sla billingCycle billingTerms billToCompany billToContact billToSite
        reference: taxCode workRole workType projectType invoiceTemplate currency companyLocation shipToCompany
        reference: shipToContact shipToSite
        list: customFields
        info: _info
        """)
    static let addition = Self(
        """
        whole: id agreementId
        number: quantity lessIncluded unitPrice unitCost billedQuantity extPrice extCost sequenceNumber margin
        number: prorateCost proratePrice extendedProrateCost extendedProratePrice
        text: billCustomer serialNumber invoiceDescription description uom agreementStatus
        flag: taxableFlag purchaseItemFlag specialOrderFlag prorateCurrentPeriodFlag
        time: effectiveDate cancelledDate
        reference: product opportunity invoiceGrouping
        list: customFields
        info: _info
        """)
    static let catalogItem = Self(
        """
        whole: id minStockLevel
        number: price cost recurringRevenue recurringCost calculatedPrice calculatedCost markupPercentage
        text: identifier description productClass priceAttribute customerDescription manufacturerPartNumber
        text: vendorSku notes integrationXRef recurringCycleType billableOption connectWiseID
        flag: inactiveFlag serializedFlag serializedCostFlag phaseProductFlag taxableFlag dropShipFlag
        flag: specialOrderFlag recurringFlag recurringOneTimeFlag calculatedPriceFlag calculatedCostFlag
        flag: markupFlag autoUpdateUnitCostFlag autoUpdateUnitPriceFlag
        reference: subcategory type unitOfMeasure manufacturer vendor sla entityType recurringBillCycle category
        reference: agreementType
        list: customFields
        info: _info
        """)
    static let opportunity = Self(
        """
        whole: id locationId businessUnitId companyLocationId
        number: totalSalesTax
        text: name notes source customerPO
        time: expectedCloseDate pipelineChangeDate dateBecameLead closedDate
        reference: type stage status priority probability rating campaign primarySalesRep secondarySalesRep
        reference: company contact site closedBy shipToCompany shipToContact shipToSite billToCompany
        reference: billToContact billToSite billingTerms taxCode currency technicalContact
        list: customFields
        info: _info
        """)
    static let agreementType = Self(
        """
        whole: id expiredDays limit
        number: applicationLimit compHourlyRate compLimitAmount billAmount
        text: name prefixSuffixOption invoicePreSuffix applicationUnits applicationCycle employeeCompRate
        text: employeeCompNotExceed invoicingCycle invoiceDescription billTime billExpenses billProducts
        text: integrationXRef connectWiseId
        flag: defaultFlag inactiveFlag prePaymentFlag restrictLocationFlag restrictDepartmentFlag
        flag: applicationUnlimitedFlag oneTimeFlag coverAgreementTimeFlag coverAgreementProductFlag
        flag: coverAgreementExpenseFlag coverSalesTaxFlag carryOverUnusedFlag allowOverrunsFlag
        flag: expireWhenZero chargeToFirmFlag billOneTimeFlag taxableFlag restrictDownPaymentFlag
        flag: topCommentFlag bottomCommentFlag billableTimeInvoiceFlag billableExpenseInvoiceFlag
        flag: billableProductInvoiceFlag copyWorkRolesFlag copyWorkTypesFlag addAllWorkRoleExclusions
        flag: removeAllWorkRoleExclusions addAllWorkTypeExclusions removeAllWorkTypeExclusions prorateFlag
        flag: autoInvoiceFlag invoiceProratedAdditionsFlag
        reference: location department sla billingCycle billingTerms workRole workType projectType invoiceTemplate
        reference: emailTemplate
        list: exclusionWorkRoleIds exclusionWorkTypeIds
        info: _info
        """)
    static let billingCycle = Self(
        """
        whole: id
        text: identifier name billingOptions
        flag: defaultFlag
        info: _info
        """)
    static let opportunityStatus = Self(
        """
        whole: id
        text: name enteredBy
        flag: wonFlag lostFlag closedFlag inactiveFlag defaultFlag
        time: dateEntered
        info: _info
        """)
    static let opportunityType = Self(
        """
        whole: id
        text: description
        flag: inactiveFlag
        info: _info
        """)
    static let category = Self(
        """
        whole: id
        text: name priceLevelXref integrationXref
        flag: inactiveFlag defaultFlag addAllLocations removeAllLocations
        list: locationIds
        info: _info
        """)
    static let productType = Self(
        """
        whole: id
        text: name typeXref
        flag: inactiveFlag defaultFlag
        info: _info
        """)
    static let manufacturer = Self(
        """
        whole: id
        text: name
        flag: inactiveFlag
        info: _info
        """)
    static let workType = Self(
        """
        whole: id
        number: rate hoursMin hoursMax roundBillHoursTo costMultiplier
        text: name billTime rateType accrualType integrationXRef
        flag: inactiveFlag overallDefaultFlag activityDefaultFlag utilizationFlag addAllAgreementExclusions
        info: _info
        """)
    static let workRole = Self(
        """
        whole: id
        number: hourlyRate
        text: name integrationXref
        flag: inactiveFlag addAllLocations removeAllLocations addAllAgreementExclusions
        list: locationIds
        info: _info
        """)
}
