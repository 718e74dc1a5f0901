/// The vendors that this program knows: one line each.
public enum Registry {
    public static let connectors: [any Connector.Type] = [
        NinjaOne.self,
        DattoRMM.self,
        NCentral.self,
        KaseyaVSAX.self,
        ConnectWisePSA.self,
        HaloPSA.self,
        Autotask.self,
        Asio.self,
        NSight.self,
        ConnectWiseAutomate.self,
        ServiceNow.self,
        KaseyaBMS.self,
    ]

    /// The connector of a vendor, or nil when there is no such vendor.
    public static func connector(for vendor: String) -> (any Connector.Type)? {
        connectors.first { $0.vendor.id == vendor }
    }
}
