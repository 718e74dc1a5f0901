/// Every entity of the normalised model.
public enum Entities {
    /// All of them, parents before what hangs on them.
    public static let all: [EntityDescription] = [
        Organization.entity.description,
        Site.entity.description,
        Device.entity.description,
        DeviceVolume.entity.description,
        DeviceNetworkInterface.entity.description,
        DeviceAntivirus.entity.description,
        Software.entity.description,
        Patch.entity.description,
        PatchStatus.entity.description,
        Backup.entity.description,
        Alert.entity.description,
        Company.entity.description,
        CompanySite.entity.description,
        Contact.entity.description,
        Ticket.entity.description,
        TicketConfiguration.entity.description,
        TicketNote.entity.description,
        TimeEntry.entity.description,
        Configuration.entity.description,
        Agreement.entity.description,
        AgreementLine.entity.description,
        Product.entity.description,
        Opportunity.entity.description,
        Lookup.entity.description,
    ]

    /// The entity of a table's name.
    public static func named(_ name: String) -> EntityDescription? { byName[name] }

    private static let byName = [String: EntityDescription](uniqueKeysWithValues: all.map { ($0.name, $0) })
}
