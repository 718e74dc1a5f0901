/// What is sold.
public enum ProductKind: String, Sendable, Hashable, CaseIterable {
    case product, service, bundle, other
}
