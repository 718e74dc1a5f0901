/// How often an agreement is billed.
public enum BillingCycle: String, Sendable, Hashable, CaseIterable {
    case oneTime = "one_time"
    case weekly
    case biweekly
    case monthly
    case quarterly
    case semiannual
    case yearly
    case other
}
