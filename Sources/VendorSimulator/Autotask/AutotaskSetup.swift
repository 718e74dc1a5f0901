import Inventory

extension Autotask {
    /// A name with a number, as an administrator has set it up.
    struct Entry: Numbered, Hashable {
        let number: Int
        let name: String
        var isActive = true
        /// The entry of another list that it belongs to.
        var parent: Int?
        /// 1 for the first.
        var order: Int?
    }

    /// What the simulated world does not know by itself.
    enum Setup {
        static let companyTypes = [
            Entry(number: 1, name: "Customer"), Entry(number: 3, name: "Prospect"), Entry(number: 4, name: "Dead"),
            Entry(number: 7, name: "Vendor"), Entry(number: 8, name: "Partner"),
            Entry(number: 5, name: "Cancellation", isActive: false),
        ]
        static let itemTypes = [
            Entry(number: 4, name: "Managed Workstation"), Entry(number: 2, name: "Managed Server"),
            Entry(number: 9, name: "Printer"), Entry(number: 11, name: "Network Device"),
        ]
        static let issueTypes = [Entry(number: 10, name: "Hardware"), Entry(number: 11, name: "Software")]
        static let subIssueTypes = [
            Entry(number: 136, name: "Printer", parent: 10), Entry(number: 137, name: "Workstation", parent: 10),
            Entry(number: 140, name: "Office", parent: 11), Entry(number: 141, name: "Line of business", parent: 11),
        ]
        static let ticketCategories = [Entry(number: 3, name: "Standard"), Entry(number: 2, name: "RMM Alert")]
        static let serviceLevels = [Entry(number: 1, name: "Standard SLA")]
        static let noteTypes = [
            Entry(number: 1, name: "Task Summary"), Entry(number: 3, name: "Task Notes"),
            Entry(number: workflowNote, name: "Workflow Rule Note"),
        ]
        static let workflowNote = 13
        static let publish = [
            Entry(number: 1, name: "All Autotask Users"), Entry(number: 2, name: "Internal Project Team"),
        ]
        static let contractTypes = [
            Entry(number: 7, name: "Managed"), Entry(number: 4, name: "Block time"), Entry(number: 1, name: "T&M"),
        ]
        static let contractStatuses = [Entry(number: 1, name: "In Effect"), Entry(number: 0, name: "Inactive")]
        static let contractCategories = [Entry(number: 15, name: "Managed services")]
        static let productCategories = ["Managed services", "Backup", "Security", "Licences", "Hardware"].enumerated()
            .map { Entry(number: $0.offset + 21, name: $0.element) }
        static let periodTypes = [Entry(number: 1, name: "Monthly"), Entry(number: 4, name: "One-Time")]
        static let stages = ["Prospect", "Quote", "Commit", "Closed"].enumerated()
            .map { Entry(number: $0.offset + 31, name: $0.element) }
        static let opportunityStatuses = [
            Entry(number: 1, name: "Active"), Entry(number: 2, name: "Lost"), Entry(number: 3, name: "Closed"),
        ]
        static let roles = [Entry(number: 8, name: "Engineer"), Entry(number: 9, name: "Consultant", isActive: false)]
        static let departments = [Entry(number: 29_682_804, name: "Service Desk")]
        static let companyCategories = [Entry(number: 100, name: "Standard")]
        static let itemCategories = [Entry(number: 2, name: "Datto RMM")]
        static let countries = [
            (237, "United States", "US"), (236, "United Kingdom", "GB"), (82, "Germany", "DE"), (75, "France", "FR"),
            (59, "Denmark", "DK"), (39, "Canada", "CA"), (14, "Australia", "AU"),
        ].map { Country(number: $0.0, name: $0.1, code: $0.2) }.sorted { $0.number < $1.number }

        static func number(_ name: String, in list: [Entry]) -> Int? { list.first { $0.name == name }?.number }
        static func country(_ name: String) -> Int? { countries.first { $0.name == name }?.number }

        static func companyType(_ kind: Company.Kind) -> Int {
            switch kind {
            case .customer: 1
            case .prospect: 3
            case .former: 4
            case .vendor: 7
            case .partner: 8
            }
        }

        /// 1 and 5 are the system's own on every tenant; the others are this tenant's.
        static let statuses = [1, 8, 7, 12, 20, 5]
        /// The number is no rank.
        static let priorities = [4, 1, 2, 3]
        static let ticketTypes = [2, 1, 4]
        static func queue(_ board: Int) -> Int { board + 29_682_832 }
        static func source(_ number: Int) -> Int { number + 5 }
    }

    struct Country: Numbered, Hashable {
        let number: Int
        let name: String
        let code: String
    }
}

extension Fleet {
    /// The MSP itself, whose id is 0, and then the others.
    var companiesInAutotask: [Company] {
        guard let model = companies.first else { return [] }
        let own = Company(
            number: 0, name: "Simulated MSP", identifier: "", kind: .partner, isActive: true, website: nil, phone: nil,
            address: model.address, parent: nil, accountManager: nil, domain: "msp.example",
            createdAt: start.plus(days: -3000), updatedAt: start.plus(days: -300))
        return [own] + companies
    }

    /// Statuses are the whole tenant's there, and go by the names on the first board.
    func statusInAutotask(_ status: Int) -> Lookups.Status? { lookups.status(10 + status % 10) }
}
