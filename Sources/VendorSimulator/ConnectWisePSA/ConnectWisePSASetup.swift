import Inventory

extension ConnectWisePSA {
    /// An entry of a list that an administrator has set up.
    struct Entry: Numbered, Hashable {
        let number: Int
        let name: String
    }

    /// The lists that the simulated world does not know by itself.
    enum Setup {
        static let companyStatuses = entries(["Active", "Inactive"])
        static let companyTypes = entries(["Customer", "Prospect", "Former Customer", "Vendor", "Partner"])
        static let communicationTypes = entries(["Email", "Direct", "Fax", "Personal email"])
        static let configurationTypes = entries(
            ["Managed Workstation", "Managed Server", "Printer", "Network Device"], from: 20)
        static let configurationStatuses = entries(["Active", "In repair", "Retired"])
        static let agreementTypes = entries(["Managed", "Block time"], from: 5)
        static let billingCycles = entries(["Each month", "Each quarter", "Each year", "Once"])
        static let billingOptions = ["Monthly", "Quarterly", "Yearly", "NotRecurring"]
        static let categories = entries(["Managed services", "Backup", "Security", "Licences", "Hardware"])
        static let productTypes = entries(["Service", "Product", "Bundle"])
        static let stages = entries(["Prospect", "Quote", "Commit", "Closed"])
        static let probabilities = [0, 20, 50, 80, 100].map { Entry(number: $0 / 10 + 1, name: "\($0)%") }
        static let opportunityStatuses = entries(["Open", "Won", "Lost"])
        static let opportunityTypes = entries(["New business"])
        static let subTypes = ["Hardware", "Software", "Network"]
        static let levels = ["Critical", "High", "Medium", "Low"]
        static let gradings = entries(["Low", "Medium", "High"])
        static let roles = entries(["Engineer", "Consultant"], from: 11)
        static let locations = entries(["Head Office"], from: 2)
        static let departments = entries(["Services"], from: 10)
        static let contactTypes = entries(["End User", "Approver"])
        static let contactDepartments = entries(["Office"])
        static let serviceLocations = entries(["Remote", "On-Site"])
        static let serviceLevels = entries(["Standard"])
        static let customFields = entries(["Wi-Fi password", "Seats"], from: 7)

        private static func entries(_ names: [String], from first: Int = 1) -> [Entry] {
            names.enumerated().map { Entry(number: first + $0.offset, name: $0.element) }
        }

        static func named(_ name: String, in list: [Entry]) -> Entry? { list.first { $0.name == name } }

        static func companyType(_ kind: Company.Kind) -> Entry {
            switch kind {
            case .customer: companyTypes[0]
            case .prospect: companyTypes[1]
            case .former: companyTypes[2]
            case .vendor: companyTypes[3]
            case .partner: companyTypes[4]
            }
        }

        static func billingCycle(_ cycle: Agreement.Cycle) -> Entry {
            switch cycle {
            case .monthly: billingCycles[0]
            case .quarterly: billingCycles[1]
            case .yearly: billingCycles[2]
            case .oneTime: billingCycles[3]
            }
        }

        /// A maker has a number by its name.
        static func manufacturer(_ name: String) -> Entry {
            Entry(number: 1 + name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 9973 }, name: name)
        }

        static func manufacturers(_ fleet: Fleet) -> [Entry] {
            Set(fleet.configurations.compactMap(\.manufacturer)).map(manufacturer).sorted { $0.number < $1.number }
        }
    }
}
