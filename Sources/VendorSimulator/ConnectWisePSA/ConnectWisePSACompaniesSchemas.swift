/// The fields of companies and what belongs to them, as the vendor's document (2025.8) lists them.
extension ConnectWisePSA.Schema {
    static let company = Self(
        """
        whole: id numberOfEmployees yearEstablished revenueYear
        number: annualRevenue creditLimit additionalDebt
        text: identifier name addressLine1 addressLine2 city state zip phoneNumber faxNumber website
        text: accountNumber leadSource userDefinedField1 userDefinedField2 userDefinedField3
        text: userDefinedField4 userDefinedField5 userDefinedField6 userDefinedField7 userDefinedField8
        text: userDefinedField9 userDefinedField10 vendorIdentifier taxIdentifier invoiceToEmailAddress
        text: invoiceCCEmailAddress deletedBy mobileGuid facebookUrl twitterUrl linkedInUrl
        text: resellerIdentifier
        flag: leadFlag unsubscribeFlag deletedFlag isVendorFlag
        time: dateAcquired dateDeleted
        reference: status country territory market defaultContact sicCode parentCompany ownershipType
        reference: timeZoneSetup calendar taxCode billingTerms invoiceTemplate pricingSchedule companyEntityType
        reference: billToCompany billingSite billingContact invoiceDeliveryMethod currency territoryManager site
        list: types integratorTags customFields
        info: _info
        """)
    static let companySite = Self(
        """
        whole: id
        number: expenseReimbursement
        text: name addressLine1 addressLine2 city zip addressFormat phoneNumber phoneNumberExt faxNumber
        text: mobileGuid
        flag: primaryAddressFlag defaultShippingFlag defaultBillingFlag defaultMailingFlag inactiveFlag
        flag: billSeparateFlag
        reference: stateReference country taxCode entityType calendar timeZone company
        list: customFields
        info: _info
        """)
    static let contact = Self(
        """
        whole: id defaultMergeContactId portalSecurityLevel
        text: firstName lastName addressLine1 addressLine2 city state zip relationshipOverride
        text: securityIdentifier title school nickName children significantOther portalPassword gender
        text: birthDay anniversary presence mobileGuid facebookUrl twitterUrl linkedInUrl defaultPhoneType
        text: defaultPhoneNbr defaultPhoneExtension userDefinedField1 userDefinedField2 userDefinedField3
        text: userDefinedField4 userDefinedField5 userDefinedField6 userDefinedField7 userDefinedField8
        text: userDefinedField9 userDefinedField10
        flag: inactiveFlag marriedFlag childrenFlag disablePortalLoginFlag unsubscribeFlag defaultBillingFlag
        flag: defaultFlag ignoreDuplicates
        reference: company site country relationship department managerContact assistantContact companyLocation
        reference: photo
        list: communicationItems types integratorTags customFields typeIds
        info: _info
        """)
    static let configuration = Self(
        """
        whole: id locationId businessUnitId backupSuccesses backupIncomplete backupFailed backupRestores
        whole: backupYear backupMonth parentConfigurationId companyLocationId
        number: backupBillableSpaceGb
        text: name deviceIdentifier serialNumber modelNumber tagNumber vendorNotes notes macAddress
        text: lastLoginName backupServerName backupProtectedDeviceList ipAddress defaultGateway osType osInfo
        text: cpuSpeed ram localHardDrives managementLink remoteLink mobileGuid manufacturerPartNumber
        flag: billFlag activeFlag displayVendorFlag showRemoteFlag showAutomateFlag needsRenewalFlag
        time: purchaseDate installationDate warrantyExpirationDate lastBackupDate
        reference: type status company contact site location department installedBy vendor manufacturer sla
        list: questions customFields
        info: _info
        """)
    static let member = Self(
        """
        whole: id daysTolerance fromMemberRecId fromMemberTemplateRecId
        number: billableForecast dailyCapacity hourlyCost hourlyRate minimumHours scheduleCapacity
        text: identifier password licenseClass notes employeeIdentifer vendorNumber lastLogin clientId token
        text: firstName middleInitial lastName officeEmail mobileEmail homeEmail defaultEmail primaryEmail
        text: officePhone officeExtension mobilePhone mobileExtension homePhone homeExtension defaultPhone
        text: mapiName authenticationServiceType ldapUserName signature phoneIntegrationType title
        text: stsUserAdminUrl timeSheetStartDate companyActivityTabFormat invoiceTimeTabFormat
        text: invoiceScreenDefaultTabFormat invoicingDisplayOptions agreementInvoicingDisplayOptions
        text: globalSearchDefaultTicketFilter globalSearchDefaultSort phoneSource
        flag: disableOnlineFlag enableMobileGpsFlag inactiveFlag calendarSyncIntegrationFlag
        flag: timebasedOneTimePasswordActivated enableLdapAuthenticationFlag useBrowserLanguageFlag
        flag: enableMobileFlag partnerPortalFlag toastNotificationFlag adminFlag restrictLocationFlag
        flag: restrictDepartmentFlag includeInUtilizationReportingFlag requireExpenseEntryFlag
        flag: requireTimeSheetEntryFlag requireStartAndEndTimeOnTimeEntryFlag allowInCellEntryOnTimeSheet
        flag: enterTimeAgainstCompanyFlag allowExpensesEnteredAgainstCompaniesFlag timeReminderEmailFlag
        flag: restrictServiceDefaultLocationFlag restrictServiceDefaultDepartmentFlag
        flag: restrictProjectDefaultLocationFlag restrictProjectDefaultDepartmentFlag restrictScheduleFlag
        flag: hideMemberInDispatchPortalFlag restrictDefaultSalesTerritoryFlag restrictDefaultWarehouseFlag
        flag: restrictDefaultWarehouseBinFlag autoStartStopwatch autoPopupQuickNotesWithStopwatch
        flag: copyPodLayouts copySharedDefaultViews copyColumnLayoutsAndFilters
        time: inactiveDate hireDate
        reference: country photo securityRole office365 ldapConfiguration directionalSync ssoSettings reportCard
        reference: type timeZone structureLevel securityLocation defaultLocation defaultDepartment reportsTo
        reference: workRole workType timeApprover expenseApprover serviceDefaultLocation serviceDefaultDepartment
        reference: serviceDefaultBoard projectDefaultLocation projectDefaultDepartment projectDefaultBoard
        reference: scheduleDefaultLocation scheduleDefaultDepartment serviceLocation calendar salesDefaultLocation
        reference: warehouse warehouseBin
        list: memberPersonas excludedServiceBoardIds teams serviceBoardTeamIds excludedProjectBoardIds
        list: customFields
        info: _info
        """)
    static let memberInfo = Self(
        """
        whole: id
        text: identifier firstName middleInitial lastName fullName defaultEmail licenseClass
        flag: inactiveFlag
        reference: photo
        info: _info
        """)
}
