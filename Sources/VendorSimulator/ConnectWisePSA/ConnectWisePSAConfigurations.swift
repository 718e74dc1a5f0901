import Inventory

extension ConnectWisePSA {
    /// The PSA's picture of the machines.
    enum Assets {
        static let configurations = Resource<Configuration>(
            .configuration, id: ID.configuration,
            fields: [
                Field("name") { .text($0.name) },
                Field("type") { asset, scope in scope.named(Setup.named(asset.kind, in: Setup.configurationTypes)) },
                Field("status") { asset, scope in
                    scope.named(Setup.named(asset.status, in: Setup.configurationStatuses))
                },
                Field("company") { asset, scope in scope.company(asset.company) },
                Field("contact") { asset, scope in scope.contact(asset.contact) },
                Field("site") { asset, scope in scope.site(asset.site) },
                Field("locationId") { _ in .whole(2) },
                Field("deviceIdentifier") { .text($0.deviceIdentifier) },
                Field("serialNumber") { .text($0.serial) },
                Field("modelNumber") { .text($0.model) },
                Field("purchaseDate") { .day($0.purchasedOn) },
                Field("installationDate") { .day($0.installedOn) },
                Field("warrantyExpirationDate") { .day($0.warrantyEndsOn) },
                Field("macAddress") { asset, scope in
                    .text(asset.device.flatMap(scope.fleet.device)?.interfaces.compactMap(\.mac).first)
                },
                Field("lastLoginName") { asset, scope in .text(asset.device.flatMap(scope.fleet.device)?.lastUser) },
                Field("ipAddress") { asset, scope in
                    .text(asset.device.flatMap(scope.fleet.device)?.interfaces.flatMap(\.addresses).first)
                },
                Field("osType") { asset, scope in .text(asset.device.flatMap(scope.fleet.device)?.system?.name) },
                Field("osInfo") { asset, scope in .text(asset.device.flatMap(scope.fleet.device)?.system?.build) },
                Field("cpuSpeed") { asset, scope in .text(asset.device.flatMap(scope.fleet.device)?.cpu?.name) },
                Field("ram") { asset, scope in
                    .text(asset.device.flatMap(scope.fleet.device)?.memoryBytes.map { String($0 >> 20) })
                },
                Field("manufacturer") { asset, scope in scope.named(asset.manufacturer.map(Setup.manufacturer)) },
                Field("questions") { .list(questions($0)) },
                Field("activeFlag") { .flag($0.isActive) },
                Field("companyLocationId") { _ in .whole(2) },
                Field("showRemoteFlag") { _ in .flag(false) },
                Field("customFields") { _ in .list([]) },
                Field("_info") { asset, scope in scope.info(asset.updatedAt, entered: asset.createdAt) },
            ],
            things: { request in
                guard let managed = request.parameter("managedIdentifier") else { return request.fleet.configurations }
                return request.fleet.configurations.filter { $0.deviceIdentifier == managed }
            })

        /// Some types ask for a password: an answer that nobody should keep.
        private static func questions(_ asset: Configuration) -> [[Member]] {
            guard asset.kind == "Network Device" else { return [] }
            return [
                [
                    Member("answerId", .whole(asset.number)), Member("questionId", .whole(31)),
                    Member("question", .text("Administrator password")),
                    Member("answer", .text("s3cret-\(asset.number)")),
                    Member("sequenceNumber", .whole(1)), Member("numberOfDecimals", .whole(0)),
                    Member("fieldType", .text("Password")), Member("requiredFlag", .flag(false)),
                ]
            ]
        }
    }
}

extension Configuration {
    /// The RMM's id of the device, where the RMM has written it.
    var deviceIdentifier: String? { isLinked ? device.map { String(NinjaOneID.device($0)) } : nil }
}
