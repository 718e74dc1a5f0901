import Access

/// All tools, in the order in which they are listed.
enum ToolCatalogue {
    static let all: [Tool] = [
        OrganizationTools.list, CompanyTools.list, CompanyTools.contacts, DeviceTools.list, DeviceTools.get,
        DeviceTools.audit, AlertTools.list, TicketTools.list, TicketTools.context, AgreementTools.list,
        ReportTools.run, FreshnessTools.get,
    ]

    static let names = Set(all.map(\.name))

    /// Those that a key may use.
    static func allowed(_ caller: Caller) -> [Tool] {
        all.filter { tool in tool.group.map { caller.may($0) } ?? true }
    }
}
