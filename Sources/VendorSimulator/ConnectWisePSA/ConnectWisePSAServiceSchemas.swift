/// The fields of tickets and what hangs on them, as the vendor's document (2025.8) lists them.
extension ConnectWisePSA.Schema {
    static let ticket = Self(
        """
        whole: id knowledgeBaseCategoryId knowledgeBaseSubCategoryId resolveMinutes resPlanMinutes
        whole: respondMinutes knowledgeBaseLinkId parentTicketId predecessorId lagDays duration
        whole: escalationLevel minutesBeforeWaiting respondedSkippedMinutes resplanSkippedMinutes
        whole: minutesWaiting
        number: budgetHours actualHours estimatedExpenseCost estimatedExpenseRevenue estimatedProductCost
        number: estimatedProductRevenue estimatedTimeCost estimatedTimeRevenue billingAmount hourlyRate
        number: subBillingAmount respondedHours resplanHours resolutionHours
        text: summary recordType siteName addressLine1 addressLine2 city stateIdentifier zip contactName
        text: contactPhoneNumber contactPhoneExtension contactEmailAddress agreementType severity impact
        text: externalXRef poNumber automaticEmailCc initialDescription initialInternalAnalysis
        text: initialResolution initialDescriptionFrom contactEmailLookup closedBy billingMethod
        text: subBillingMethod resources knowledgeBaseLinkType billTime billExpenses billProducts
        text: predecessorType mobileGuid slaStatus respondedBy resplanBy resolvedBy
        flag: allowAllClientsPortalView customerUpdatedFlag automaticEmailContactFlag
        flag: automaticEmailResourceFlag automaticEmailCcFlag processNotifications skipCallback closedFlag
        flag: approved isInSla hasChildTicket hasMergedChildTicketFlag predecessorClosedFlag
        flag: lagNonworkingDaysFlag requestForChangeFlag
        time: requiredDate closedDate subDateAccepted dateResolved dateResplan dateResponded
        time: estimatedStartDate escalationStartDateUTC
        reference: board status workRole workType company site country contact type subType item team owner
        reference: priority serviceLocation source opportunity agreement location department sla currency
        reference: mergedParentTicket
        list: integratorTags customFields
        info: _info
        """)
    static let projectTicket = Self(
        """
        whole: id knowledgeBaseCategoryId knowledgeBaseSubCategoryId knowledgeBaseLinkId predecessorId lagDays
        whole: duration
        number: budgetHours actualHours subBillingAmount
        text: summary wbsCode siteName addressLine1 addressLine2 city stateIdentifier zip contactName
        text: contactPhoneNumber contactPhoneExtension contactEmailAddress agreementType
        text: knowledgeBaseLinkType automaticEmailCc closedBy subBillingMethod resources billTime
        text: billExpenses billProducts predecessorType mobileGuid initialDescription initialInternalAnalysis
        text: initialResolution contactEmailLookup
        flag: isIssueFlag allowAllClientsPortalView customerUpdatedFlag automaticEmailContactFlag
        flag: automaticEmailResourceFlag automaticEmailCcFlag closedFlag approved predecessorClosedFlag
        flag: lagNonworkingDaysFlag processNotifications skipCallback
        time: requiredDate closedDate subDateAccepted estimatedStartDate scheduleStartDate scheduleEndDate
        reference: board status workRole workType project phase company site country contact type subType item
        reference: owner priority serviceLocation source opportunity agreement location department currency
        list: tasks customFields
        info: _info
        """)
    static let note = Self(
        """
        whole: id ticketId
        number: sentimentScore
        text: text createdBy
        flag: detailDescriptionFlag internalAnalysisFlag resolutionFlag issueFlag customerUpdatedFlag
        flag: processNotifications internalFlag externalFlag
        time: dateCreated
        reference: member contact
        info: _info
        """)
    static let timeEntry = Self(
        """
        whole: id chargeToId locationId businessUnitId opportunityRecid invoiceReady
        number: hoursDeduct actualHours hoursBilled invoiceHours hourlyRate overageRate agreementHours
        number: agreementAmount agreementAdjustment adjustment extendedInvoiceAmount
        text: companyType chargeToType businessGroupDesc agreementType projectActivity territory
        text: billableOption notes internalNotes emailCc hourlyCost enteredBy mobileGuid status ticketBoard
        text: ticketStatus ticketType ticketSubType locationName
        flag: addToDetailDescriptionFlag addToInternalAnalysisFlag addToResolutionFlag emailResourceFlag
        flag: emailContactFlag emailCcFlag invoiceFlag
        time: timeStart timeEnd dateEntered
        reference: company member location department workType workRole agreement activity invoice timeSheet
        reference: ticket project phase taxCode
        list: customFields
        info: _info
        """)
    static let configurationReference = Self(
        """
        whole: id
        text: deviceIdentifier
        info: _info
        """)
    static let timeEntryReference = Self(
        """
        whole: id
        info: _info
        """)
    static let board = Self(
        """
        whole: id emailConnectorReopenDaysLimit emailConnectorReopenDaysClosedLimit autoAssignLimitAmount
        text: name billTime billExpense billProduct notifyEmailFrom notifyEmailFromName problemSort
        text: resolutionSort internalAnalysisSort percentageCalculation allSort connectWiseId
        flag: inactiveFlag sendToContactFlag sendToResourceFlag projectFlag showDependenciesFlag
        flag: showEstimatesFlag billTicketsAfterClosedFlag billTicketSeparatelyFlag
        flag: billUnapprovedTimeExpenseFlag overrideBillingSetupFlag autoAssignNewTicketsFlag
        flag: autoAssignNewECTicketsFlag autoAssignNewPortalTicketsFlag discussionsLockedFlag
        flag: timeEntryLockedFlag closedLoopDiscussionsFlag closedLoopResolutionFlag
        flag: closedLoopInternalAnalysisFlag timeEntryDiscussionFlag timeEntryResolutionFlag
        flag: timeEntryInternalAnalysisFlag emailConnectorAllowReopenClosedFlag
        flag: emailConnectorReopenResourcesFlag emailConnectorNewTicketNoMatchFlag
        flag: emailConnectorNeverReopenByDaysFlag emailConnectorNeverReopenByDaysClosedFlag
        flag: useMemberDisplayNameFlag sendToCCFlag autoAssignTicketOwnerFlag autoAssignLimitFlag
        flag: closedLoopAllFlag markFirstNoteIssueFlag restrictBoardByDefaultFlag sendToBundledFlag
        reference: location department signOffTemplate contactTemplate resourceTemplate boardIcon dispatchMember
        reference: serviceManagerMember dutyManagerMember oncallMember workRole workType autoCloseStatus
        reference: emailConnectorReopenStatus
        info: _info
        """)
    static let boardStatus = Self(
        """
        whole: id sortOrder parentId grandParentId
        text: name escalationStatus customerPortalDescription customStatusIndicatorName connectWiseId
        text: parentConnectWiseId grandParentConnectWiseId
        flag: displayOnBoard inactive closedStatus timeEntryNotAllowed roundRobinCatchall defaultFlag
        flag: customerPortalFlag saveTimeAsNote
        reference: board emailTemplate statusIndicator
        info: _info
        """)
    static let boardType = Self(
        """
        whole: id parentId grandParentId
        text: name category integrationXref connectWiseId parentConnectWiseId grandParentConnectWiseId
        flag: defaultFlag inactiveFlag requestForChangeFlag
        reference: skillCategory skill board location department
        info: _info
        """)
    static let boardSubType = Self(
        """
        whole: id parentId grandParentId
        text: name connectWiseId parentConnectWiseId grandParentConnectWiseId
        flag: inactiveFlag addAllTypesFlag removeAllTypesFlag
        reference: board
        list: typeAssociationIds
        info: _info
        """)
    static let boardItem = Self(
        """
        whole: id parentId grandParentId
        text: name connectWiseId parentConnectWiseId grandParentConnectWiseId
        flag: inactiveFlag
        reference: board
        info: _info
        """)
    static let boardTeam = Self(
        """
        whole: id boardId locationId businessUnitId parentId grandParentId
        text: name connectWiseId parentConnectWiseId grandParentConnectWiseId
        flag: defaultFlag notifyOnTicketDelete defaultRoundRobinFlag roundRobinFlag
        reference: teamLeader
        list: members
        info: _info
        """)
    static let association = Self(
        """
        whole: id
        reference: type subType item board
        """)
    static let priority = Self(
        """
        whole: id sortOrder
        text: name color imageLink urgencySortOrder level
        flag: defaultFlag
        info: _info
        """)
    static let source = Self(
        """
        whole: id
        text: name enteredBy
        flag: defaultFlag
        time: dateEntered
        info: _info
        """)
    static let impact = Self(
        """
        whole: id
        text: name description
        flag: defaultFlag
        info: _info
        """)
    static let severity = Self(
        """
        whole: id
        text: name description
        flag: defaultFlag
        info: _info
        """)
    static let serviceLocation = Self(
        """
        whole: id
        text: name where
        flag: defaultFlag
        info: _info
        """)
    static let sla = Self(
        """
        whole: id applicationOrder respondPercent planWithinPercent resolutionPercent
        number: respondHours planWithin resolutionHours
        text: name basedOn
        flag: defaultFlag
        reference: customCalendar hiImpactHiUrgency hiImpactMedUrgency hiImpactLowUrgency medImpactHiUrgency
        reference: medImpactMedUrgency medImpactLowUrgency lowImpactHiUrgency lowImpactMedUrgency
        reference: lowImpactLowUrgency
        info: _info
        """)
}
