/// What a company is to the MSP.
public enum CompanyKind: String, Sendable, Hashable, CaseIterable {
    case customer, prospect, former, vendor, partner, `internal`, other
}
