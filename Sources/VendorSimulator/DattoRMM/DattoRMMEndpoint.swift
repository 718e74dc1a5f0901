/// A path of the API and what answers it; `{}` stands for one segment.
struct DattoRMMEndpoint: Sendable {
    typealias Answer = @Sendable (_ request: DattoRMMRequest, _ id: String) -> VendorAnswer

    private let pattern: [String]
    private let parameters: Set<String>
    private let versions: Set<Int>
    private let answer: Answer

    init(_ pattern: String, _ parameters: Set<String> = [], versions: Set<Int> = [2], answer: @escaping Answer) {
        self.pattern = pattern.split(separator: "/").map(String.init)
        self.parameters = parameters
        self.versions = versions
        self.answer = answer
    }

    static func answer(_ request: DattoRMMRequest) -> VendorAnswer {
        guard let endpoint = all.first(where: { $0.fits(request) }) else { return request.refused(404) }
        guard request.call.query.allSatisfy({ endpoint.parameters.contains($0.name) }) else {
            return request.refused(400)
        }
        let id = zip(endpoint.pattern, request.path).first { $0.0 == "{}" }?.1 ?? ""
        if let device = request.device(uid: id), request.call.disturbance.fails(record: device.number) {
            return request.refused(500)
        }
        return endpoint.answer(request, id)
    }

    private func fits(_ request: DattoRMMRequest) -> Bool {
        versions.contains(request.version) && pattern.count == request.path.count
            && zip(pattern, request.path).allSatisfy { $0 == "{}" || $0 == $1 }
    }

    private static let all =
        DattoRMMSystem.endpoints + DattoRMMSites.endpoints + DattoRMMDevices.endpoints
        + DattoRMMAudits.endpoints + DattoRMMSoftware.endpoints + DattoRMMAlerts.endpoints
        + DattoRMMActivities.endpoints

    static let paging: Set<String> = ["page", "max"]
}
