/// The fields of tickets and devices, as the vendor's document lists them.
extension Autotask.Schema {
    static let ticket = Self(
        """
        whole: id apiVendorID assignedResourceID assignedResourceRoleID billingCodeID changeApprovalBoard
        whole: changeApprovalStatus changeApprovalType companyID companyLocationID completedByResourceID
        whole: configurationItemID contactID contractID contractServiceBundleID contractServiceID createdByContactID
        whole: creatorResourceID creatorType currentServiceThermometerRating firstResponseAssignedResourceID
        whole: firstResponseInitiatingResourceID impersonatorCreatorResourceID issueType lastActivityPersonType
        whole: lastActivityResourceID monitorID monitorTypeID opportunityID organizationalLevelAssociationID
        whole: previousServiceThermometerRating priority problemTicketId projectID queueID rmaStatus rmaType
        whole: serviceLevelAgreementID serviceThermometerTemperature source status subIssueType ticketCategory
        whole: ticketType
        number: estimatedHours hoursToBeScheduled serviceLevelAgreementPausedNextEventHours
        text: changeInfoField1 changeInfoField2 changeInfoField3 changeInfoField4 changeInfoField5 description
        text: externalID purchaseOrderNumber resolution rmmAlertID ticketNumber title
        flag: isAssignedToComanaged isVisibleToComanaged serviceLevelAgreementHasBeenMet
        time: completedDate createDate dueDateTime firstResponseDateTime firstResponseDueDateTime lastActivityDate
        time: lastCustomerNotificationDateTime lastCustomerVisibleActivityDateTime lastTrackedModificationDateTime
        time: resolutionPlanDateTime resolutionPlanDueDateTime resolvedDateTime resolvedDueDateTime
        list: userDefinedFields
        """)
    static let note = Self(
        """
        whole: id createdByContactID creatorResourceID impersonatorCreatorResourceID impersonatorUpdaterResourceID
        whole: noteType publish ticketID
        text: description title
        time: createDateTime lastActivityDate
        """)
    static let timeEntry = Self(
        """
        whole: id billingApprovalLevelMostRecent billingApprovalResourceID billingCodeID contractID
        whole: contractServiceBundleID contractServiceID creatorUserID impersonatorCreatorResourceID
        whole: impersonatorUpdaterResourceID internalBillingCodeID lastModifiedUserID resourceID roleID taskID
        whole: ticketID timeEntryType
        number: hoursToBill hoursWorked offsetHours
        text: internalNotes summaryNotes
        flag: isInternalNotesVisibleToComanaged isNonBillable showOnInvoice
        time: billingApprovalDateTime createDateTime dateWorked endDateTime lastModifiedDateTime startDateTime
        """)
    static let additionalItem = Self(
        """
        whole: id configurationItemID ticketID
        """)
    static let deletedTicket = Self(
        """
        whole: id ticketID deletedByResourceID
        text: ticketNumber ticketTitle
        time: deletedDateTime
        """)
    static let configurationItem = Self(
        """
        whole: id apiVendorID configurationItemCategoryID companyID companyLocationID configurationItemType contactID
        whole: contractID contractServiceBundleID contractServiceID createdByPersonID dattoAvailableKilobytes
        whole: dattoDeviceMemoryMegabytes dattoKernelVersionID dattoNICSpeedKilobitsPerSecond dattoNumberOfAgents
        whole: dattoNumberOfDrives dattoNumberOfVolumes dattoOffsiteUsedBytes dattoOSVersionID dattoProtectedKilobytes
        whole: dattoUptimeSeconds dattoUsedKilobytes dattoZFSVersionID domainRegistrarID impersonatorCreatorResourceID
        whole: installedByContactID installedByID lastActivityPersonID lastActivityPersonType
        whole: parentConfigurationItemID productID rmmDeviceAuditAntivirusStatusID rmmDeviceAuditArchitectureID
        whole: rmmDeviceAuditBackupStatusID rmmDeviceAuditDeviceTypeID rmmDeviceAuditDisplayAdaptorID
        whole: rmmDeviceAuditDomainID rmmDeviceAuditManufacturerID rmmDeviceAuditFirmwareID rmmDeviceAuditMemoryBytes
        whole: rmmDeviceAuditMissingPatchCount rmmDeviceAuditMobileNetworkOperatorID rmmDeviceAuditModelID
        whole: rmmDeviceAuditMotherboardID rmmDeviceAuditPatchStatusID rmmDeviceAuditProcessorID
        whole: rmmDeviceAuditServicePackID rmmDeviceAuditSoftwareStatusID rmmDeviceAuditStorageBytes rmmDeviceID
        whole: rmmOpenAlertCount serviceBundleID serviceID serviceLevelAgreementID sourceChargeID sourceChargeType
        whole: vendorID
        number: dailyCost dattoPercentageUsed hourlyCost monthlyCost numberOfUsers perUseCost setupFee
        text: dattoHostname dattoInternalIP dattoRemoteIP dattoSerialNumber deviceNetworkingID domain location notes
        text: referenceNumber referenceTitle rmmDeviceAuditDescription rmmDeviceAuditExternalIPAddress
        text: rmmDeviceAuditHostname rmmDeviceAuditIPAddress rmmDeviceAuditLastUser rmmDeviceAuditMacAddress
        text: rmmDeviceAuditMobileNumber rmmDeviceAuditOperatingSystem rmmDeviceAuditSNMPContact
        text: rmmDeviceAuditSNMPLocation rmmDeviceAuditSNMPName rmmDeviceUID rmmVsaxDeviceID serialNumber sslSource
        text: sslCommonName sslIssuedBy sslOrganization sslOrganizationUnit sslLocation sslSerialNumber
        text: sslSignatureAlgorithm rmmDeviceUrl
        flag: dattoDrivesErrors isActive rmmIsInMaintenanceMode rmmIsMobileDeviceManagementEnrolled
        time: createDate dattoLastCheckInDateTime domainRegistrationDateTime domainLastUpdatedDateTime
        time: domainExpirationDateTime installDate lastModifiedTime sslValidFromDateTime sslValidUntilDateTime
        time: warrantyExpirationDate
        list: userDefinedFields
        """)
}
