/// What is installed on a machine: programs and patches.
enum DattoRMMSoftware {
    static let endpoints = [
        DattoRMMEndpoint("audit/device/{}/software", DattoRMMEndpoint.paging) { request, uid in
            guard let device = request.device(uid: uid) else { return request.refused(404) }
            guard DattoRMMClass(device).name == "device" else { return request.refused(400) }
            let items = device.isUnaudited ? [] : request.fleet.software(of: device)
            return DattoRMMList(request, "software").page(items, number: \.title) { item, json in
                let title = SoftwareCatalogue.shared.titles[item.title]
                json.member("name", title.name)
                json.member("version", SoftwareCatalogue.version(title, item.step))
            }
        },
        DattoRMMEndpoint("device/{}/patches", DattoRMMEndpoint.paging.union(["installStatus"])) { request, uid in
            guard let device = request.device(uid: uid) else { return request.refused(404) }
            let wanted = request.call.parameter("installStatus")
            if let wanted, !DattoRMMPatchRow.words.contains(wanted) { return request.refused(400) }
            let rows = DattoRMMPatchRow.rows(request.fleet, device).filter { wanted == nil || $0.status == wanted }
            return DattoRMMList(request, "patches").page(rows, number: \.patch.number) { $0.write(to: &$1) }
        },
    ]
}
